"""The words beside a status code.

Twisted knows the codes of 1999 and calls every later one "Unknown Status", also 422, with which forms come back. The
protocol lets the words be anything, but people read them in the tools of their browser, and take them for a fault.
"""

from http import HTTPStatus

from twisted.web import http


def complete() -> None:
    """Name every standard status code as it is called today."""
    for status in HTTPStatus:
        http.RESPONSES.setdefault(status.value, status.phrase.encode("ascii"))
