"""Searching as frightened people do: in their own words, with their own spelling."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms import finding
from cms.demo import create_demo_content
from cms.models import ArticlePage
from cms.searchwords import FOLDER, shipped
from cms.wordlike import words_of
from helpline.directory.demo import create_demo_content as create_directory
from helpline.directory.models import GlossaryTerm
from tests.factories.cms import home_of, make_page, make_site, text

pytestmark = pytest.mark.django_db

#: what is typed, and which page must stand among the first three
TYPED = {
    ("helpwanted", "nl"): {
        "naaktfotos doorgestuurt": "beelden-gaan-rond",
        "chantage": "sextortion",
        "gechanteert": "sextortion",
        "sekstorsion": "sextortion",
        "iemand dreigt mijn nudes te sturen": "sextortion",
        "ik word afgeperst": "sextortion",
        "snapchat": "beelden-laten-weghalen",
        "snapchat gehakt": "gehackt-account",
        "exposed": "beelden-gaan-rond",
        "banga lijst": "beelden-gaan-rond",
        "mijn ex heeft een filmpje online gezet": "beelden-gaan-rond",
        "foto weg halen": "beelden-laten-weghalen",
        "deepfaek": "deepfakes",
        "nep naaktfoto": "deepfakes",
        "stalkr": "stalking",
        "oude man online": "grooming",
        "grooming": "grooming",
        "opgeligt": "oplichting",
        "dickpic": "ongewenste-sexting",
        "durf het niet te vertelen": "het-aan-iemand-vertellen",
        "aangifte bij de poltie": "naar-de-politie",
        "eigen schuld": "niet-jouw-schuld",
        "ik heb zelf doorgestuurd": "zelf-iets-doorgestuurd",
        "gastles": "voor-professionals",
    },
    ("helpwanted", "en"): {
        "leaked nudes": "images-going-around",
        "blackmial": "sextortion",
        "deep fake": "deepfakes",
        "hacked acount": "hacked-account",
        "someone is threatning me": "sextortion",
        "catfish": "scams",
        "delete my pics": "removing-images",
    },
    ("stopitnow", "nl"): {
        "pedofiel": "gevoelens-zijn-geen-daden",
        "verslaafd aan porno": "kijken-en-stoppen",
        "kinder porno": "kijken-en-stoppen",
        "mijn man kijkt": "zorgen-over-een-ander",
        "huiszoeking": "de-politie-is-geweest",
        "gedagten over kinderen": "zorgen-over-jezelf",
    },
    ("stopitnow", "en"): {
        "child pornography": "viewing-and-stopping",
        "my husband": "worried-about-somebody-else",
        "urges": "when-the-urge-is-strong-now",
        "arrested": "the-police-came",
    },
}  # fmt: skip


#: what is typed, and which page must stand first: a wrong one would blame, or frighten
FIRST = {
    ("helpwanted", "nl"): {
        "naaktfoto doorgestuurd door ex": "beelden-gaan-rond",
        "mijn ex heeft mijn naaktfoto doorgestuurd": "beelden-gaan-rond",
        "ex verspreidt mijn nudes": "beelden-gaan-rond",
        "mijn ex heeft een filmpje online gezet": "beelden-gaan-rond",
        "vriend heeft mijn foto doorgestuurd": "beelden-gaan-rond",
        "mijn ex valt me lastig": "stalking",
        "ik heb zelf doorgestuurd": "zelf-iets-doorgestuurd",
    },
    ("helpwanted", "en"): {
        "my ex sent my nudes": "images-going-around",
        "nude forwarded by ex": "images-going-around",
        "my ex follows me": "stalking",
    },
}


@pytest.mark.slow
def test_people_find_what_they_mean() -> None:
    for slug in ("helpwanted", "stopitnow"):
        make_site(slug=slug)
    create_directory()
    create_demo_content()
    missed = []
    known: dict[str, set[str]] = {}
    for (slug, language), typed in TYPED.items():
        home = home_of(slug=slug, language=language)
        for words, wanted in typed.items():
            found = [page.address.strip("/").split("/")[-1] for page in finding.search(home, words).found[:3]]
            if wanted not in found:
                missed.append(f"{slug}/{language} {words!r}: {found}, not {wanted}")
        for words, wanted in FIRST.get((slug, language), {}).items():
            best = [page.address.strip("/").split("/")[-1] for page in finding.search(home, words).found[:1]]
            if best != [wanted]:
                missed.append(f"{slug}/{language} {words!r}: {best} first, not {wanted}")
        known.setdefault(language, set()).update(finding._index(home).postings)
    # a list of words that leads nowhere would be found by nobody
    for language, words_known in known.items():
        missed += [
            f"{language}: {group.said[:3]} lead nowhere"
            for group in shipped(language).groups
            if not words_known & set(group.means)
        ]
    assert not missed, "\n".join(missed)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_the_lists_are_sound(path: object) -> None:
    listed = shipped(path.stem)  # type: ignore[attr-defined]
    assert len(listed.groups) > 20
    for group in listed.groups:
        assert group.said
        assert group.means
        # a word that says nothing is never looked for
        assert not listed.silent & set(group.means), group
        assert not any(len(phrase) == 1 and phrase[0] in listed.silent for phrase in group.said), group.said


@pytest.mark.parametrize("words", ["zelfmoord", "zelfmoort", "ik wil dood", "suïcide", "suicidaal"])
def test_whoever_tells_of_danger_sees_the_numbers_first(words: str) -> None:
    make_site()
    page = Client().post("/helpwanted/search/", {"q": words, "language": "nl"}).text
    assert page.index('<details class="panel panel-danger" open>') < page.index("tel:08000113")
    assert finding.search(home_of(), words).in_danger


@pytest.mark.parametrize(
    "words", ["foto", "", "   ", "rood", "streven", "x" * 5000, "' OR 1=1 --", "ﷺ\u0000\u202e"]
)
def test_nothing_else_alarms_or_fails(words: str) -> None:
    make_page(ArticlePage, make_site(), slug="a", body=[text("Een rode foto om na te streven.")])
    assert not finding.search(home_of(), words).in_danger


def test_an_editor_adds_a_word_in_the_glossary() -> None:
    make_page(ArticlePage, make_site(), slug="a", title="Afpersing met beelden")
    assert not finding.search(home_of(), "zwabberen").found
    GlossaryTerm.objects.create(
        key="afpersing", term_nl="Afpersing", meaning_nl="Dreigen.", avoided_nl="zwabberen"
    )
    finding.forget()
    from helpline.directory import queries

    queries.forget()
    assert [page.title for page in finding.search(home_of(), "zwabberen").found] == ["Afpersing met beelden"]


def test_what_is_published_is_found_at_once_and_what_is_taken_away_is_gone() -> None:
    home = make_site()
    assert not finding.search(home, "vingerafdruk").found
    page = make_page(ArticlePage, home, slug="a", title="Een pagina", body=[text("Een vingerafdruk.")])
    assert finding.search(home, "vingerafdruk").found
    page.unpublish()
    assert not finding.search(home, "vingerafdruk").found


def test_a_search_asks_the_database_once() -> None:
    home = make_site()
    make_page(ArticlePage, home, slug="a", title="Een pagina", body=[text("Een vingerafdruk.")])
    finding.search(home, "vingerafdruk")
    with CaptureQueriesContext(connection) as asked:
        finding.search(home, "vingerafdrukken enzovoort")
    assert len(asked) == 1


def test_silent_words_alone_find_nothing() -> None:
    make_page(ArticlePage, make_site(), slug="a", title="Wat ik wil en hoe het is")
    assert not finding.search(home_of(), "wat is het").found
    assert words_of("wat is het")


def test_the_answer_for_scripts_says_the_same_as_the_page() -> None:
    make_page(ArticlePage, make_site(), slug="a", title="Stalking", summary="Iemand laat je niet met rust.")
    asked = {"q": "staking", "language": "nl"}
    told = Client(headers={"accept": "application/json"}).post("/helpwanted/search/", asked)
    assert told["Content-Type"] == "application/json"
    assert told["Cache-Control"] == "no-store"
    assert not told.cookies
    answer = told.json()
    assert answer["found"] == [
        {"title": "Stalking", "summary": "Iemand laat je niet met rust.", "address": "/helpwanted/a/"}
    ]
    page = Client().post("/helpwanted/search/", asked).text
    for words in (answer["count"], answer["read_as"]):
        assert words
        assert words in page
