"""The way to help in immediate danger stands high on every page of a visitor, and leads to the panel of that page."""

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.cms.test_crawl import crawl, sites

ROOT = Path(__file__).parents[2] / "templates"
LINK = '<a href="#in-danger">'
PANEL = 'id="in-danger"'
#: why a page that has a visitor's head has no such link
WITHOUT = {
    "chat/talk.html": "the chat fills the screen: it is the first in its menu",
    "chat/danger.html": "is nothing but the numbers",
    "advice/crisis.html": "begins with the numbers",
    "chat/practice.html": "staff alone",
    "directory/preview.html": "staff alone",
    "advice/editing/preview_page.html": "staff alone",
}
#: rooms to which no link of the crawl leads
ROOMS = ("chat/", "chat/back/", "advice/", "search/", "what-we-keep/", "your-traces/", "post/")

__all__ = ["sites"]


def chain(name: str) -> str:
    """The text of a template, of what it extends, and of what any of them takes in."""
    text = (ROOT / name).read_text()
    for other in re.findall(r'{% (?:extends|include) "([^"]+)"', text):
        if other not in {name, "base.html"}:
            text += chain(other) if (ROOT / other).exists() else ""
    return text


def extends_the_visitors_page(name: str) -> bool:
    found = re.match(r'{% extends "?([^" ]+)"? %}', (ROOT / name).read_text())
    return (
        found is not None
        and found[1] != name
        and (
            found[1] in {"base", "base.html"}
            or ((ROOT / found[1]).exists() and extends_the_visitors_page(found[1]))
        )
    )


def test_every_template_of_a_visitor_has_the_panel_or_says_why_not() -> None:
    names = [str(path.relative_to(ROOT)) for path in sorted(ROOT.rglob("*.html"))]
    frames = {"advice/shell.html"}
    pages = [name for name in names if extends_the_visitors_page(name) and name not in frames]
    assert len(pages) > 40
    for name in pages:
        words = chain(name)
        if name in WITHOUT:
            assert "{% block danger_line %}{% endblock %}" in words, name
        else:
            assert PANEL in words or "advice/danger.html" in words or "site/danger.html" in words, name
            assert "block danger_line" not in words, name


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.usefixtures("sites")
def test_the_link_comes_before_the_text_and_its_target_is_there_once() -> None:
    read = {path: html for path, html, _reader in crawl()}
    for path in (f"/{slug}/{room}" for slug in ("helpwanted", "stopitnow") for room in ROOMS):
        answer = Client().get(path)
        if answer.status_code == 200:
            read[path] = answer.text
    assert len(read) > 80
    assert "/helpwanted/chat/" in read
    for path, html in read.items():
        outside = re.sub(r"<template\b.*?</template>", "", html, flags=re.DOTALL)
        assert outside.count(LINK) == 1, path
        assert outside.index(LINK) < outside.index("<main"), path
        assert html.count(PANEL) == 1, path
        # inside what is folded, not on it: only then a browser unfolds it by itself
        assert re.search(
            r"<details[^>]*panel-danger.*?</summary>\s*<div[^>]*id=\"in-danger\"", outside, re.DOTALL
        ), path
