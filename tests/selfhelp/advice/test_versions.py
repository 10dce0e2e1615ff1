"""What somebody who walks meets when editors publish, correct or close meanwhile."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from cms import reviews
from helpline.audit.models import Entry
from selfhelp.advice import actions, paths, queries, scenarios
from selfhelp.advice.errors import NotThatAnswer
from selfhelp.advice.models import AdvicePage, Snapshot
from selfhelp.advice.queries import Standing, standing
from selfhelp.advice.tree import Tree
from tests.factories.accounts import make_user, sign_in
from tests.factories.advice import draft, make_advice, publish
from tests.factories.cms import home_of, make_site
from tests.selfhelp.advice.trees import both, option, question, small

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def other_words(number: int) -> Tree:
    return Tree(tuple(replace(each, text=both(f"{each.id} {number}")) for each in small().nodes))


def next_version(page: AdvicePage, tree: Tree, **fields: Any) -> Snapshot:
    draft(page, tree, **fields)
    publish(page)
    return Snapshot.objects.get(programme=page.programme, retires_at=None)


@pytest.fixture
def page() -> AdvicePage:
    return make_advice()


@pytest.fixture
def begun(page: AdvicePage) -> Snapshot:
    return Snapshot.objects.get()


def test_a_version_that_was_begun_may_be_walked_to_its_end(page: AdvicePage, begun: Snapshot) -> None:
    now = timezone.now()
    assert standing(page.programme, begun.pk, now) is Standing.CURRENT
    later = next_version(page, other_words(2))
    begun.refresh_from_db()
    assert standing(page.programme, begun.pk, now) is Standing.EARLIER
    found = queries.published(begun.pk)
    assert found is not None
    assert (found.tree, found.number) == (small(), 1)
    assert begun.retires_at is not None
    term = begun.retires_at - later.published_at
    assert term == timedelta(hours=settings.ADVICE_VERSION_HOURS)


def test_after_its_term_it_is_retired_and_that_is_said(page: AdvicePage, begun: Snapshot) -> None:
    next_version(page, other_words(2))
    begun.refresh_from_db()
    assert begun.retires_at is not None
    second = timedelta(seconds=1)
    assert standing(page.programme, begun.pk, begun.retires_at - second) is Standing.EARLIER
    assert standing(page.programme, begun.pk, begun.retires_at) is Standing.RETIRED


def test_the_term_of_a_version_runs_from_the_one_that_followed_it(page: AdvicePage, begun: Snapshot) -> None:
    next_version(page, other_words(2))
    begun.refresh_from_db()
    first_term = begun.retires_at
    next_version(page, other_words(3))
    begun.refresh_from_db()
    assert begun.retires_at == first_term


def test_an_urgent_correction_takes_everybody_along_and_counts_once(
    page: AdvicePage, begun: Snapshot
) -> None:
    second = next_version(page, other_words(2))
    who = question("who", [option("me", "what"), option("other", "talk"), option("pro", "talk")])
    trees = [who if each.id == "who" else each for each in small().nodes if each.id != "read"]
    corrected = next_version(page, Tree(tuple(trees)), urgent=True)
    now = timezone.now()
    assert corrected.urgent
    for older in (begun, second):
        assert standing(page.programme, older.pk, now) is Standing.CORRECTED
        older.refresh_from_db()
        assert older.retires_at == corrected.published_at
    shown = queries.current(page.programme)
    assert shown is not None
    assert paths.replay(shown.tree, {"danger": ("no",), "who": ("other",), "read": ()}).at == "talk"
    assert Entry.objects.get(action="advice.corrected").detail["number"] == 3
    # the choice is spent: the next draft begins without it, and the next version is an ordinary one
    page.refresh_from_db()
    assert not page.urgent
    assert not page.get_latest_revision().as_object().urgent
    fourth = next_version(page, other_words(4))
    assert not fourth.urgent
    assert standing(page.programme, corrected.pk, timezone.now()) is Standing.EARLIER
    assert standing(page.programme, begun.pk, timezone.now()) is Standing.CORRECTED


def test_the_choice_of_a_draft_waits_for_who_publishes(page: AdvicePage) -> None:
    draft(page, other_words(2), urgent=True)
    assert AdvicePage.objects.get().get_latest_revision().as_object().urgent
    assert not AdvicePage.objects.get().urgent


@pytest.mark.parametrize(
    "close",
    [
        lambda page: page.unpublish(),
        lambda page: page.delete(),
        lambda page: home_of().delete(),
        lambda page: page.get_parent().specific.unpublish() or page.unpublish(),
    ],
)
def test_a_closed_door_tells_who_walks(
    page: AdvicePage, begun: Snapshot, close: Callable[[AdvicePage], object]
) -> None:
    close(page)
    queries.forget()
    assert queries.current(page.programme) is None
    assert standing(page.programme, begun.pk, timezone.now()) is Standing.CLOSED
    begun.refresh_from_db()
    assert begun.retires_at is not None
    assert Entry.objects.filter(action="advice.withdrawn", programme="helpwanted").count() == 1


def test_what_is_opened_again_is_a_new_version(page: AdvicePage, begun: Snapshot) -> None:
    somebody = make_user(administrator=True)
    page.unpublish(user=somebody)
    assert Entry.objects.get(action="advice.withdrawn").actor == somebody.audit_id
    publish(page)
    assert Snapshot.objects.get(retires_at=None).number == 2
    assert standing(page.programme, begun.pk, timezone.now()) is Standing.RETIRED


def test_versions_of_another_programme_and_of_nobody_are_unknown(page: AdvicePage, begun: Snapshot) -> None:
    other = make_advice(slug="stopitnow")
    now = timezone.now()
    assert standing(other.programme, begun.pk, now) is Standing.UNKNOWN
    assert standing(page.programme, begun.pk + 1000, now) is Standing.UNKNOWN
    assert queries.published(begun.pk + 1000) is None


def test_a_question_asks_the_database_nothing_once_it_is_warm(page: AdvicePage, begun: Snapshot) -> None:
    now, programme = timezone.now(), page.programme
    queries.forget_trees()
    with CaptureQueriesContext(connection) as cold:
        queries.current(programme)
    assert len(cold) == 2
    with CaptureQueriesContext(connection) as warm:
        queries.current(programme)
        standing(programme, begun.pk, now)
        queries.published(begun.pk)
    assert len(warm) == 0
    queries.forget()
    with CaptureQueriesContext(connection) as stale:
        queries.current(programme)
        standing(programme, begun.pk, now)
    assert len(stale) == 1


def test_a_process_keeps_so_many_trees_and_no_more(page: AdvicePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "ROOM", 2)
    for number in (2, 3, 4):
        next_version(page, other_words(number))
    for snapshot in Snapshot.objects.all():
        queries.published(snapshot.pk)
    assert len(queries._trees) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres_only
def test_two_editors_at_once_and_a_visitor_between_them() -> None:
    """Both are published, one after the other; who looks meanwhile always finds a whole version."""
    page = make_advice()
    revisions = [draft(page, other_words(number)).pk for number in (2, 3)]
    seen: list[int | None] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            queries.forget()
            found = queries.current(page.programme)
            seen.append(found and found.number)
        connections.close_all()

    def press(pk: int) -> None:
        Revision.objects.get(pk=pk).publish()
        connections.close_all()

    visitor = threading.Thread(target=look)
    editors = [threading.Thread(target=press, args=[pk]) for pk in revisions]
    visitor.start()
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()
    done.set()
    visitor.join()
    assert sorted(Snapshot.objects.values_list("number", flat=True)) == [1, 2, 3]
    last = Snapshot.objects.get(retires_at=None)
    assert last.number == 3
    assert set(seen) <= {1, 2, 3}
    assert seen == sorted(seen, key=lambda number: number or 0)
    for snapshot in Snapshot.objects.filter(number__gt=1):
        found = queries.published(snapshot.pk)
        assert found is not None
        assert found.tree == Revision.objects.get(pk=snapshot.revision).as_object().tree()


class TestThePageAmongPages:
    def test_one_in_each_programme_in_the_houses_own_language(self, page: AdvicePage) -> None:
        dutch, english = home_of(), home_of(language="en")
        assert not AdvicePage.can_create_at(dutch)
        other = make_site(slug="stopitnow")
        assert AdvicePage.can_create_at(other)
        assert not AdvicePage.can_create_at(english)
        assert not AdvicePage.can_create_at(page)
        assert not page.can_move_to(other)

    def test_it_is_not_translated_and_wagtails_copy_of_it_is_a_draft_elsewhere(
        self, page: AdvicePage
    ) -> None:
        client = sign_in(Client(), make_user(administrator=True))
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        english = home_of(language="en").locale
        translate = reverse("simple_translation:submit_page_translation", args=[page.pk])
        assert client.post(translate, {"locales": [english.pk]}).headers["Location"] == edit
        other = make_site(slug="stopitnow")
        form = {
            "new_title": "Kopie",
            "new_slug": "kopie",
            "new_parent_page": other.pk,
            "copy_subpages": "",
            "publish_copies": "on",
        }
        client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
        copy = AdvicePage.objects.exclude(pk=page.pk).get()
        assert (copy.programme, copy.live, copy.tree()) == (other.programme, False, small())
        assert queries.current(other.programme) is None

    def test_its_address_is_the_rooms(self, page: AdvicePage) -> None:
        assert page.url == "/helpwanted/advice/"
        page.slug = "hulp-kiezen"
        page.save_revision().publish()
        assert Client().get("/helpwanted/hulp-kiezen/").headers["Location"] == "/helpwanted/advice/"

    def test_it_is_in_the_sitemap_while_something_is_shown(self, page: AdvicePage) -> None:
        assert "/helpwanted/advice/" in Client().get("/sitemap.xml").text
        page.unpublish()
        assert "/helpwanted/advice/" not in Client().get("/sitemap.xml").text

    def test_it_comes_among_what_needs_review(self, page: AdvicePage) -> None:
        editor = make_user(administrator=True)
        today = timezone.localdate()
        AdvicePage.objects.update(review_by=today)
        (soon,) = [group for group in reviews.groups(editor, today) if group.name == "soon"]
        assert [row.title for row in soon.rows] == ["Hulp kiezen"]

    def test_a_programme_keeps_its_versions_when_the_page_goes(self, page: AdvicePage) -> None:
        page.delete()
        again = make_advice()
        assert Snapshot.objects.get(retires_at=None).number == 2
        assert again.snapshots.count() == 1


def test_scenarios_are_asked_what_they_know(page: AdvicePage) -> None:
    made = actions.add_scenario(
        page=page, name="x", answers={"danger": ["no"], "who": ["other"]}, expect="stop", by="system"
    )
    (outcome,) = scenarios.run_all(page, small())
    assert (outcome.at, outcome.holds, outcome.agreed) == ("talk", False, False)
    moment = datetime(2026, 7, 7, tzinfo=UTC)
    approved = actions.approve_scenario(scenario=made, by="staff:3", now=moment)
    assert (approved.expect, approved.approved_by, approved.approved_at) == ("talk", "staff:3", moment)
    for wrong in ("who", "gone"):
        with pytest.raises(NotThatAnswer):
            actions.approve_scenario(scenario=made, expect=wrong, by="staff:3")
        with pytest.raises(NotThatAnswer):
            actions.add_scenario(page=page, name="y", answers={}, expect=wrong, by="staff:3")
    changed = actions.change_scenario(
        scenario=made, name="z", answers={"danger": ["yes"]}, expect="crisis", by="staff:4"
    )
    assert (changed.name, changed.approved_by, changed.approved_for) == ("z", "", None)
    subject = f"advice_scenario:{made.pk}"
    actions.remove_scenario(scenario=made, by="staff:4")
    told = Entry.objects.filter(subject=subject).order_by("number")
    assert list(told.values_list("action", flat=True)) == [
        "advice.scenario_added", "advice.scenario_approved", "advice.scenario_changed", "advice.scenario_removed",
    ]  # fmt: skip
