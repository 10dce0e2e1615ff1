"""The scanner wapiti against a demo of its own on loopback: as a stranger, and signed in as a counsellor.

    .venv/bin/python -m bench.scan [--seconds 300]

Bounded in time: what was not tried by then is not known to be sound, and the report says how many addresses were looked
at. It fails on whatever the scanner finds, except what was judged: JUDGED names each with the reason.
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
from collections.abc import Mapping
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


#: of each of the two runs
SECONDS = 300
#: signed in, so many pages of staff are to be shown, or nothing was proved
AT_LEAST = 10


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


def _header(cookies: Mapping[str, str]) -> str:
    """The cookies of a session as a line that goes with every request.

    wapiti's own file of cookies is never sent to "localhost" (its library takes that for localhost.local). And the
    token of forms stays out: the first form that wapiti sends is the one that signs out. So it reads the pages of staff
    and their queries, and every form that it sends is refused; those are asked in tests/security.
    """
    return "Cookie: " + "; ".join(
        f"{name}={value}" for name, value in cookies.items() if name.startswith("hl_")
    )


def scan(house: House, folder: Path, start: str, seconds: int, cookies: Mapping[str, str]) -> dict[str, Any]:
    """One run of wapiti. Raises RuntimeError when it wrote no report."""
    folder.mkdir()
    out = folder / "report.json"
    # signed in every form is refused, so how it is protected cannot be seen from there (tests/security/test_forms.py)
    modules = [name for name in MODULES.split(",") if not (cookies and name == "csrf")]
    command = [
        "wapiti", "-u", house.url + start, "--scope", "folder" if cookies else "domain", "-m", ",".join(modules),
        "-S", "aggressive", "-d", "5", "--max-files-per-dir", "15", "--max-links-per-page", "60", "-t", "10",
        "--flush-session", "--no-bugreport",
        "--max-scan-time", str(seconds // 2), "--max-attack-time", str(max(2, seconds // 2 // len(modules))),
        "--store-session", str(folder / "session"), "--store-config", str(folder / "config"), "-v", "1", "-f", "json",
        "-o", str(out), "--endpoint", house.url + "/", *(["-H", _header(cookies)] if cookies else []),
    ]  # fmt: skip
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=os.environ | {"HOME": str(folder)}
        )
        try:
            process.wait(timeout=seconds * 2 + 60)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    if not out.exists():
        raise RuntimeError("wapiti wrote no report:\n" + (folder / "log").read_text(errors="replace")[-1500:])
    report: dict[str, Any] = json.loads(out.read_text())
    report["paths"] = _paths(folder / "session")
    return report


def _paths(session: Path) -> list[str]:
    """The pages that the scanner was shown, without what stands behind the question mark; out of its own notes."""
    found: set[str] = set()
    for file in session.rglob("*.db"):
        with closing(sqlite3.connect(file)) as notes:
            found |= {
                urlsplit(url).path
                for (url,) in notes.execute("SELECT path FROM paths WHERE http_status = 200")
            }
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Scanned:
    """What two scans found. looked_at: in half a line. found: each finding, and each reason that proves nothing."""

    looked_at: str
    found: list[str]


def play(seconds: int = SECONDS) -> Scanned:
    """Scan a house of its own, as a stranger and as a counsellor."""
    if shutil.which("wapiti") is None:
        return Scanned("", ["NOT SCANNED: wapiti is not installed (Debian: apt-get install wapiti)."])
    found, looked_at = [], []
    with tempfile.TemporaryDirectory() as made:
        house = House(Path(made) / "scanned", engine="sqlite")
        house.start()
        try:
            for name, start, who in (
                ("stranger", "/", ""),
                ("counsellor", "/staff/", "counsellor@demo.test"),
            ):
                cookies = sign_in(house, who) if who else {}
                report = scan(house, Path(made) / name, start, seconds, cookies)
                wrong = faults(report)
                inside = [path for path in report["paths"] if re.match("/staff/(?!sign-)", path)]
                told = f"{name}: {len(report['paths'])} pages shown ({len(inside)} of staff), {len(wrong)} findings"
                print(told, flush=True)
                looked_at.append(told)
                found += wrong
                if who and len(inside) < AT_LEAST:
                    found.append(
                        f"NOT PROVED: signed in, wapiti was shown only {len(inside)} pages of staff: {inside}"
                    )
        finally:
            house.stop()
    return Scanned("; ".join(looked_at), found)


def main(arguments: list[str]) -> int:
    """0: nothing above information was found. 1: something was, or nothing was proved."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of each of the two runs")
    scanned = play(parser.parse_args(arguments).seconds)
    print("\n".join([*scanned.found, f"scanned on {datetime.now(UTC).date()}"]))
    return 1 if scanned.found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
