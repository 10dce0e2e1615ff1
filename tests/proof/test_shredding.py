"""A backup outlives its chats, and not its cases: what was shredded cannot be read from it, wherever it is put back.

The house lays down one thing of every kind on one day. A backup is made. Terms pass, and the erasure run keeps them
in the living house. Then the backup is put back elsewhere, with the keys as they are then, and read in two ways: by
the rooms themselves, their clock turned back, and by a thief who tries every 32 bytes of the key folder as a key.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from figures.queries import month_counts
from helpline.contacts.reconciliation import compared
from helpline.programmes.models import Channel, Programme
from helpline.retention import actions as retention
from helpline.vault import crypto
from helpline.vault.actions import _associated
from helpline.vault.errors import SealBroken
from helpline.vault.keystore import DayKeyName, FolderKeyStore
from helpline.vault.models import DataKey, TermClass
from tests.factories.chat import make_staff
from tests.factories.contacts import COMPLETE, make_registered, seed
from tests.factories.programmes import open_always
from tests.proof import backups
from tests.proof.laid_down import Laid, lay_down, sealed_models
from tests.services.sizes import IS_FULL

pytestmark = pytest.mark.slow

#: a Tuesday evening in summer; the rooms' day in Amsterdam is the same
DAY = datetime(2026, 7, 7, 18, 0, tzinfo=UTC)
CHAT, CASE = 7, 180
REGISTERED = 4


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A data key as it stands in a backup."""

    id: UUID
    name: DayKeyName
    content: bytes


def wrapped_keys() -> list[Wrapped]:
    """Those of the database that is looked at."""
    return [
        Wrapped(row.pk, DayKeyName(row.expires_on_date, row.term_class), bytes(row.wrapped))
        for row in DataKey.objects.all()
    ]


def stolen(wrapped: Sequence[Wrapped], keys: Path) -> set[UUID]:
    """The data keys that open with any 32 bytes that stand anywhere below the key folder."""
    tried = {
        content[start : start + crypto.KEY_BYTES]
        for content in (path.read_bytes() for path in keys.rglob("*") if path.is_file())
        for start in range(len(content) - crypto.KEY_BYTES + 1)
    }
    return {each.id for each in wrapped if any(_opens(each, key) for key in tried)}


def _opens(wrapped: Wrapped, key: bytes) -> bool:
    try:
        crypto.unwrap(key, wrapped.content, _associated(wrapped.id, wrapped.name))
    except SealBroken:
        return False
    return True


def is_due(laid: Laid, days: int) -> bool:
    """Whether, so many days later, nothing may open this any more."""
    return laid.days < days


def faults(laid: Sequence[Laid], keys: Path, days: int) -> list[str]:
    """What is wrong in the database that is looked at, so many days later. Empty: the promise holds."""
    open_to_thief = stolen(wrapped_keys(), keys)
    found = []
    for each in laid:
        if is_due(each, days):
            found += [f"{each.kind}: still read after {days} days"] * each.is_readable
            found += [f"{each.kind}: a key is left after {days} days"] * (each.data_key_id in open_to_thief)
        elif not each.is_readable:
            found.append(f"{each.kind}: lost after {days} days")
    return found


def lived_in() -> tuple[Programme, list[Laid]]:
    """One of everything, and contacts that were registered."""
    programme = seed()
    open_always(programme=programme, channel=Channel.CHAT)
    by = make_staff(programme)
    for _ in range(REGISTERED):
        make_registered(programme=programme, by=by, now=DAY, codes=COMPLETE)
    laid = lay_down(programme=programme, by=by, at=DAY)
    # a new model with a key of its own, or a new class of terms, must be laid down here too
    assert {each.model for each in laid} == sealed_models()
    assert set(DataKey.objects.values_list("term_class", flat=True)) == set(TermClass.values)
    return programme, laid


def pass_on(days: int, keep: Path) -> Path:
    """The night so many days later; returns a copy of the key folder as it is then."""
    retention.erase(now=DAY + timedelta(days=days))
    return Path(shutil.copytree(settings.KEY_FOLDER, keep / f"keys-{days}"))


def registered(programme: Programme) -> int:
    return sum(month_counts(programme.slug, DAY.date()).values())


@pytest.mark.both_engines
@pytest.mark.django_db(transaction=True)
def test_a_backup_outlives_its_chats_and_not_its_cases(tmp_path: Path) -> None:
    programme, laid = lived_in()
    assert faults(laid, Path(settings.KEY_FOLDER), 0) == []
    counted = registered(programme)
    assert counted >= REGISTERED
    forms = backups.forms() if IS_FULL else backups.forms()[:1]
    backup = {form: backups.take(form, tmp_path) for form in forms}
    nights = sorted({each.days + 1 for each in laid}) if IS_FULL else [CHAT + 1, CASE + 1]
    keys = {0: Path(shutil.copytree(settings.KEY_FOLDER, tmp_path / "keys-0"))}
    for days in nights:
        keys[days] = pass_on(days, tmp_path)
        assert still_read(laid, days) == []
        assert registered(programme) == counted, "the figures are not what they were"
        assert compared(DAY + timedelta(days=days)).differences == ()
    for form in forms:
        with backups.put_back(form, backup[form]) as place:
            for days, then in keys.items():
                with backups.looking_at(place, then):
                    assert faults(laid, then, days) == [], form
                    assert registered(programme) == counted
                    assert compared(DAY).differences == ()
    told = f"{len(laid)} kinds, {len(nights)} nights, backups: {', '.join(forms)}"
    print(f"\n{told}\n{table(laid, nights)}")  # noqa: T201 - the size, and what was read


def still_read(laid: Sequence[Laid], days: int) -> list[str]:
    """In the house itself what is due is gone too; what is not may have ended early (a row that was deleted)."""
    return [each.kind for each in laid if is_due(each, days) and each.is_readable]


def table(laid: Sequence[Laid], nights: Sequence[int]) -> str:
    """What could be read from the backup on each of these days."""
    head = f"{'read from the backup after':<30}" + "".join(f"{days:>6} d" for days in nights)
    rows = (
        f"{each.kind:<30}" + "".join(f"{'no' if is_due(each, days) else 'yes':>8}" for days in nights)
        for each in sorted(laid, key=lambda each: each.days)
    )
    return "\n".join([head, *rows])


@pytest.mark.django_db
def test_a_key_that_is_kept_too_long_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three ways to keep one: the store does not destroy, the run comes too early, a copy lies about."""
    _, laid = lived_in()
    backup = wrapped_keys()
    before = Path(shutil.copytree(settings.KEY_FOLDER, tmp_path / "before"))
    chats = {each.data_key_id for each in laid if each.kind == "chat"}
    with monkeypatch.context() as lazy:
        lazy.setattr(FolderKeyStore, "destroy", lambda self, name: True)
        assert chats <= stolen(backup, pass_on(CHAT + 1, tmp_path / "lazy"))
    assert chats <= stolen(backup, pass_on(CHAT, tmp_path / "early"))
    keys = pass_on(CHAT + 1, tmp_path)
    assert not chats & stolen(backup, keys)
    spare = keys / "day" / "forgotten.bak"
    spare.write_bytes(
        b"x" + (before / "day" / f"chat-{(DAY + timedelta(days=CHAT)).date()}.key").read_bytes()
    )
    assert chats <= stolen(backup, keys)
