"""make prove: the long proofs. Every one is run, and any failure fails the whole."""

import os
import subprocess
import sys
from pathlib import Path

from bench import faults

ROOT = Path(__file__).resolve().parent.parent
#: what is a part in `make test` and whole here; each prints its size
FULL_TESTS = ("tests/journeys",)


def main() -> int:
    outcome = faults.play(10_000)
    print(outcome.report())
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-s",
        "-p",
        "no:cacheprovider",
        "-m",
        "browser",
        *FULL_TESTS,
    ]
    pages = subprocess.run(command, cwd=ROOT, env=os.environ | {"PROOF_SIZE": "full"}, check=False)
    calls = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-s",
            "-p",
            "no:cacheprovider",
            "tests/phone/test_year.py",
            "tests/phone/test_twiml.py",
        ],
        cwd=ROOT,
        env=os.environ | {"PROOF_SIZE": "full"},
        check=False,
    )
    return 1 if outcome.broken or pages.returncode or calls.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
