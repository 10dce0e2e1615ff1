"""What the scanner finds fails the scan, but for what was judged by name."""

from bench.scan import _header, faults, is_judged


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


def test_signed_in_the_scanner_cannot_send_the_form_that_signs_out() -> None:
    assert (
        _header({"csrftoken": "t", "hl_staff": "s", "hl_browser": "b"}) == "Cookie: hl_staff=s; hl_browser=b"
    )
