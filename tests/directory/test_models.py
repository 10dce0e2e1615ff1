"""Records: what they refuse, what they say in which language, and when they are due."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from helpline.accounts.models import User
from helpline.directory.blocks import PhoneBlock, PhoneNumber
from helpline.directory.models import (
    KINDS,
    GlossaryTerm,
    ImageAge,
    Organisation,
    RemovalRoute,
    Situation,
    Tip,
)
from helpline.directory.records import Record, in_a_year
from tests.factories.directory import make_organisation, make_removal_route, make_term, make_tip
from tests.factories.programmes import make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def refused(record: Record) -> set[str]:
    """The fields that a record is refused for."""
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    return set(refusal.value.message_dict)


@pytest.mark.parametrize(
    "key",
    ["", "Hoofd", "twee woorden", "onder_streep", "-voor", "achter-", "a--b", "\u00e9\u00e9n", "a" * 61],
)
def test_a_key_is_small_letters_figures_and_hyphens(key: str) -> None:
    tip = make_tip()
    tip.first_published_at = None
    Tip.objects.update(first_published_at=None)
    tip.key = key
    assert refused(tip) == {"key"}


@pytest.mark.parametrize("key", ["113", "nood-112", "take-it-down"])
def test_keys_that_are_fine(key: str) -> None:
    make_tip(key=key).full_clean()


def test_a_key_is_fixed_once_published() -> None:
    draft, published = make_tip(published=False), make_tip()
    draft.key = "another"
    draft.full_clean()
    published.key = "yet-another"
    assert refused(published) == {"key"}


def test_a_key_stands_once_for_each_kind() -> None:
    make_tip(key="one")
    make_organisation(key="one")
    assert refused(Tip(key="one", title_nl="T", text_nl="T", source="S")) == {"key"}


@pytest.mark.parametrize("number", ["", "12-34", "bel ons", "tel:112", "0800-0113;ext=1"])
def test_an_organisation_has_numbers_that_can_be_dialled(number: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        make_organisation(phones=({"number": number},))
    assert set(refusal.value.message_dict) == {"phones"}


@pytest.mark.parametrize("field", ["website", "chat_address"])
@pytest.mark.parametrize(
    "address", ["http://113.nl/", "https://a:b@113.nl/", "javascript:alert(1)", "113.nl"]
)
def test_links_are_https(field: str, address: str) -> None:
    organisation = make_organisation()
    setattr(organisation, field, address)
    assert refused(organisation) == {field}


def test_a_route_s_link_is_https() -> None:
    route = make_removal_route()
    route.form_address = "http://example.org/"
    assert refused(route) == {"form_address"}


@pytest.mark.parametrize("situations", [["nonsense"], "sextortion", {"sextortion": 1}, [["sextortion"]]])
def test_a_tip_is_for_situations_that_exist(situations: Any) -> None:
    tip = make_tip()
    tip.situations = situations
    assert refused(tip) == {"situations"}


@pytest.mark.parametrize(
    ("record", "fields"),
    [
        (Organisation(), {"key", "source", "name_nl", "whom_nl"}),
        (RemovalRoute(), {"key", "source", "name_nl", "whom_nl"}),
        (Tip(), {"key", "source", "title_nl", "text_nl"}),
        (GlossaryTerm(), {"key", "source", "term_nl", "meaning_nl"}),
    ],
)
def test_dutch_is_asked_for_and_english_is_not(record: Record, fields: set[str]) -> None:
    assert refused(record) == fields


def test_a_paid_number_is_not_called_free() -> None:
    block = PhoneBlock()
    value = {"number": "0900-8844", "free": True, "day_and_night": False, "note_nl": "", "note_en": ""}
    with pytest.raises(ValidationError):
        block.clean(block.to_python(value))
    assert block.clean(block.to_python({**value, "free": False}))["number"] == "0900-8844"
    assert block.clean(block.to_python({**value, "number": "0800-0113"}))["free"]


def test_numbers_come_with_what_a_caller_wants_to_know() -> None:
    organisation = make_organisation(
        phones=(
            {"number": "0800-0113", "free": True, "day_and_night": True},
            {"number": "0900-8844", "note_nl": "geen spoed"},
        )
    )
    first, second = organisation.numbers()
    assert first == PhoneNumber("0800-0113", free=True, day_and_night=True)
    assert (first.href, second.href) == ("tel:08000113", "tel:09008844")
    assert (second.note("en"), second.note("en").fell_back) == ("geen spoed", True)


def test_a_number_in_the_making_dials_nothing() -> None:
    assert PhoneNumber("0800-").href == ""


def test_a_record_says_what_is_not_in_the_language_asked_for() -> None:
    whole = make_organisation(what_nl="Luisteren", what_en="Listening")
    assert not whole.fell_back("en")
    partly = make_organisation(what_nl="Luisteren")
    assert (partly.what("en"), partly.what("en").language) == ("Luisteren", "nl")
    assert partly.fell_back("en")
    assert not partly.fell_back("nl")


def test_a_note_or_a_step_in_dutch_only_counts_too() -> None:
    assert make_organisation(phones=({"number": "112", "note_nl": "spoed"},)).fell_back("en")
    route = make_removal_route()
    route.steps = [("step", {"text_nl": "Meld het.", "text_en": ""})]
    assert route.fell_back("en")
    assert [(step, step.language) for step in route.instructions("en")] == [("Meld het.", "nl")]


def test_a_term_knows_the_words_it_is_preferred_over() -> None:
    term = make_term(avoided_nl="een\n\n twee \n", avoided_en="one")
    assert term.avoided("nl") == ["een", "twee"]
    assert term.avoided("en") == ["one"]


def test_a_record_is_called_by_its_name() -> None:
    assert str(make_tip(title="Vertel het")) == "Vertel het"
    assert str(Tip(key="nameless")) == "nameless"


def test_a_record_is_overdue_after_its_day() -> None:
    tip = make_tip(review_by=date(2026, 11, 24))
    assert not tip.is_overdue(date(2026, 11, 24))
    assert tip.is_overdue(date(2026, 11, 25))
    assert Tip().review_by == in_a_year() == timezone.localdate() + timedelta(days=365)


def test_a_look_at_the_facts_is_kept_with_the_version_it_was_about() -> None:
    editor = User.objects.create_user("editor@example.test", name="E")
    tip = make_tip()
    tip.mark_checked(by=editor, at=timezone.now())
    revision = tip.save_revision()
    tip.refresh_from_db()
    assert tip.reviewed_by is None
    revision.publish()
    tip.refresh_from_db()
    assert tip.reviewed_by == editor
    assert tip.reviewed_at is not None


def test_who_leaves_takes_no_record_along() -> None:
    editor = User.objects.create_user("editor@example.test", name="E")
    tip = make_tip(reviewed_by=editor)
    revision = tip.save_revision()
    editor.delete()
    revision.publish()
    tip.refresh_from_db()
    assert tip.live
    assert tip.reviewed_by is None


def test_a_tip_outlives_the_organisation_it_names() -> None:
    organisation = make_organisation()
    tip = make_tip(organisation=organisation)
    revision = tip.save_revision()
    assert tip.published_organisation() == organisation
    organisation.unpublish()
    tip.refresh_from_db()
    assert tip.published_organisation() is None
    organisation.delete()
    revision.publish()
    tip.refresh_from_db()
    assert (tip.live, tip.organisation) == (True, None)


def test_the_programmes_of_a_draft_wait_for_its_publication() -> None:
    helpwanted, stopitnow = make_programme(), make_programme(slug="stopitnow", name="Stop it Now")
    organisation = make_organisation(programmes=(helpwanted,))
    draft = Organisation.objects.get(pk=organisation.pk)
    draft.programmes.set([stopitnow])
    revision = draft.save_revision()
    assert Organisation.objects.get(pk=organisation.pk).is_for(helpwanted)
    revision.publish()
    published = Organisation.objects.get(pk=organisation.pk)
    assert (published.is_for(helpwanted), published.is_for(stopitnow)) == (False, True)


def test_an_earlier_version_can_be_had_back() -> None:
    organisation = make_organisation(name="Oud", phones=({"number": "112"},))
    first = organisation.latest_revision
    assert first is not None
    organisation.name_nl = "Nieuw"
    organisation.phones = [("phone", {"number": "113"})]
    organisation.save_revision().publish()
    back = first.as_object()
    assert (back.name("nl"), back.numbers()[0].number) == ("Oud", "112")
    back.save_revision().publish()
    organisation.refresh_from_db()
    assert (organisation.name("nl"), organisation.numbers()[0].number) == ("Oud", "112")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_what_lists_and_pages_ask_of_it(kind: type[Record]) -> None:
    names = {field.name for field in kind._meta.get_fields()}
    assert {f"{field}_{language}" for field in kind.BILINGUAL for language in ("nl", "en")} <= names
    assert kind.TITLE in kind.BILINGUAL


def test_what_is_about_colleagues_is_declared_so() -> None:
    for kind in KINDS:
        about = {name for name, privacy in kind.FIELD_PRIVACY.items() if privacy.about == "staff"}  # type: ignore[attr-defined]
        assert about == {"reviewed_by", "reviewed_at", "locked_by", "locked_at"}


def test_choices_are_codes() -> None:
    for value in [*ImageAge.values, *Situation.values]:
        assert value.replace("_", "").isalnum()
