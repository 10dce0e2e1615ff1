"""Ask the vulnerability service about every locked package, and refuse an answer that skipped some.

pip-audit says "no known vulnerabilities" also when it could not look a package up; so its answer is counted.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    lock = ROOT / "requirements" / "dev.txt"
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--no-deps", "--disable-pip",
               "--format", "json", "--progress-spinner", "off"]  # fmt: skip
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        answers = json.loads(outcome.stdout)["dependencies"]
    except (ValueError, KeyError):
        reason = outcome.stderr.strip().splitlines()
        print("NOT AUDITED: the vulnerability service did not answer. Nothing is known about these packages.")
        print(reason[-1] if reason else "")
        return 2
    skipped = [answer for answer in answers if "skip_reason" in answer]
    if len(skipped) == len(answers):
        print("NOT AUDITED: the service knew none of the packages. Nothing is known about any of them.")
        return 2
    vulnerable = [answer for answer in answers if answer.get("vulns")]
    for answer in vulnerable:
        print(answer["name"], answer["version"], *(vulnerability["id"] for vulnerability in answer["vulns"]))
    for answer in skipped:
        print("skipped:", answer["name"], answer["skip_reason"])
    print(f"{len(answers)} packages, {len(vulnerable)} vulnerable, {len(skipped)} skipped")
    return 1 if vulnerable or skipped else 0


if __name__ == "__main__":
    sys.exit(main())
