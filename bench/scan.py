"""The scanner wapiti against a demo of its own on loopback: as a stranger, and signed in, forms and all.

    .venv/bin/python -m bench.scan [--seconds 200] [RUN ...]

Bounded in time: what was not tried by then is not known to be sound, and the report says how many addresses and forms
were looked at. It fails on whatever the scanner finds, except what was judged: JUDGED names each with the reason; on
every fault of ours that the log of the house has by then, whether the scanner saw it or not; and when nothing was
proved, because the session ended or the forms were refused. docs/decisions/0168 says what it reaches and what not.
"""

import argparse
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.services.house import House

MODULES = (
    "blindsql,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,"
    "ssrf,xss,xxe"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding that was looked into, and is none."""

    category: str
    path: str
    why: str


JUDGED = (
    Judged(
        "Cross Site Request Forgery",
        r"/(?:en/)?(?:helpwanted|stopitnow)/search/",
        "a search reads, and changes nothing; a form without a token keeps it free of cookies",
    ),
    Judged(
        "Cross Site Request Forgery",
        r"/(?:helpwanted|stopitnow)/(?:post|advice|requests|self-help)/.*",
        "asked for by the view, which shows again what was typed and does nothing (tests/security/test_forms.py)",
    ),
    Judged(
        "Secure Flag cookie",
        r".*",
        "the demo has no TLS; with an https address every cookie is secure (tests/house/test_settings.py)",
    ),
    Judged("HTTP Secure Headers", r"Strict-Transport-Security.*", "likewise: sent with an https address"),
    Judged(
        "HTTP Secure Headers",
        r"X-XSS-Protection.*",
        "a header that no browser of today heeds; the content policy does its work",
    ),
)


@dataclass(frozen=True, slots=True)
class Run:
    """Who the scanner is. start: where it begins. who: the account it is signed in with; none for a stranger.

    method: what it attacks, queries ("get") or forms ("post"). Each has a run of its own: in one, the time would be
    over before the first form.
    """

    name: str
    start: str
    method: str
    who: str = ""


RUNS = (
    Run("stranger", "/", "get"),
    Run("strangers-forms", "/", "post"),
    Run("counsellor", "/staff/", "get", "counsellor@demo.test"),
    Run("counsellors-forms", "/staff/", "post", "counsellor@demo.test"),
    Run("managers-forms", "/staff/", "post", "manager@demo.test"),
)
#: of each run
SECONDS = 200
#: modules that try much with each field, and use up what time they get; the others end by themselves
SLOW = 6
#: signed in, so many pages of staff are to be shown, and so many forms taken, or nothing was proved
PAGES, FORMS = 10, 5
#: forms that would end the session that scans: the first of them on the first page, and nothing else would be reached
ENDING = ("/staff/sign-out/*", "/staff/account/sign-out-everywhere/*", "/staff/account/sessions/*")

#: Three things that Debian's wapiti is taught before it starts.
#: It knows the token of a form by a list of names, and Django's is not on it: each of our forms would "lack" one. With
#: its name added the module does what it is for: it sends the form with a wrong token, and compares the answers.
#: It compares them letter by letter, and every page of ours differs from the last, because Django masks the token anew:
#: a form that takes any token would pass. What counts is whether the wrong one was refused.
#: And what it makes of `-x` (addresses to keep away from) is a pattern that Python refuses since 3.11.
TOKEN = "csrfmiddlewaretoken"
TAUGHT = f"""
import fnmatch, re
from wapitiCore.attack.mod_csrf import mod_csrf
from wapitiCore.main.wapiti import wapiti_main
from wapitiCore.net import crawler
mod_csrf.TOKEN_FORM_STRINGS.append({TOKEN!r})
mod_csrf.is_same_response = staticmethod(lambda right, wrong: right.status == wrong.status < 400)
crawler.wildcard_translate = lambda pattern: re.compile(fnmatch.translate(pattern))
wapiti_main()
"""


def is_judged(category: str, path: str, info: str) -> bool:
    """Whether a finding is one of JUDGED."""
    return any(
        judged.category == category and (re.fullmatch(judged.path, path) or re.fullmatch(judged.path, info))
        for judged in JUDGED
    )


def faults(report: Mapping[str, Any]) -> list[str]:
    """What a report of wapiti holds above information, without what was judged; one sentence each."""
    found = []
    for kind in ("vulnerabilities", "anomalies"):
        for category, findings in report[kind].items():
            found += [
                f"{category}: {each['method']} {each['path']} {each['info']}"
                for each in findings
                if not is_judged(category, each["path"].partition("?")[0], each["info"])
            ]
    return found


def sign_in(house: House, who: str) -> dict[str, str]:
    """The cookies of a browser in which somebody signed in with both factors."""
    with httpx.Client(base_url=house.url, follow_redirects=True, timeout=30) as browser:
        first = browser.get("/staff/")
        known = "from helpline.accounts.demo import PASSPHRASE; print(PASSPHRASE)"
        passphrase = house.manage("shell", "--verbosity", "0", "-c", known).strip().splitlines()[-1]
        second = _send(browser, first, email=who, passphrase=passphrase)
        code = house.manage("demo_code", who).split()[-1]
        _send(browser, second, code=code)
        return {cookie.name: cookie.value or "" for cookie in browser.cookies.jar}


def _send(browser: httpx.Client, page: httpx.Response, **typed: str) -> httpx.Response:
    """Send the form of a page."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    if token is None:
        raise RuntimeError(f"no form to sign in with on {page.url}")
    origin = str(page.url.copy_with(path="/", query=None)).rstrip("/")
    headers = {"Referer": str(page.url), "Origin": origin}
    return browser.post(str(page.url), data={"csrfmiddlewaretoken": token[1], **typed}, headers=headers)


def header(cookies: Mapping[str, str]) -> str:
    """The cookies of a session as a line that goes with every request, that of the forms' token among them.

    wapiti's own file of cookies is never sent to "localhost" (its library takes that for localhost.local).
    """
    return "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items())


def command(
    wapiti: Path, house: str, run: Run, folder: Path, seconds: int, cookies: Mapping[str, str]
) -> list[str]:
    """What starts the scanner. wapiti: where its program lies; its first line names the Python that has it."""
    python = wapiti.read_text().splitlines()[0].removeprefix("#!").strip()
    # what was planted by a form is looked for on pages: that module needs both
    modules = ",".join(
        name if name == "permanentxss" else f"{name}:{run.method}" for name in MODULES.split(",")
    )
    signed_in = ["-H", header(cookies), *(word for path in ENDING for word in ("-x", house + path))]
    return [
        *python.split(), "-c", TAUGHT, "-u", house + run.start, "--scope", "folder" if run.who else "domain",
        "-m", modules, "--skip", TOKEN, "-S", "aggressive", "-d", "5", "--max-files-per-dir", "15",
        "--max-links-per-page", "60", "-t", "10", "--flush-session", "--no-bugreport",
        "--max-scan-time", str(seconds // 2), "--max-attack-time", str(max(2, seconds // 2 // SLOW)),
        "--store-session", str(folder / "session"), "--store-config", str(folder / "config"), "-v", "1", "-f", "json",
        "-o", str(folder / "report.json"), "--endpoint", house + "/", *(signed_in if run.who else []),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notes:
    """What the scanner was shown, out of its own notes, without what stands behind question marks.

    pages: addresses that answered with a page. forms: addresses that took a form it sent; refused: that did not.
    """

    pages: list[str]
    forms: list[str]
    refused: list[str]


def read_notes(session: Path) -> Notes:
    """The notes that wapiti keeps of its walk. A form whose token was not taken is answered with 403."""
    pages: set[str] = set()
    forms: set[str] = set()
    refused: set[str] = set()
    for file in session.rglob("*.db"):
        with closing(sqlite3.connect(file)) as notes:
            # what it saw and kept away from, or had no time for, has no status
            walked = notes.execute(
                "SELECT path, method, http_status FROM paths WHERE evil = 0 AND http_status IS NOT NULL"
            )
            for url, method, status in walked:
                path = urlsplit(url).path
                if method == "POST":
                    (refused if status in {401, 403} else forms).add(path)
                elif status == 200:
                    pages.add(path)
    return Notes(sorted(pages), sorted(forms), sorted(refused - forms))


def scan(house: House, folder: Path, run: Run, seconds: int, cookies: Mapping[str, str]) -> dict[str, Any]:
    """One run of wapiti; returns its report. Raises RuntimeError when it wrote none."""
    folder.mkdir()
    started = command(Path(shutil.which("wapiti") or ""), house.url, run, folder, seconds, cookies)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            started, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=os.environ | {"HOME": str(folder)}
        )
        try:
            process.wait(timeout=seconds * 3 + 120)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    out = folder / "report.json"
    if not out.exists():
        raise RuntimeError("wapiti wrote no report:\n" + (folder / "log").read_text(errors="replace")[-1500:])
    report: dict[str, Any] = json.loads(out.read_text())
    return report


def own_faults(log: str) -> list[str]:
    """The faults of ours in a log of the house: the type and the last of our own lines of each kind, once."""
    found = set()
    for line in log.splitlines():
        if '"incident"' not in line or not line.startswith("{"):
            continue
        told = json.loads(line)
        for error in told.get("error", [])[:1]:
            ours = [place for place in error["lines"] if not place.startswith("...")]
            found.add(f"fault of ours: {error['type']} at {ours[-1] if ours else told['event']}")
    return sorted(found)


def unproved(run: Run, notes: Notes, *, is_still_in: bool) -> list[str]:
    """Why a run that was signed in proves nothing; empty when it does."""
    if not run.who:
        return []
    reasons = []
    pages = [path for path in notes.pages if re.match("/staff/(?!sign-)", path)]
    if len(pages) < PAGES:
        reasons.append(f"NOT PROVED: {run.name} was shown only {len(pages)} pages of staff: {pages}")
    if len(notes.forms) < FORMS:
        reasons.append(f"NOT PROVED: {run.name} sent {len(notes.forms)} forms that were taken: {notes.forms}")
    if not is_still_in:
        reasons.append(f"NOT PROVED: the session of {run.name} ended before the scan did")
    return reasons


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the scans found. looked_at: in half a line. found: each finding, and each reason that proves nothing."""

    looked_at: str
    found: list[str]


def play(seconds: int = SECONDS, runs: Sequence[Run] = RUNS) -> Scanned:
    """Scan a house of its own, as each of these in turn."""
    if shutil.which("wapiti") is None:
        return Scanned("", ["NOT SCANNED: wapiti is not installed (Debian: apt-get install wapiti)."])
    found, looked_at = [], []
    with tempfile.TemporaryDirectory() as made:
        house = House(Path(made) / "scanned", engine="sqlite")
        house.start()
        try:
            for run in runs:
                folder = Path(made) / run.name
                cookies = sign_in(house, run.who) if run.who else {}
                wrong = faults(scan(house, folder, run, seconds, cookies))
                notes = read_notes(folder / "session")
                told = (
                    f"{run.name}: {len(notes.pages)} pages, {len(notes.forms)} forms taken, "
                    f"{len(notes.refused)} refused, {len(wrong)} findings"
                )
                print(told, *(f"  form: {path}" for path in notes.forms), sep="\n", flush=True)
                looked_at.append(told)
                found += wrong + unproved(run, notes, is_still_in=is_in(house, cookies))
            found += own_faults(house.logs())
        finally:
            house.stop()
    return Scanned("; ".join(looked_at), found)


def is_in(house: House, cookies: Mapping[str, str]) -> bool:
    """Whether these cookies still open a page of staff."""
    line = header(cookies).removeprefix("Cookie: ")
    return httpx.get(f"{house.url}/staff/account/", headers={"Cookie": line}, timeout=30).status_code == 200


def main(arguments: list[str]) -> int:
    """0: nothing above information was found. 1: something was, or nothing was proved."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of each run")
    parser.add_argument("runs", nargs="*", choices=[[], *(run.name for run in RUNS)], help="all of them")
    told = parser.parse_args(arguments)
    scanned = play(told.seconds, [run for run in RUNS if run.name in told.runs] or RUNS)
    print("\n".join([*scanned.found, f"scanned on {datetime.now(UTC).date()}"]))
    return 1 if scanned.found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
