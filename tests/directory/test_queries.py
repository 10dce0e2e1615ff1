"""Reading the directory: only what is published, in few queries, and soon after a change."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from helpline.directory import queries
from helpline.directory.models import GlossaryTerm, ImageAge, Organisation, RemovalRoute, Situation, Tip
from tests.factories.directory import make_organisation, make_removal_route, make_term, make_tip
from tests.factories.programmes import make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def keys(found: object) -> list[str]:
    return [one.key for one in found]  # type: ignore[attr-defined]


def test_records_come_in_the_order_of_the_keys_asked_for() -> None:
    for key in ("a", "b", "c"):
        make_tip(key=key)
    assert keys(queries.tips(["c", "a", "c"])) == ["c", "a", "c"]
    assert keys(queries.tips()) == ["a", "b", "c"]


def test_a_key_that_leads_nowhere_is_left_out_and_told() -> None:
    make_tip(key="there")
    make_tip(key="draft", published=False)
    asked = ["nowhere", "there", "draft", "nowhere"]
    assert keys(queries.tips(asked)) == ["there"]
    assert queries.missing(Tip, asked) == ["nowhere", "draft"]
    assert queries.record(Tip, "draft") is None
    assert queries.record(Tip, "there") is not None


def test_references_by_number_keep_their_order_too() -> None:
    first, second = make_tip(), make_tip()
    draft = make_tip(published=False)
    assert queries.records_by_id(Tip, [second.pk, draft.pk, 0, first.pk]) == [second, first]


def test_an_unpublished_record_leaves_the_page_whole() -> None:
    organisation = make_organisation(key="csg")
    make_organisation(key="113")
    assert keys(queries.organisations(["csg", "113"])) == ["csg", "113"]
    organisation.unpublish()
    assert keys(queries.organisations(["csg", "113"])) == ["113"]


def test_a_draft_changes_nothing_until_it_is_published() -> None:
    make_organisation(key="csg", name="Oud")
    draft = Organisation.objects.get(key="csg")
    draft.name_nl = "Nieuw"
    revision = draft.save_revision()
    assert queries.organisations(["csg"])[0].name("nl") == "Oud"
    revision.publish()
    assert queries.organisations(["csg"])[0].name("nl") == "Nieuw"


def test_what_is_past_its_last_moment_is_not_shown() -> None:
    make_tip(key="gone")
    Tip.objects.update(expire_at=timezone.now() - timedelta(minutes=1))
    queries.forget()
    assert queries.tips(["gone"]) == []


@pytest.mark.parametrize(
    ("kind", "most"), [(Organisation, 2), (RemovalRoute, 1), (Tip, 1), (GlossaryTerm, 1)]
)
def test_all_records_of_a_kind_cost_one_read(kind: type[Organisation], most: int) -> None:
    """Organisations cost a second one, for their programmes; however many there are."""
    programme = make_programme()
    helper = make_organisation(key="o1", programmes=(programme,), phones=({"number": "112"},))
    for number in range(2, 5):
        make_organisation(key=f"o{number}", programmes=(programme,))
    for number in range(4):
        make_removal_route(key=f"r{number}")
        make_tip(key=f"t{number}", organisation=helper)
        make_term(key=f"g{number}")
    queries.forget()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for record in queries.records(kind):
            record.all_words("en")
            if isinstance(record, Tip):
                record.published_organisation()
            if isinstance(record, Organisation):
                record.is_for(programme)
    assert len(asked) == most


def test_asking_again_costs_nothing() -> None:
    make_tip(key="one")
    queries.overdue(timezone.localdate())
    with CaptureQueriesContext(connection) as asked:
        queries.tips(["one"])
        queries.missing(Tip, ["two"])
        queries.overdue(timezone.localdate())
        queries.to_check_with_owner()
    assert len(asked) == 0


def test_a_change_by_another_process_shows_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    make_tip(key="one", title="Oud")
    assert queries.tips(["one"])[0].title("nl") == "Oud"
    Tip.objects.update(title_nl="Nieuw")  # as another process would: this one is not told
    assert queries.tips(["one"])[0].title("nl") == "Oud"
    clock = queries.time.monotonic
    monkeypatch.setattr("helpline.directory.queries.time.monotonic", lambda: clock() + queries.FRESH_FOR)
    assert queries.tips(["one"])[0].title("nl") == "Nieuw"


def test_a_deleted_record_is_gone_at_once() -> None:
    make_tip(key="one")
    assert queries.tips(["one"])
    Tip.objects.filter(key="one").delete()
    assert queries.tips(["one"]) == []


def test_rooms_that_keep_pages_hear_of_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_listeners", [])
    heard: list[str] = []

    def listener() -> None:
        heard.append("changed")

    queries.on_change(listener)
    queries.on_change(listener)
    tip = make_tip(published=False)
    heard.clear()
    tip.save_revision().publish()
    assert heard
    assert queries._listeners == [listener]


def test_lists_of_a_programme_leave_out_what_belongs_to_another() -> None:
    helpwanted = make_programme()
    stopitnow = make_programme(slug="stopitnow", name="Stop it Now")
    make_organisation(key="everywhere", order=1)
    make_organisation(key="theirs", order=2, programmes=(stopitnow,))
    assert keys(queries.organisations(programme=helpwanted)) == ["everywhere"]
    assert keys(queries.organisations(programme=stopitnow)) == ["everywhere", "theirs"]


def test_another_programme_in_a_list_shows_at_once() -> None:
    helpwanted = make_programme()
    organisation = make_organisation(key="one")
    assert keys(queries.organisations(programme=helpwanted)) == ["one"]
    organisation.programmes.set([make_programme(slug="stopitnow", name="Stop it Now")])
    organisation.save_revision().publish()
    assert keys(queries.organisations(programme=helpwanted)) == []


def test_who_to_call_in_danger_comes_in_order() -> None:
    make_organisation(key="second", is_emergency=True, order=2)
    make_organisation(key="first", is_emergency=True, order=1)
    make_organisation(key="other", order=0)
    assert keys(queries.emergency_organisations()) == ["first", "second"]


@pytest.mark.parametrize(
    ("age", "found"),
    [(ImageAge.UNDER_18, ["a", "u"]), (ImageAge.ADULT, ["a", "v"]), (ImageAge.ANY, ["a", "u", "v"])],
)
def test_routes_by_the_age_in_the_image(age: str, found: list[str]) -> None:
    make_removal_route(key="a", name="A")
    make_removal_route(key="u", name="U", image_age=ImageAge.UNDER_18)
    make_removal_route(key="v", name="V", image_age=ImageAge.ADULT)
    assert keys(queries.removal_routes(image_age=age)) == found


def test_tips_by_situation() -> None:
    make_tip(key="pay", situations=[Situation.SEXTORTION, Situation.SCAM])
    make_tip(key="rest")
    assert keys(queries.tips(situation=Situation.SCAM)) == ["pay"]
    assert queries.tips(situation=Situation.GROOMING) == []


def test_terms_stand_in_the_alphabet_of_the_reader() -> None:
    make_term(key="one", term="Aap", term_en="Zebra")
    make_term(key="two", term="zee", term_en="apple")
    with translation.override("nl"):
        assert keys(queries.terms()) == ["one", "two"]
    with translation.override("en"):
        assert keys(queries.terms()) == ["two", "one"]
    assert keys(queries.terms(["two", "one"])) == ["two", "one"]


def test_overdue_is_what_is_published_and_past_its_day() -> None:
    today = date(2026, 11, 24)
    make_organisation(key="late", review_by=today - timedelta(days=2))
    make_tip(key="later", review_by=today - timedelta(days=9))
    make_tip(key="today", review_by=today)
    make_term(key="draft", review_by=today - timedelta(days=9), published=False)
    assert keys(queries.overdue(today)) == ["later", "late"]
    assert queries.overdue(today - timedelta(days=30)) == []


def test_what_the_owner_must_confirm_is_listed() -> None:
    make_removal_route(key="asked", needs_owner_check=True)
    make_removal_route(key="sure")
    make_tip(key="draft", needs_owner_check=True, published=False)
    assert keys(queries.to_check_with_owner()) == ["asked"]
