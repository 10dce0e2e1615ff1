"""make prove: the long proofs. Every one is run, and any failure fails the whole.

`python -m bench.prove privacy` runs those of identity and shredding alone.
"""

import os
import subprocess
import sys
from pathlib import Path

from bench import faults, hosts, scan, update

ROOT = Path(__file__).resolve().parent.parent
#: whatever reads what comes from outside
FUZZED = [
    "tests/chat/test_fuzzing.py", "tests/phone/test_fuzzing.py", "tests/mail/test_fuzzing.py",
    "tests/figures/test_fuzzing.py", "tests/selfhelp/advice/test_fuzzing.py",
    "tests/selfhelp/modules/test_fuzzing.py", "tests/accounts/test_posted.py",
]  # fmt: skip


def run_in_full(*arguments: str) -> int:
    """Run tests at their full size; the exit code."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PROOF_SIZE": "full"}, check=False).returncode


def main() -> int:
    outcome = faults.play(10_000)
    print(outcome.report())
    updated = update.play(parties=40, each=40)
    print(updated.report())
    cut = hosts.play(parties=20, each=30)
    print(cut.report())
    journeys = run_in_full("-m", "browser", "tests/journeys")
    whole = run_in_full(
        "tests/phone/test_year.py", "tests/phone/test_twiml.py", "tests/security/test_permissions.py"
    )
    fuzzed = run_in_full(*FUZZED)
    scanned = scan.main([])
    privacy = prove_privacy()
    broken = outcome.broken or updated.broken or cut.broken
    return 1 if broken or journeys or whole or fuzzed or scanned or privacy else 0


def prove_privacy() -> int:
    """Nothing that tells who came stays anywhere, and backups end: docs/proof.md. Prints its tables; the exit code."""
    names = ("entries", "findings", "identity", "shredding")
    return run_in_full(*(f"tests/proof/test_{name}.py" for name in names))


if __name__ == "__main__":
    sys.exit(prove_privacy() if sys.argv[1:] == ["privacy"] else main())
