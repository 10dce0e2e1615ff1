"""make prove: the long proofs. Every one is run, and any failure fails the whole.

`python -m bench.prove privacy` runs those of identity and shredding alone.
"""

import os
import subprocess
import sys
from pathlib import Path

from bench import faults

ROOT = Path(__file__).resolve().parent.parent


def run_in_full(*arguments: str) -> int:
    """Run tests at their full size; the exit code."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PROOF_SIZE": "full"}, check=False).returncode


def main() -> int:
    outcome = faults.play(10_000)
    print(outcome.report())
    journeys = run_in_full("-m", "browser", "tests/journeys")
    calls = run_in_full("tests/phone/test_year.py", "tests/phone/test_twiml.py")
    privacy = prove_privacy()
    return 1 if outcome.broken or journeys or calls or privacy else 0


def prove_privacy() -> int:
    """Nothing that tells who came stays anywhere, and backups end: docs/proof.md. Prints its tables; the exit code."""
    names = ("entries", "findings", "identity", "shredding")
    return run_in_full(*(f"tests/proof/test_{name}.py" for name in names))


if __name__ == "__main__":
    sys.exit(prove_privacy() if sys.argv[1:] == ["privacy"] else main())
