"""A workbook is kept, found, replaced and forgotten; two savings that did not know of each other are found out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections

from helpline.retention import registry
from selfhelp.modules.safe import actions, weeks
from selfhelp.modules.safe.models import KeptWorkbook

TODAY = date(2026, 7, 8)  # a Wednesday
PLACE, OTHER = "a" * 64, "b" * 64


def keep(place: str = PLACE, sealed: bytes = b"een", today: date = TODAY) -> int:
    return actions.begin(place=place, sealed=sealed, today=today)


def row() -> KeptWorkbook:
    return KeptWorkbook.objects.get(pk=PLACE)


@pytest.mark.django_db
def test_what_is_kept_is_found_again() -> None:
    revision = keep()
    assert actions.look(place=PLACE, today=TODAY) == actions.Kept(revision, b"een")
    with pytest.raises(actions.NothingKept):
        actions.look(place=OTHER, today=TODAY)


@pytest.mark.django_db
def test_a_place_is_begun_once_and_tells_what_is_there() -> None:
    revision = keep()
    with pytest.raises(actions.SavedElsewhere) as found:
        keep(sealed=b"twee")
    assert found.value.kept == actions.Kept(revision, b"een")


@pytest.mark.django_db
def test_saving_needs_the_revision_that_is_kept() -> None:
    first = keep()
    second = actions.save(place=PLACE, revision=first, sealed=b"twee", today=TODAY)
    assert second != first
    with pytest.raises(actions.SavedElsewhere) as found:
        actions.save(place=PLACE, revision=first, sealed=b"van elders", today=TODAY)
    assert found.value.kept == actions.Kept(second, b"twee")
    assert bytes(row().sealed) == b"twee"
    with pytest.raises(actions.NothingKept):
        actions.save(place=OTHER, revision=first, sealed=b"twee", today=TODAY)


@pytest.mark.django_db
def test_forgetting_takes_it_away_and_is_never_an_error() -> None:
    keep()
    actions.forget(place=PLACE)
    actions.forget(place=PLACE)
    assert not KeptWorkbook.objects.exists()


@pytest.mark.django_db
def test_half_a_year_begins_again_with_every_use_and_is_written_by_the_week() -> None:
    revision = keep()
    assert row().last_week == date(2027, 1, 4)
    actions.look(place=PLACE, today=TODAY + timedelta(days=4))
    assert row().last_week == date(2027, 1, 4), "the same week"
    actions.look(place=PLACE, today=TODAY + timedelta(days=5))
    assert row().last_week == date(2027, 1, 11)
    actions.save(place=PLACE, revision=revision, sealed=b"x", today=TODAY + timedelta(weeks=9))
    assert row().last_week == weeks.last_week(TODAY + timedelta(weeks=9))


@pytest.mark.django_db
def test_what_is_past_its_term_is_as_if_it_had_never_been_there() -> None:
    revision = keep()
    last_day, after = date(2027, 1, 10), date(2027, 1, 11)
    with pytest.raises(actions.NothingKept):
        actions.look(place=PLACE, today=after)
    with pytest.raises(actions.NothingKept):
        actions.save(place=PLACE, revision=revision, sealed=b"x", today=after)
    assert actions.look(place=PLACE, today=last_day).sealed == b"een"
    KeptWorkbook.objects.update(last_week=date(2027, 1, 4))
    assert keep(sealed=b"nieuw", today=after), "its place can be used again before the nightly run"


@pytest.mark.django_db
def test_the_nightly_run_erases_what_is_past_its_term_and_nothing_else() -> None:
    (eraser,) = [each for each in registry.erasers() if each.kind == "kept_workbook"]
    for number in range(3):
        keep(place=str(number) * 64)
    keep(place=PLACE, today=TODAY + timedelta(weeks=1))
    last, after = datetime(2027, 1, 10, 12, tzinfo=UTC), datetime(2027, 1, 11, 12, tzinfo=UTC)
    assert (eraser.due(last), eraser.erase(last, 10)) == (0, 0)
    assert (eraser.due(after), eraser.erase(after, 2), eraser.erase(after, 2)) == (3, 2, 1)
    assert eraser.erase(after, 2) == 0
    assert row().pk == PLACE


def at_once(count: int, act: Callable[[int], object]) -> list[object]:
    def one(number: int) -> object:
        try:
            return act(number)
        except actions.SavedElsewhere as elsewhere:
            return elsewhere
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_of_many_who_save_at_once_one_wins_and_the_others_are_told() -> None:
    revision = keep()

    def save(number: int) -> int:
        return actions.save(place=PLACE, revision=revision, sealed=bytes([number]), today=TODAY)

    found = at_once(6, save)
    assert connection.vendor
    won = [number for number, each in enumerate(found) if isinstance(each, int)]
    assert len(won) == 1
    assert bytes(row().sealed) == bytes(won)
    told = [each for each in found if isinstance(each, actions.SavedElsewhere)]
    assert len(told) == 5
    assert all(each.kept.sealed == bytes(won) for each in told)
