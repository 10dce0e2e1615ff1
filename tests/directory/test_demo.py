"""The demo's records: all there, in both languages, in plain words, and put there once."""

import re
import tomllib

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from helpline.audit.models import Entry
from helpline.demo.content import rooms
from helpline.directory import data, queries
from helpline.directory.demo import create_demo_content
from helpline.directory.models import KINDS, GlossaryTerm, Organisation, RemovalRoute, Tip
from helpline.directory.records import Record
from helpline.programmes.actions import seed_programmes
from helpline.programmes.models import Programme
from tests.services.filling import once_a_file

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

EXPECTED: dict[type[Record], set[str]] = {
    Organisation: {
        "nood-112", "politie", "veilig-thuis", "csg", "113", "meldpunt", "helpwanted", "stopitnow",
        "de-waag",
    },
    RemovalRoute: {
        "take-it-down", "stopncii", "zoekmachines", "instagram", "snapchat", "whatsapp", "tiktok",
        "andere-app",
    },
    Tip: {
        "bewaar-bewijs", "niet-betalen", "vertel-iemand", "blokkeer", "wachtwoord", "even-rust",
        "privacy-instellingen", "bel-nu-112", "niet-doorsturen", "vraag-het-rechtuit", "maak-afstand",
        "wacht-een-kwartier", "laat-tegenhouden",
    },
    GlossaryTerm: {
        "sextortion", "sexting", "grooming", "deepfake", "shame-sexting", "csam", "doxing", "phishing", "catfish",
    },
}  # fmt: skip

#: the numbers that stand in the project's facts and in the panel for immediate danger, and no other
NUMBERS = {"112", "0800-0113", "0800-2000", "0900-8844", "0800-0188"}

HARMFUL = re.compile(
    r"kinderporno|kinderprostitu|kindersekstoerisme|\bpedo\b|seks met een kind"
    r"|child porn|child prostitut|child sex tourism|sex with a child",
    re.IGNORECASE,
)


def _fill() -> None:
    seed_programmes()
    create_demo_content()


_demo = once_a_file(_fill)


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("kind", KINDS)
def test_every_record_is_there_and_published(kind: type[Record]) -> None:
    found = queries.records(kind)
    assert {record.key for record in found} == EXPECTED[kind]
    assert queries.missing(kind, EXPECTED[kind]) == []


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("kind", KINDS)
def test_every_record_is_whole_in_both_languages(kind: type[Record]) -> None:
    for record in queries.records(kind):
        assert not record.fell_back("en"), record.key
        assert not record.fell_back("nl"), record.key
        assert record.needs_owner_check, record.key
        assert record.source, record.key
        record.full_clean()


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("kind", KINDS)
def test_dutch_sentences_are_short_and_no_word_harms(kind: type[Record]) -> None:
    """B1: a sentence of more than 25 words loses people."""
    for record in queries.records(kind):
        for words in [*record.all_words("nl"), *record.all_words("en")]:
            assert not HARMFUL.search(words), record.key
            for sentence in re.split(r"[.!?:]\s", words):
                assert len(sentence.split()) <= 25, sentence


@pytest.mark.usefixtures("_demo")
def test_no_number_is_made_up() -> None:
    found = {number.number for one in queries.organisations() for number in one.numbers()}
    assert found == NUMBERS
    assert all(number.href for one in queries.organisations() for number in one.numbers())


@pytest.mark.usefixtures("_demo")
def test_the_panel_for_danger_has_whom_to_call() -> None:
    assert [one.key for one in queries.emergency_organisations()] == ["nood-112", "113", "veilig-thuis"]


@pytest.mark.usefixtures("_demo")
def test_a_helpline_is_not_listed_on_its_own_site() -> None:
    # the therapists' appointments go through Stop it Now, so that only its site lists them
    for slug, unlisted in (("helpwanted", {"helpwanted", "de-waag"}), ("stopitnow", {"stopitnow"})):
        programme = Programme.objects.get(slug=slug)
        listed = {one.key for one in queries.organisations(programme=programme)}
        assert listed == EXPECTED[Organisation] - unlisted


@pytest.mark.usefixtures("_demo")
def test_again_adds_nothing_and_changes_nothing() -> None:
    changed = Organisation.objects.get(key="csg")
    changed.name_nl = "Door een redacteur veranderd"
    changed.save_revision().publish()
    assert create_demo_content() == 0
    assert queries.organisations(["csg"])[0].name("nl") == "Door een redacteur veranderd"


@pytest.mark.usefixtures("_demo")
def test_one_that_was_removed_comes_back_without_the_rest() -> None:
    Organisation.objects.filter(key="113").delete()
    Tip.objects.filter(key="even-rust").delete()
    assert create_demo_content() == 2
    assert queries.tips(["even-rust"])[0].published_organisation() == queries.organisations(["113"])[0]


@pytest.mark.usefixtures("_demo")
def test_the_audit_log_hears_of_it_once() -> None:
    told = list(Entry.objects.filter(action__startswith="directory.").values_list("action", "detail"))
    assert told == [("directory.seeded", {"records": sum(map(len, EXPECTED.values()))})]


@pytest.mark.usefixtures("_demo")
def test_records_of_the_demo_have_a_revision_to_go_back_to() -> None:
    for kind in KINDS:
        for record in kind.objects.all():
            assert record.latest_revision is not None
            assert not record.has_unpublished_changes


def test_the_demo_calls_this_room_before_those_that_refer_to_it() -> None:
    assert rooms()[0] is create_demo_content


@pytest.mark.parametrize("name", ["organisations", "removal_routes", "tips", "terms"])
def test_no_key_stands_twice(name: str) -> None:
    keys = [row["key"] for row in data.read(name)]
    assert len(keys) == len(set(keys))
    assert tomllib.loads((data.FOLDER / f"{name}.toml").read_text())["records"]


def test_a_wrong_fact_would_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in reversed(KINDS):
        kind.objects.all().delete()
    rows = data.read("organisations")
    rows[0]["phones"] = [{"number": "12-34"}]
    monkeypatch.setattr(data, "read", lambda name: rows if name == "organisations" else [])
    with translation.override("en"), pytest.raises(ValidationError, match="dialled"):
        create_demo_content()
    assert not Organisation.objects.exists()
