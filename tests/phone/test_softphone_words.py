"""What the desk shows of the phone is there in Dutch too, with the same holes; and every refusal has its sentence."""

import gettext
import io
import re

from django.utils import translation

from helpline.phone import softphone_acts, softphone_words
from tests.house.tree import ROOT, text
from tools.compile_messages import compile_text


def test_a_sentence_has_the_same_holes_in_dutch() -> None:
    with translation.override("en"):
        english = softphone_words.words()
    with translation.override("nl"):
        dutch = softphone_words.words()
    for key, sentence in english.items():
        holes = sorted(re.findall(r"\{(\w+)\}", sentence))
        assert holes == sorted(re.findall(r"\{(\w+)\}", dutch[key])), key


def test_everything_on_the_screen_is_there_in_dutch() -> None:
    catalogue = text(ROOT / "helpline/phone/locale/nl/LC_MESSAGES/django.po")
    dutch = gettext.GNUTranslations(io.BytesIO(compile_text(catalogue)))
    texts = set(re.findall(r'_\(\s*"((?:[^"\\]|\\.)*)"', text(ROOT / "helpline/phone/softphone_words.py")))
    for template in (ROOT / "templates/phone").glob("*.html"):
        texts |= {found for _, found in re.findall(r"{% translate ([\"'])(.*?)\1", text(template))}
    assert len(texts) > 80
    assert {each for each in texts if each not in dutch._catalog} == set()  # type: ignore[attr-defined]


def test_every_refusal_has_a_sentence() -> None:
    told = {why for why, _status in softphone_acts.REFUSALS.values()} - {"not_yet"}
    told |= {"wrong_state", "refused", "gone", "network", "storage"}
    assert {f"phone_why_{why}" for why in told} <= set(softphone_words.words())


def test_every_reason_why_a_browser_cannot_phone_has_a_sentence() -> None:
    script = text(ROOT / "helpline/phone/static/phone/softphone.js")
    reasons = set(re.findall(r'new Unusable\((?:[^)"]*\? )?"(\w+)"', script)) | {"microphone"}
    assert {f"phone_unusable_{reason}" for reason in reasons} <= set(softphone_words.words())
