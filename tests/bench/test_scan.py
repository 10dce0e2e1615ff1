"""What the scanner finds fails the scan, but for what was judged by name."""

import json
import sqlite3
from contextlib import closing
from fnmatch import fnmatch
from pathlib import Path

from django.urls import reverse

from bench.scan import (
    FORMS,
    PAGES,
    RUNS,
    Notes,
    command,
    faults,
    is_judged,
    own_faults,
    read_notes,
    unproved,
)


def finding(path: str, info: str = "") -> dict[str, str]:
    return {"method": "GET", "path": path, "info": info}


def test_a_finding_fails_and_what_was_judged_does_not() -> None:
    report = {
        "vulnerabilities": {
            "Cross Site Scripting": [finding("/helpwanted/search/?q=1")],
            "Cross Site Request Forgery": [finding("/en/stopitnow/search/"), finding("/staff/people/")],
            "HTTP Secure Headers": [finding("/", "X-XSS-Protection is not set")],
            "Secure Flag cookie": [finding("/", "Secure flag is not set in the cookie : hl_lang")],
        },
        "anomalies": {"Internal Server Error": [finding("/x/")]},
    }
    assert [each.partition(":")[0] for each in faults(report)] == [
        "Cross Site Scripting",
        "Cross Site Request Forgery",
        "Internal Server Error",
    ]


def test_no_judgement_covers_a_page_of_staff_or_another_header() -> None:
    assert not is_judged("Cross Site Request Forgery", "/staff/post/1/", "")
    assert not is_judged("HTTP Secure Headers", "/", "X-Frame-Options is not set")


def test_signed_in_the_scanner_has_the_token_of_forms_and_keeps_its_session(tmp_path: Path) -> None:
    """Without the token's cookie each form is refused; the form that signs out is on every page."""
    wapiti = tmp_path / "wapiti"
    wapiti.write_text("#!/usr/bin/python3 -I\nimport sys\n")
    run = next(run for run in RUNS if run.who and run.method == "post")
    cookies = {"csrftoken": "t", "hl_staff": "s"}
    said = command(wapiti, "http://localhost:1", run, tmp_path, 60, cookies)
    assert said[:3] == ["/usr/bin/python3", "-I", "-c"]
    assert "Cookie: csrftoken=t; hl_staff=s" in said
    kept_from = [said[place + 1] for place, word in enumerate(said) if word == "-x"]
    for name in ("sign_out", "sign_out_everywhere"):
        address = "http://localhost:1" + reverse(f"accounts:{name}")
        assert any(fnmatch(address, pattern) for pattern in kept_from), name
    assert "xss:post" in said[said.index("-m") + 1].split(",")


def test_what_it_sent_is_read_from_its_notes(tmp_path: Path) -> None:
    (tmp_path / "session").mkdir()
    rows = [
        ("http://h/staff/?q=1", "GET", 200, 0),
        ("http://h/staff/away/", "GET", 404, 0),
        ("http://h/staff/post/1/note/", "POST", 302, 0),
        ("http://h/staff/post/2/note/", "POST", 403, 0),
        ("http://h/staff/sign-out/", "POST", None, 0),
        ("http://h/staff/post/3/note/", "POST", 200, 1),
    ]
    with closing(sqlite3.connect(tmp_path / "session" / "walk.db")) as notes:
        notes.execute("CREATE TABLE paths (path TEXT, method TEXT, http_status INTEGER, evil INTEGER)")
        notes.executemany("INSERT INTO paths VALUES (?, ?, ?, ?)", rows)
        notes.commit()
    assert read_notes(tmp_path / "session") == Notes(
        pages=["/staff/"], forms=["/staff/post/1/note/"], refused=["/staff/post/2/note/"]
    )


def test_a_run_that_was_signed_in_must_have_reached_something() -> None:
    run = next(run for run in RUNS if run.who)
    pages = [f"/staff/{number}/" for number in range(PAGES)]
    forms = [f"/staff/{number}/say/" for number in range(FORMS)]
    good = Notes(pages, forms, [])
    assert unproved(run, good, is_still_in=True) == []
    assert len(unproved(run, good, is_still_in=False)) == 1
    assert len(unproved(run, Notes(["/staff/sign-in/"] * 20, [], forms), is_still_in=True)) == 2
    assert unproved(RUNS[0], Notes([], [], []), is_still_in=False) == []


def test_a_fault_of_ours_counts_whether_the_scanner_saw_it_or_not() -> None:
    error = {"type": "builtins.ValueError", "lines": ["... 9 elsewhere", "chat/views/door.py:61 in start"]}
    log = "\n".join(
        [
            "Listening",
            json.dumps({"level": "warning", "event": "slow"}),
            json.dumps({"level": "error", "event": "x", "incident": "482-193", "error": [error]}),
            json.dumps({"level": "error", "event": "x", "incident": "111-222", "error": [error]}),
        ]
    )
    assert own_faults(log) == ["fault of ours: builtins.ValueError at chat/views/door.py:61 in start"]
