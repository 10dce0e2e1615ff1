"""What visitors read exists in Dutch, and keeps the house's words."""

import re
from pathlib import Path

from django.utils import translation

from selfhelp.advice import wording
from selfhelp.advice.findings import Code, warning
from tests.selfhelp.advice.trees import small

ROOT = Path(__file__).parents[3]
FILES = [
    *sorted((ROOT / "templates/advice").glob("*.html")),
    *sorted((ROOT / "selfhelp/advice/views").glob("*.py")),
    *(ROOT / "selfhelp/advice" / name for name in ("advising.py", "doors.py")),
]
_IN_TEMPLATES = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
_IN_CODE = re.compile(r"""\b_\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)""")
_BLOCKS = re.compile(r"\{% blocktranslate[^%]*%\}(.*?)\{%", re.DOTALL)
_PART = re.compile(r'"((?:[^"\\]|\\.)*)"')
HARMFUL = re.compile(r"kinderporno|wraakporno|\bpedo\b|child porn|revenge porn", re.IGNORECASE)


def catalogues() -> dict[str, str]:
    """Every Dutch text of the house by its English one."""
    found: dict[str, str] = {}
    for path in sorted(ROOT.glob("**/locale/nl/LC_MESSAGES/django.po")):
        if ".venv" not in path.parts:
            entries = re.findall(
                r'^msgid "(.+)"\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? "(.*)"$',
                path.read_text(),
                re.MULTILINE,
            )
            found |= {english.replace('\\"', '"'): dutch for english, dutch in entries}
    return found


def test_everything_is_said_in_dutch_in_short_sentences() -> None:
    dutch = catalogues()
    asked = 0
    for path in FILES:
        text = path.read_text()
        said = (
            ["".join(_PART.findall(each)) for each in _IN_CODE.findall(text)]
            if path.suffix == ".py"
            else [
                *map("".join, _IN_TEMPLATES.findall(text)),
                *(re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", each) for each in _BLOCKS.findall(text)),
            ]
        )
        for english in said:
            asked += 1
            assert dutch.get(english), f"{path.name}: {english}"
            assert not HARMFUL.search(f"{english} {dutch[english]}")
            for sentence in re.split(r"[.!?:]\s", dutch[english]):
                assert len(sentence.split()) <= 25, sentence
    assert asked > 60


def test_a_way_to_reach_us_is_named_as_editors_know_it() -> None:
    finding = warning(Code.DOOR_UNKNOWN, "talk", key="phone")
    with translation.override("nl"):
        assert wording.sentence(finding, small()).startswith("Via “Telefoon” kun je ons hier niet bereiken.")
