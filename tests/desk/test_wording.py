"""The desk's sentences: none is missing, none is left over, all are there in Dutch."""

import gettext
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from chat.actions.talk import LAST_WORDS
from chat.errors import ChatError
from chat.states import EndedHow
from helpline.desk import acts, wording
from helpline.phone import softphone_words
from tests.house.tree import ROOT
from tools.compile_messages import compile_text

SCRIPTS = sorted((ROOT / "helpline/desk/static/desk").glob("*.js"))
#: beginnings of keys that a script completes while it runs
BEGINNINGS = ("why_", "refused_", "notice_", "ended_", "who_", "phone_why_", "phone_unusable_")


KEYS = frozenset(wording.words() | softphone_words.words())


def said(script: str) -> Iterator[str]:
    """The keys in say(...), all branches of a choice; not what is completed while it runs."""
    plain = re.sub(r"`[^`]*`", "", script)
    for inside in re.findall(r"\bsay\(((?:[^()]|\([^()]*\))*)\)", plain):
        words = re.sub(r'===\s*"[^"]*"', "", inside.split(", {")[0])
        yield from re.findall(r'"([a-z_]+)"', words)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_sentence_a_script_says_is_there(script: Path) -> None:
    assert set(said(script.read_text())) <= KEYS


def test_every_sentence_is_said_somewhere() -> None:
    scripts = "\n".join(path.read_text() for path in SCRIPTS)
    quoted = set(re.findall(r'"([a-z_]+)"', scripts))
    idle = {key for key in KEYS if key not in quoted and not key.startswith(BEGINNINGS)}
    assert not idle


def test_a_script_never_holds_a_sentence() -> None:
    for path in SCRIPTS:
        code = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", path.read_text(), flags=re.DOTALL)
        assert not re.findall(r'"[A-Z][a-z]+ [a-z]+[^"]*"', code), path.name


def test_every_notice_the_chat_writes_has_a_sentence() -> None:
    code = "\n".join(path.read_text() for path in sorted((ROOT / "chat").rglob("*.py")))
    plain = set(re.findall(r'log\.notice\(\s*[\w.]+,\s*"([a-z_]+)"', code))
    aside = set(re.findall(r'_aside\(\s*\w+,\s*"([a-z_]+)"', code))
    written = plain | aside | set(LAST_WORDS.values())
    assert {"waiting", "joined", "transfer_offered", "left_quickly"} <= written
    assert {f"notice_{name}" for name in written} <= KEYS


def test_every_end_has_a_sentence() -> None:
    assert {f"ended_{how}" for how in EndedHow.values} <= KEYS


def test_every_refusal_has_a_sentence() -> None:
    told = set(re.findall(r'"why": "([a-z_]+)"', (ROOT / "helpline/desk/acts.py").read_text()))
    told |= {"wrong_state", "network", "storage", *acts.REASONS.values()}
    assert all(issubclass(error, ChatError) for error in acts.REASONS)
    assert {f"why_{why}" for why in told} <= KEYS


def test_a_sentence_has_the_same_holes_in_dutch() -> None:
    with translation.override("en"):
        english = wording.words()
    with translation.override("nl"):
        dutch = wording.words()
    for key, text in english.items():
        holes = re.findall(r"\{(\w+)\}", text)
        assert sorted(holes) == sorted(re.findall(r"\{(\w+)\}", dutch[key])), key


def test_everything_on_the_screen_is_there_in_dutch() -> None:
    dutch = gettext.GNUTranslations(
        io.BytesIO(compile_text((ROOT / "helpline/desk/locale/nl/LC_MESSAGES/django.po").read_text()))
    )
    texts: set[str] = set()
    for template in (ROOT / "templates/desk").glob("*.html"):
        source = template.read_text()
        texts |= {text for _, text in re.findall(r"{% translate ([\"'])(.*?)\1", source)}
        for block in re.findall(r"{% blocktranslate.*?%}(.*?){% endblocktranslate %}", source, re.DOTALL):
            texts.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", block))
    for module in (ROOT / "helpline/desk").glob("*.py"):
        texts |= set(re.findall(r'\b_\(\s*"((?:[^"\\]|\\.)*)"', module.read_text()))
    missing = {text for text in texts if text not in dutch._catalog}  # type: ignore[attr-defined]
    assert len(texts) > 150
    assert not missing
