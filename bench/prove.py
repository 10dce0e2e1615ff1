"""make prove: the long proofs. Every one is run, and any failure fails the whole."""

import os
import subprocess
import sys
from pathlib import Path

from bench import faults, hosts, update

ROOT = Path(__file__).resolve().parent.parent


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
    calls = run_in_full("tests/phone/test_year.py", "tests/phone/test_twiml.py")
    return 1 if outcome.broken or updated.broken or cut.broken or journeys or calls else 0


if __name__ == "__main__":
    sys.exit(main())
