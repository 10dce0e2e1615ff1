"""What is said where no directory can be asked: the numbers for danger are those that the directory begins with."""

import re
import tomllib
from pathlib import Path

import pytest

from cms import errors
from helpline.directory import facts
from tests.services.nginx import DEPLOY
from tests.services.postgres import ROOT

RECORDS = tomllib.loads((ROOT / "helpline" / "directory" / "data" / "organisations.toml").read_text())[
    "records"
]
PHONES = {each["key"]: each.get("phones", []) for each in RECORDS}
DANGER = ("nood-112", "113", "veilig-thuis")
#: as they are dialled; 113 has its short number for a name
NUMBERS = {facts.dialled(phone["number"]) for key in DANGER for phone in PHONES[key][:1]}
PAGES = sorted((DEPLOY / "nginx" / "away").glob("*.html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_nginx_s_own_pages_name_the_numbers_of_the_directory(path: Path) -> None:
    text = path.read_text()
    for part in text.split('<section lang="en">'):
        found = re.findall(r'<a href="tel:(\d+)">([^<]+)</a>', part)
        assert {number for number, _ in found} - {"113"} == NUMBERS
        assert all(facts.dialled(words.replace("&nbsp;", " ")) == number for number, words in found)
    for key in DANGER[1:]:
        assert PHONES[key][0]["free"], "the pages say so"
        assert PHONES[key][0]["day_and_night"], "the pages say so"


def test_they_differ_in_what_happened_alone() -> None:
    """Each stands by itself, for who can ask nothing else of us: the copies of what they share stay one."""
    of_its_own = re.compile(r'<(h1|p)>.*?</\1>\n|<meta http-equiv="refresh" content="15">\n')
    assert len({of_its_own.sub("", path.read_text()) for path in PAGES}) == 1


def test_the_last_words_of_the_house_name_them_too() -> None:
    source = Path(errors.__file__).read_text()
    said = {facts.dialled(each) for each in re.findall(r"(?:Bel|Call|of|or) (\d[\d-]+)", source)}
    assert said - {"113"} == NUMBERS - {facts.dialled(PHONES["veilig-thuis"][0]["number"])}


def test_the_panel_falls_back_on_them() -> None:
    panel = (ROOT / "templates" / "site" / "danger_numbers.html").read_text()
    known = re.findall(r'number_of "([^"]+)" "([^"]+)"', panel)
    assert {key: facts.dialled(number) for key, number in known} == {
        key: facts.dialled(PHONES[key][0]["number"]) for key in DANGER
    }
