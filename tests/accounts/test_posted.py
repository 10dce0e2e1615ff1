"""Whatever is posted to the screens of staff as JSON, it is read or refused; it never makes an error page."""

import json
from collections.abc import Callable

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from hypothesis import strategies as st

from helpline.accounts import posted
from helpline.contacts import forms
from helpline.drafts import views as drafts
from helpline.drafts.errors import BadDraft
from helpline.referrals import delivery
from tests.services.fuzz import fuzz, junk, mutations

ASKED = {
    "codes": ["a"],
    "base_version": 1,
    "request_id": "00000000-0000-4000-8000-000000000000",
    "fields": {"a": "b"},
}
BODIES = st.one_of(mutations(ASKED), junk.map(json.dumps), st.text(max_size=40)).map(
    lambda text: text.encode(errors="surrogatepass")
)
#: each reader, and how it refuses
READERS: list[tuple[Callable[[HttpRequest], object], tuple[type[Exception], ...]]] = [
    (forms.read_field_request, (forms.BadShape,)),
    (drafts._wanted, (BadDraft,)),
    (posted.body_of, (posted.Unreadable, ValueError)),
]


def _read(body: bytes) -> None:
    for read, refusals in READERS:
        request = RequestFactory().post("/", body, content_type="application/json")
        try:
            read(request)
        except refusals:
            continue
    assert isinstance(delivery._reference(body), str)


def test_any_body_is_read_or_refused() -> None:
    fuzz("bodies that scripts of staff post", BODIES, _read, some=150, full=20_000)


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 40_000, b"9" * 5000, b"\xff", b'{"codes":NaN}'])
def test_what_breaks_readers_of_json_is_refused(body: bytes) -> None:
    _read(body)
