"""A status code is called by its name."""

from http import HTTPStatus

from twisted.web import http

from helpline.serving import phrases


def test_no_standard_status_is_unknown() -> None:
    phrases.complete()
    assert {status.value for status in HTTPStatus} <= set(http.RESPONSES)
    assert http.RESPONSES[422] == HTTPStatus(422).phrase.encode()
    assert http.RESPONSES[404] == b"Not Found"
