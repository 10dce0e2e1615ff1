from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.vault import actions
from helpline.vault.cache import KeyCache
from helpline.vault.checks import check_key_folder
from helpline.vault.erasers import ERASERS
from helpline.vault.errors import KeyGone, TermPassed
from helpline.vault.models import DataKey

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _own_key_folder(settings: object, tmp_path: Path) -> Iterator[None]:
    settings.KEY_FOLDER = tmp_path / "keys"  # type: ignore[attr-defined]
    actions._cache.clear()
    yield
    actions._cache.clear()


def make(term_class: str = "chat", days: int = 7) -> tuple[DataKey, bytes]:
    return actions.new_data_key(term_class=term_class, expires_at=NOW + timedelta(days=days), now=NOW)


@pytest.mark.django_db
def test_a_data_key_is_wrapped_and_unwrapped() -> None:
    row, key = make()
    assert len(key) == 32
    assert key not in bytes(DataKey.objects.get(id=row.id).wrapped)
    assert actions.unwrap(row.id) == key


@pytest.mark.django_db
def test_unwrapping_again_asks_nobody(django_assert_num_queries: object) -> None:
    row, key = make()
    actions.forget(row.id)
    assert actions.cached(row.id) is None
    actions.unwrap(row.id)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert actions.unwrap(row.id) == key
    assert actions.cached(row.id) == key


@pytest.mark.django_db
def test_many_are_unwrapped_with_one_question(django_assert_num_queries: Any) -> None:
    """What is gone, and what does not open, keeps nobody from the others."""
    (first, key), (second, other), (broken, _), (gone, _) = (make() for _ in range(4))
    DataKey.objects.filter(id=broken.id).update(wrapped=bytes(first.wrapped))
    DataKey.objects.filter(id=gone.id).delete()
    actions._cache.clear()
    ids = [gone.id, first.id, uuid4(), broken.id, second.id]
    with django_assert_num_queries(1):
        assert actions.unwrap_all(ids) == {first.id: key, second.id: other}
    with django_assert_num_queries(0):
        assert actions.unwrap_all([first.id, second.id]) == {first.id: key, second.id: other}


@pytest.mark.django_db
def test_a_shredded_key_is_gone_at_once(django_capture_on_commit_callbacks: object) -> None:
    row, _ = make()
    actions.unwrap(row.id)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.shred(row.id)
    with pytest.raises(KeyGone):
        actions.unwrap(row.id)
    actions.shred(row.id)


@pytest.mark.django_db
def test_the_day_after_the_last_day_nothing_opens_it_any_more() -> None:
    row, key = make()
    backup = DataKey.objects.get(id=row.id)
    assert actions.destroy_expired_day_keys(now=NOW + WEEK) == 0
    assert actions.unwrap(row.id) == key
    assert actions.destroy_expired_day_keys(now=NOW + WEEK + timedelta(hours=12)) == 1
    with pytest.raises(KeyGone):
        actions.unwrap(row.id)
    DataKey.objects.all().delete()
    backup.save(force_insert=True)  # a backup of the database is put back
    with pytest.raises(KeyGone):
        actions.unwrap(row.id)


@pytest.mark.django_db
def test_a_longer_lived_class_stays_readable() -> None:
    chat, _ = make("chat")
    case, key = make("case", days=365)
    actions.destroy_expired_day_keys(now=NOW + timedelta(days=8))
    assert actions.unwrap(case.id) == key
    with pytest.raises(KeyGone):
        actions.unwrap(chat.id)


@pytest.mark.django_db
def test_an_extension_outlives_the_first_day_key() -> None:
    row, key = make()
    actions.extend(row.id, expires_at=NOW + timedelta(days=30), now=NOW)
    actions.extend(row.id, expires_at=NOW + timedelta(days=2), now=NOW)  # sooner: changes nothing
    assert actions.destroy_expired_day_keys(now=NOW + timedelta(days=8)) == 1
    assert actions.unwrap(row.id) == key
    assert actions.destroy_expired_day_keys(now=NOW + timedelta(days=31)) == 1
    with pytest.raises(KeyGone):
        actions.unwrap(row.id)


@pytest.mark.django_db
def test_no_key_is_made_for_a_day_that_has_passed() -> None:
    row, _ = make()
    with pytest.raises(TermPassed):
        make(days=-1)
    with pytest.raises(TermPassed):
        actions.extend(row.id, expires_at=NOW - WEEK, now=NOW)
    with pytest.raises(ValueError, match="other"):
        make("other")
    with pytest.raises(KeyGone):
        actions.extend(uuid4(), expires_at=NOW + WEEK, now=NOW)


@pytest.mark.django_db
def test_a_wrapped_key_does_not_open_in_another_row() -> None:
    first, _ = make()
    second, _ = make()
    DataKey.objects.filter(id=second.id).update(wrapped=first.wrapped)
    actions._cache.clear()
    with pytest.raises(actions.crypto.SealBroken):
        actions.unwrap(second.id)


@pytest.mark.django_db
def test_data_keys_that_open_nothing_are_erased() -> None:
    make()
    kept, _ = make(days=9)
    later = NOW + timedelta(days=8)
    (eraser,) = ERASERS
    assert eraser.due(later) == 1
    assert (eraser.erase(later, 10), eraser.erase(later, 10)) == (1, 0)
    assert list(DataKey.objects.values_list("id", flat=True)) == [kept.id]


# Whatever is put in and asked for, the cache never holds more than its size nor gives a key after its seconds.
@given(st.lists(st.tuples(st.integers(0, 5), st.floats(0, 4))))
def test_the_cache_is_small_and_forgets(steps: list[tuple[int, float]]) -> None:
    now = 0.0
    cache = KeyCache(size=3, seconds=5, clock=lambda: now)
    ids = [uuid4() for _ in range(6)]
    put_at: dict[int, float] = {}
    for number, passed in steps:
        now += passed
        if cache.get(ids[number]) is None:
            cache.put(ids[number], bytes([number]))
            put_at[number] = now
        assert now - put_at[number] < 5
        assert len(cache) <= 3


def test_a_key_folder_that_is_served_or_readable_is_refused(settings: object, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    settings.KEY_FOLDER = folder  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    settings.STATIC_ROOT = tmp_path / "static"  # type: ignore[attr-defined]
    assert check_key_folder(None) == []
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    assert [found.id for found in check_key_folder(None)] == ["vault.E003"]
    folder.chmod(0o700)
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    assert [found.id for found in check_key_folder(None)] == ["vault.E001"]
