"""Only a known call with JSON as its arguments is let into a page."""

import pytest

from cms import inline_calls

KNOWN = (
    'initDateChooser("id_review_by", {"dayOfWeekStart": 1, "format": "Y-m-d"});',
    'new PageChooser("id_root_page", {"userPerms": null, "parentId": 1});',
    'new SnippetChooser("id_organisation", {"modalUrl": "/beheer/"});',
)


@pytest.mark.parametrize("script", KNOWN)
def test_what_wagtail_writes_is_known(script: str) -> None:
    assert inline_calls.is_known(script)
    assert len(inline_calls.hashes(f"<p></p><script>{script}</script><script>{script}</script>")) == 1


@pytest.mark.parametrize(
    "script",
    [
        "alert(1)",
        'fetch("/x");',
        'new PageChooser("id", {}); alert(1);',
        'new PageChooser(alert(1));',
        'new PageChooser("id", {"a": alert(1)});',
        'new PageChooser("id", (() => alert(1))());',
        'new Function("alert(1)");',
        'new Image("x");',
        'initDateChooser("id", {"a": `${alert(1)}`});',
        "",
    ],
)  # fmt: skip
def test_nothing_else_is(script: str) -> None:
    assert not inline_calls.is_known(script)
    assert inline_calls.hashes(f"<script>{script}</script>") == []


def test_a_script_with_an_address_is_no_call_in_the_page() -> None:
    script = KNOWN[0]
    assert inline_calls.hashes(f"<script src='x'>{script}</script>") == []
