"""Ask the vulnerability service about every locked package, and refuse an answer that skipped some.

pip-audit says "no known vulnerabilities" also when it could not look a package up; so its answer is counted.

What it says is kept in requirements/audited.json, with its day and digests of the locks: it belongs into a release, and
the administrators' page of promises reads it (helpline/watch/updates.py). With --ci a service that cannot be reached is
told, with the day of the last answer, and is no failure: what was known that day is still known. Without it, not being
able to ask is one (docs/decisions/0151).
"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("dev", "rules", "uv")
KEPT = ROOT / "requirements" / "audited.json"
#: days after which the last answer is called old
FRESH_DAYS = 30


class Unanswered(Exception):
    """The service said nothing of use."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said. flaws, skipped: sentences, one a package."""

    packages: int
    flaws: tuple[str, ...]
    skipped: tuple[str, ...]


def read(text: str) -> Answer:
    """The answer of pip-audit, counted. Raises Unanswered."""
    try:
        told: list[dict[str, Any]] = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        raise Unanswered("the vulnerability service did not answer") from None
    skipped = tuple(f"{each['name']} {each['skip_reason']}" for each in told if "skip_reason" in each)
    if len(skipped) == len(told):
        raise Unanswered("the service knew none of the packages")
    flaws = tuple(
        f"{each['name']} {each['version']} {' '.join(flaw['id'] for flaw in each['vulns'])}"
        for each in told
        if each.get("vulns")
    )
    return Answer(len(told), flaws, skipped)


def digest() -> str:
    """Of the locks: an answer is about these very packages."""
    return hashlib.sha256(
        b"".join((ROOT / "requirements" / f"{name}.txt").read_bytes() for name in LOCKS)
    ).hexdigest()


def last(kept: str, today: date, locks: str) -> str:
    """The sentence about the answer that was kept. kept: its JSON, or "" for none."""
    if not kept:
        return "No answer was ever kept: nothing is known about these packages."
    told = json.loads(kept)
    days = (today - date.fromisoformat(told["on"])).days
    flaws = len(told["vulnerable"]) + len(told["skipped"])
    sentence = (
        f"The last answer is of {told['on']} ({days} days ago): {told['packages']} packages, "
        f"{flaws or 'none'} with a known flaw or unknown."
    )
    if told["locks"] != locks:
        sentence += " The locks have changed since: about what is new, nothing is known."
    if days > FRESH_DAYS:
        sentence += (
            f" That is longer ago than {FRESH_DAYS} days: run make audit where the network can be reached."
        )
    return sentence


def _ask(lock: str) -> Answer:
    path = ROOT / "requirements" / f"{lock}.txt"
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(path), "--no-deps", "--disable-pip",
               "--format", "json", "--progress-spinner", "off", "--timeout", "15"]  # fmt: skip
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    return read(outcome.stdout)


def main(arguments: list[str]) -> int:
    """0: asked, and nothing is known against any. 1: a flaw, or a package nobody knew. 2: not asked."""
    today = datetime.now(UTC).date()
    try:
        answers = [_ask(lock) for lock in LOCKS]
    except Unanswered as why:
        print(f"NOT AUDITED: {why}.")
        print(last(KEPT.read_text(encoding="utf-8") if KEPT.exists() else "", today, digest()))
        return 0 if "--ci" in arguments else 2
    flaws = [flaw for answer in answers for flaw in answer.flaws]
    skipped = [each for answer in answers for each in answer.skipped]
    packages = sum(answer.packages for answer in answers)
    print("\n".join([*flaws, *(f"skipped: {each}" for each in skipped)]))
    print(f"{packages} packages, {len(flaws)} vulnerable, {len(skipped)} skipped")
    write_down(answers, today)
    return 1 if flaws or skipped else 0


def write_down(answers: list[Answer], today: date) -> None:
    """Keep what was answered, also what is bad, and about which locks. Names only once: the locks overlap."""
    running = (ROOT / "requirements" / "app.txt").read_bytes()
    told = {
        "on": today.isoformat(),
        "lock": hashlib.sha256(running).hexdigest(),
        "locks": digest(),
        "packages": sum(answer.packages for answer in answers),
        "vulnerable": sorted({flaw.split()[0] for answer in answers for flaw in answer.flaws}),
        "skipped": sorted({each.split()[0] for answer in answers for each in answer.skipped}),
    }
    KEPT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
