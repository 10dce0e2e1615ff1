"""What is erased, and when, is told to people in words: a new kind without words would be shown as a code."""

import pytest
from django.utils import translation

from helpline.retention import registry, wording
from helpline.retention.views import terms_here


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_kind_and_every_term_has_words(language: str) -> None:
    with translation.override(language):
        kinds = {eraser.kind: wording.kind(eraser.kind) for eraser in registry.erasers()}
        terms = {each.kind: wording.term(each.kind) for each in terms_here()}
        since = {each.since for each in terms_here()} - set(wording._SINCE)
    assert [code for code, words in (kinds | terms).items() if words == code.replace("_", " ")] == []
    assert since == set()
