"""Templates and scripts keep what the content security policy and the promises ask of them."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
VISITOR_SCRIPTS = sorted(
    [*(ROOT / "cms/static/site").glob("*.js"), *(ROOT / "chat/static/chat").glob("*.js")]
)


def test_no_template_holds_an_inline_script_style_or_handler() -> None:
    assert len(TEMPLATES) > 20
    for template in TEMPLATES:
        text = template.read_text()
        assert not re.search(r"\sstyle\s*=\s*[\"']", text), template
        assert not re.search(r"<style\b", text), template
        assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), template
        for tag in re.findall(r"<script\b[^>]*>", text):
            assert "src=" in tag, f"{template}: {tag}"


def test_no_template_of_ours_loads_from_elsewhere() -> None:
    for template in TEMPLATES:
        assert not re.search(
            r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", template.read_text()
        )


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    sprite = set(
        re.findall(r'<symbol id="([a-z0-9-]+)"', (ROOT / "cms/static/site/icons/sprite.svg").read_text())
    )
    for template in TEMPLATES:
        named = set(re.findall(r'\{% icon "([a-z0-9-]+)"', template.read_text()))
        assert named <= sprite, f"{template}: {named - sprite}"


def test_visitor_scripts_write_text_only_and_keep_quiet() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|new Notification|\.vibrate\("
        r"|new Audio|\.play\(|indexedDB|localStorage\.setItem"
    )
    assert len(VISITOR_SCRIPTS) > 7
    for script in VISITOR_SCRIPTS:
        assert not forbidden.search(script.read_text()), script.name


#: what each keeps in a browser; vendored scripts are judged where they are taken in
KEEPING = {
    "cms/away.js": "that this tab was left quickly",
    "cms/leave.js": "the same, and empties everything else",
    "helpline/autosave.js": "staff: answers that have not reached the server yet, in the tab",
    "helpline/drafts.js": "staff: words that have not reached the server yet, in the tab",
    "helpline/alert.js": "staff: sound and its volume",
    "helpline/keys.js": "staff: whether keys need Alt",
    "helpline/list.js": "staff: whether keys need Alt",
    "helpline/softphone.js": "staff: which microphone",
    "selfhelp/browser.js": "a visitor's workbook, where they chose that",
    "selfhelp/tab.js": "the workbook of this tab",
    "selfhelp/tab_memory.js": "the root of its keys, half an hour",
}


def test_only_named_scripts_keep_anything_in_a_browser() -> None:
    keeps = re.compile(r"localStorage|sessionStorage|indexedDB|\bcaches\.|cookieStore|document\.cookie")
    scripts = [
        script
        for room in ("chat", "cms", "helpline", "selfhelp", "statistics")
        for script in (ROOT / room).rglob("*.js")
        if "vendor" not in script.parts
    ]
    found = {
        f"{script.relative_to(ROOT).parts[0]}/{script.name}"
        for script in scripts
        if keeps.search(script.read_text())
    }
    assert found == KEEPING.keys()


def test_only_leaving_and_blanking_touch_the_title() -> None:
    touching = {script.name for script in VISITOR_SCRIPTS if "document.title" in script.read_text()}
    assert touching == {"away.js", "leave.js"}


def test_fields_of_visitors_are_neither_checked_nor_remembered() -> None:
    for template in sorted((ROOT / "templates/chat").glob("*.html")):
        for field in re.findall(r"<(?:textarea|input type=\"text\"|input id)[^>]*>", template.read_text()):
            assert 'spellcheck="false"' in field, f"{template.name}: {field}"
            assert 'autocomplete="off"' in field, f"{template.name}: {field}"
