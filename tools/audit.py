"""Ask the vulnerability service about every locked package, and refuse an answer that skipped some.

What it says is kept in requirements/audited.json, which belongs into a release.

pip-audit says "no known vulnerabilities" also when it could not look a package up; so its answer is counted.
"""

import json
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def write_down(
    skipped: list[dict[str, Any]], vulnerable: list[dict[str, Any]], *, packages: int, root: Path = ROOT
) -> None:
    """Keep what was answered, and about which lock, for the page of promises (helpline/watch/updates.py)."""
    running = (root / "requirements" / "app.txt").read_bytes()
    told = {
        "on": datetime.now(UTC).date().isoformat(),
        "lock": sha256(running).hexdigest(),
        "packages": packages,
        "vulnerable": sorted(answer["name"] for answer in vulnerable),
        "skipped": sorted(answer["name"] for answer in skipped),
    }
    text = json.dumps(told, indent=2) + "\n"
    (root / "requirements" / "audited.json").write_text(text, encoding="utf-8")


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
    write_down(skipped, vulnerable, packages=len(answers))
    for answer in vulnerable:
        print(answer["name"], answer["version"], *(vulnerability["id"] for vulnerability in answer["vulns"]))
    for answer in skipped:
        print("skipped:", answer["name"], answer["skip_reason"])
    print(f"{len(answers)} packages, {len(vulnerable)} vulnerable, {len(skipped)} skipped")
    return 1 if vulnerable or skipped else 0


if __name__ == "__main__":
    sys.exit(main())
