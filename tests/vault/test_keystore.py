from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from helpline.vault import crypto
from helpline.vault.errors import KeyGone, KeyStoreUnusable, SealBroken
from helpline.vault.keystore import MARK, DayKeyName, FolderKeyStore

DAY = DayKeyName(date(2026, 11, 30), "chat")
OTHER = DayKeyName(date(2026, 11, 30), "post")
DATA_KEY = crypto.new_key()


@pytest.fixture
def store(tmp_path: Path) -> FolderKeyStore:
    return FolderKeyStore(tmp_path / "keys")


def test_another_process_unwraps_what_this_one_wrapped(store: FolderKeyStore, tmp_path: Path) -> None:
    wrapped = store.wrap(DAY, DATA_KEY, b"1")
    assert FolderKeyStore(tmp_path / "keys").unwrap(DAY, wrapped, b"1") == DATA_KEY


def test_each_class_has_its_own_key(store: FolderKeyStore) -> None:
    wrapped = store.wrap(DAY, DATA_KEY, b"1")
    with pytest.raises(KeyGone):
        store.unwrap(OTHER, wrapped, b"1")
    store.wrap(OTHER, DATA_KEY, b"1")
    with pytest.raises(SealBroken):
        store.unwrap(OTHER, wrapped, b"1")
    assert store.day_keys() == [DAY, OTHER]


def test_a_destroyed_key_is_gone_and_its_bytes_too(store: FolderKeyStore, tmp_path: Path) -> None:
    wrapped = store.wrap(DAY, DATA_KEY, b"1")
    secret = (tmp_path / "keys" / "day" / "chat-2026-11-30.key").read_bytes()
    assert store.destroy(DAY)
    assert not store.destroy(DAY)
    with pytest.raises(KeyGone):
        store.unwrap(DAY, wrapped, b"1")
    assert all(secret not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_many_at_once_agree_on_one_key(store: FolderKeyStore, tmp_path: Path) -> None:
    def wrap(number: int) -> bytes:
        return FolderKeyStore(tmp_path / "keys").wrap(DAY, DATA_KEY, str(number).encode())

    with ThreadPoolExecutor(8) as pool:
        wrapped = list(pool.map(wrap, range(40)))
    assert all(store.unwrap(DAY, each, str(n).encode()) == DATA_KEY for n, each in enumerate(wrapped))
    assert [path.name for path in (tmp_path / "keys" / "day").iterdir()] == ["chat-2026-11-30.key"]


def test_only_the_server_can_read_it(store: FolderKeyStore, tmp_path: Path) -> None:
    store.wrap(DAY, DATA_KEY, b"1")
    store.pepper("return-code")
    for path in [tmp_path / "keys", *(tmp_path / "keys").rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_a_pepper_stays_and_has_a_name_of_its_own(store: FolderKeyStore, tmp_path: Path) -> None:
    pepper = store.pepper("return-code")
    assert len(pepper) == 32
    assert FolderKeyStore(tmp_path / "keys").pepper("return-code") == pepper
    assert store.pepper("ticket") != pepper
    with pytest.raises(ValueError, match="name"):
        store.pepper("../secret")


def test_a_pepper_that_is_lost_alone_comes_back_as_it_was(store: FolderKeyStore, tmp_path: Path) -> None:
    mark = store.pepper(MARK)
    peppers = {name: store.pepper(name) for name in ("return-code", "second-factor")}
    assert len({mark, *peppers.values()}) == 3
    for name, pepper in peppers.items():
        (tmp_path / "keys" / "pepper" / name).unlink()
        assert FolderKeyStore(tmp_path / "keys").pepper(name) == pepper
    assert FolderKeyStore(tmp_path / "others").pepper("return-code") != peppers["return-code"]


def test_without_its_mark_a_folder_makes_peppers_by_chance_and_no_mark(tmp_path: Path) -> None:
    """An empty folder in place of the real one must not look like one that is whole: it would be mirrored."""
    first, second = (FolderKeyStore(tmp_path / name).pepper("return-code") for name in ("one", "two"))
    assert first != second
    assert not FolderKeyStore(tmp_path / "one").has_pepper(MARK)


def test_a_damaged_key_is_told_and_not_used(store: FolderKeyStore, tmp_path: Path) -> None:
    wrapped = store.wrap(DAY, DATA_KEY, b"1")
    path = tmp_path / "keys" / "day" / "chat-2026-11-30.key"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(KeyStoreUnusable, match="damaged"):
        store.unwrap(DAY, wrapped, b"1")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyStoreUnusable):
        FolderKeyStore(tmp_path / "file" / "keys")


def test_a_class_is_a_short_word() -> None:
    with pytest.raises(ValueError, match="term class"):
        DayKeyName(date(2026, 1, 1), "../chat")
