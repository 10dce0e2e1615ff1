"""make prove: the long proofs, one after the other. Every one is run, and any failure fails the whole.

    python -m bench.prove                   all of them
    python -m bench.prove privacy fuzzing   these alone

Each says how large it is and shows how far it got; at the end stands a table of all with their verdicts.
"""

import argparse
import os
import re
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Protocol

from bench import faults, hosts, machine, scan, sentinel, standby, update

ROOT = Path(__file__).resolve().parent.parent
#: whatever reads what comes from outside
FUZZED = [
    "tests/chat/test_fuzzing.py", "tests/phone/test_fuzzing.py", "tests/mail/test_fuzzing.py",
    "tests/figures/test_fuzzing.py", "tests/selfhelp/advice/test_fuzzing.py",
    "tests/selfhelp/modules/test_fuzzing.py", "tests/accounts/test_posted.py",
]  # fmt: skip
#: what `make test` runs a part of
WHOLE = [
    "tests/phone/test_year.py", "tests/phone/test_twiml.py", "tests/security/test_permissions.py",
    "tests/guard/test_every_field.py", "tests/figures/planning",
]  # fmt: skip
#: whatever people and the clock do, in any order
MACHINES = [
    "tests/appointments/test_booking.py", "tests/appointments/test_reporting.py", "tests/cases/test_machine.py",
    "tests/chat/test_actions_machine.py", "tests/chat/test_exactly_once.py", "tests/chat/test_log_machine.py",
    "tests/contacts/test_two_editors.py", "tests/drafts/test_machine.py", "tests/groups/test_actions.py",
    "tests/accounts/test_throttle.py", "tests/care/test_rules.py", "tests/mail/test_states.py",
    "tests/requests/test_states.py", "tests/selfhelp/modules/test_workbook.py",
    "tests/selfhelp/advice/test_folding.py", "tests/selfhelp/advice/test_graph.py",
    "tests/selfhelp/advice/test_walk.py",
]  # fmt: skip
#: `make test` runs the rooms that wait at locks
ON_SQLITE = ["--engine=sqlite", "-m", "not browser and both_engines", "tests"]
#: nothing that tells who came stays anywhere, and backups end (docs/proof.md)
PRIVACY = [f"tests/proof/test_{name}.py" for name in ("entries", "findings", "identity", "shredding")]


class Played(Protocol):
    """What a proof with people in it tells."""

    @property
    def broken(self) -> Sequence[str]: ...

    def report(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """kept: nothing was broken. told: what was seen, in half a line."""

    kept: bool
    told: str


@dataclass(frozen=True, slots=True)
class Part:
    """One of the proofs."""

    name: str
    size: str
    run: Callable[[], Verdict]


def played(run: Callable[[], Played]) -> Verdict:
    """A proof with people in it: what it found is printed."""
    outcome = run()
    print(outcome.report(), flush=True)
    return Verdict(
        not outcome.broken, f"{len(outcome.broken)} broken" if outcome.broken else "nothing broken"
    )


def run_in_full(*arguments: str) -> Verdict:
    """Run tests at their full size; what they print is shown as it comes."""
    # the longest here takes many times what the longest of a part does
    patience = ("-o", "faulthandler_timeout=3600")
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", *patience, *arguments]
    end = b""
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"PROOF_SIZE": "full"}, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        while some := os.read(process.stdout.fileno(), 65536):
            sys.stdout.buffer.write(some)
            sys.stdout.buffer.flush()
            end = (end + some)[-2000:]
    counted = re.findall(r"(\d+ (?:passed|failed|errors?)\b[^\n]*?) in ", end.decode(errors="replace"))
    return Verdict(process.returncode == 0, counted[-1] if counted else f"ended with {process.returncode}")


def scanned() -> Verdict:
    """The scanner from outside."""
    outcome = scan.play()
    print("\n".join(outcome.found), flush=True)
    return Verdict(not outcome.found, outcome.looked_at or outcome.found[0])


PARTS = (
    Part("messages", "10,000 messages, 2 servers", lambda: played(lambda: faults.play(10_000))),
    Part("update", "80 people, 3,200 messages, newest migration", lambda: played(
        lambda: update.play_newest(parties=40, each=40)
    )),
    Part("hosts", "40 people, 3,600 messages, 3 hosts", lambda: played(lambda: hosts.play(parties=20, each=90))),
    Part("standby", "40 people, 2,400 messages, 2 primaries die", lambda: played(standby.play)),
    Part("sentinel", "40 people, 1,600 messages, 2 masters die", lambda: played(sentinel.play)),
    Part("machine", "docs/operate.md typed under a systemd of its own", lambda: played(machine.play)),
    Part("deployment", "backup, restore, update by the scripts", lambda: run_in_full("tests/deploy")),
    Part("sqlite", "every room whose promises hold on SQLite too", lambda: run_in_full(*ON_SQLITE)),
    Part("journeys", "every journey, both engines", lambda: run_in_full("-m", "browser", "tests/journeys")),
    Part("whole", "a year of calls, every word, address, field, rota", lambda: run_in_full(*WHOLE)),
    Part("machines", "up to 300 stories of each state machine, at random", lambda: run_in_full(*MACHINES)),
    Part("fuzzing", "10,000 to 100,000 inputs for each reader", lambda: run_in_full(*FUZZED)),
    Part("scan", f"{len(scan.RUNS)} runs of {scan.SECONDS} s: strangers, staff, their forms", scanned),
    Part("privacy", "production shape and SQLite, every way in", lambda: run_in_full(*PRIVACY)),
)  # fmt: skip


def prove(parts: list[Part]) -> bool:
    """Run these, and print the table. True when every one was kept."""
    rows = []
    for number, part in enumerate(parts, 1):
        print(f"\n== {number} of {len(parts)}: {part.name} ({part.size})", flush=True)
        began = perf_counter()
        try:
            verdict = part.run()
        except Exception as error:
            # the others are run all the same
            traceback.print_exc(file=sys.stdout)
            verdict = Verdict(kept=False, told=repr(error)[:200])
        rows.append((part, verdict, perf_counter() - began))
        print(_row(*rows[-1]), flush=True)
    print(f"\n{'proof':<12}{'time':>8}  {'verdict':<9}{'size':<52}told")
    print("\n".join(_row(*row) for row in rows))
    return all(verdict.kept for _, verdict, _ in rows)


def _row(part: Part, verdict: Verdict, seconds: float) -> str:
    said = "kept" if verdict.kept else "BROKEN"
    return f"{part.name:<12}{seconds:>6.0f} s  {said:<9}{part.size:<52}{verdict.told}"


def main(words: list[str]) -> int:
    known = {part.name: part for part in PARTS}
    parser = argparse.ArgumentParser(description="The long proofs.")
    parser.add_argument("parts", nargs="*", choices=[*known, []], help="these alone; without: all")
    names = parser.parse_args(words).parts or list(known)
    return 0 if prove([known[name] for name in names]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
