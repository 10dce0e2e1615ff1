"""Where the keys live that wrap all others: outside the database, outside its backups.

Two kinds of secrets. A *day key* belongs to a term class and a day of expiry, wraps data keys and is destroyed after
that day. A *pepper* is a named secret that lives as long as the installation; each is made from the one by which the
folder is known, so that it can be lost with all of them and not alone.
"""

import hmac
import os
import re
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

from helpline.vault import crypto
from helpline.vault.errors import KeyGone, KeyStoreUnusable

if TYPE_CHECKING:
    from collections.abc import Iterator

#: the pepper by which a folder is known again
MARK = "folder"
#: where deploy/bin/mirror-keys notes when it was done: all that it may write to
MIRRORED = "mirrored"

_CLASS = re.compile(r"[a-z]{1,10}")
_PEPPER = re.compile(r"[a-z][a-z-]{0,29}")


@dataclass(frozen=True, slots=True, order=True)
class DayKeyName:
    """Names a day key: it wraps the data keys of `term_class` that expire on `expires_on_date` (a day in UTC)."""

    expires_on_date: date
    term_class: str

    def __post_init__(self) -> None:
        if not _CLASS.fullmatch(self.term_class):
            raise ValueError("not a term class")

    def __str__(self) -> str:
        return f"{self.term_class}-{self.expires_on_date.isoformat()}"

    @classmethod
    def parse(cls, text: str) -> "DayKeyName":
        term_class, _, day = text.partition("-")
        return cls(date.fromisoformat(day), term_class)


class KeyStore(Protocol):
    """What the house asks of a key store; a day key itself never leaves it, so that a KMS can stand behind it.

    `wrap` creates the day key when it does not exist yet, in such a way that all processes agree on one. `destroy`
    is final: after it `unwrap` raises KeyGone for ever, also from the store's own backups.
    """

    def wrap(self, name: DayKeyName, data_key: bytes, associated: bytes) -> bytes: ...

    def unwrap(self, name: DayKeyName, wrapped: bytes, associated: bytes) -> bytes:
        """Raises KeyGone when the day key does not exist, SealBroken when `wrapped` does not fit."""
        ...

    def destroy(self, name: DayKeyName) -> bool:
        """Destroy the day key; return whether it was there."""
        ...

    def day_keys(self) -> list[DayKeyName]: ...

    def pepper(self, name: str) -> bytes:
        """Return the named secret of 32 bytes, made on first use.

        Once this process has asked for MARK, no key and no pepper is made where the mark is not there any more.
        """
        ...

    def has_pepper(self, name: str) -> bool:
        """Whether there is such a secret; makes none."""
        ...


class FolderKeyStore:
    """Keys as files in a folder that only the server's user can read (0700), safe with several processes.

    A file appears complete and never changes: it is written beside its place, flushed to the disk and linked into
    place, which fails when another process was first; then that one's key is read. To destroy is to overwrite, flush,
    unlink and flush the folder. On copy-on-write disks and SSDs the overwriting may miss old blocks: put the folder on
    an encrypted disk, and leave it out of backups.
    """

    def __init__(self, folder: Path) -> None:
        self._days = folder / "day"
        self._peppers = folder / "pepper"
        self._is_marked = False
        try:
            for each in (folder, self._days, self._peppers, folder / MIRRORED):
                each.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise KeyStoreUnusable(f"the key folder cannot be made: {error.strerror}") from error

    def wrap(self, name: DayKeyName, data_key: bytes, associated: bytes) -> bytes:
        return crypto.wrap(self._read_or_make(self._days / f"{name}.key"), data_key, associated)

    def unwrap(self, name: DayKeyName, wrapped: bytes, associated: bytes) -> bytes:
        key = _read(self._days / f"{name}.key")
        if key is None:
            raise KeyGone(str(name))
        return crypto.unwrap(key, wrapped, associated)

    def destroy(self, name: DayKeyName) -> bool:
        path = self._days / f"{name}.key"
        try:
            with path.open("r+b", buffering=0) as file:
                file.write(os.urandom(_FILE_BYTES))
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            return False
        _flush_folder(self._days)
        return True

    def day_keys(self) -> list[DayKeyName]:
        return sorted(DayKeyName.parse(path.stem) for path in self._days.glob("*.key"))

    def pepper(self, name: str) -> bytes:
        if not _PEPPER.fullmatch(name):
            raise ValueError("not a pepper's name")
        key = self._read_or_make(self._peppers / name, lambda: self._new_pepper(name))
        self._is_marked = self._is_marked or name == MARK
        return key

    def has_pepper(self, name: str) -> bool:
        return _read(self._peppers / name) is not None

    def _new_pepper(self, name: str) -> bytes:
        """Made from the mark, where there is one: a file that is lost comes back as it was."""
        mark = _read(self._peppers / MARK)
        return crypto.new_key() if mark is None else hmac.digest(mark, f"pepper {name}".encode(), "sha256")

    def _read_or_make(self, path: Path, make: Callable[[], bytes] = crypto.new_key) -> bytes:
        key = _read(path)
        if key is not None:
            return key
        if self._is_marked and not self.has_pepper(MARK):  # the disk was unmounted, or the folder emptied
            raise KeyStoreUnusable("the key folder is not the one of before")
        return _read_or_make(path, make)


_MAGIC = b"HK1\n"
_CHECK_BYTES = 8
_FILE_BYTES = len(_MAGIC) + crypto.KEY_BYTES + _CHECK_BYTES


def _encode(key: bytes) -> bytes:
    return _MAGIC + key + sha256(_MAGIC + key).digest()[:_CHECK_BYTES]


def _read(path: Path) -> bytes | None:
    """Return the key; None when it is not there (any more). Raises KeyStoreUnusable for a damaged file."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyStoreUnusable(f"a key cannot be read: {error.strerror}") from error
    key = content[len(_MAGIC) : len(_MAGIC) + crypto.KEY_BYTES]
    if _encode(key) == content:
        return key
    if not path.exists():  # destroyed between overwriting and unlinking
        return None
    raise KeyStoreUnusable(f"the key file {path.name} is damaged")


def _read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    key = _read(path)
    if key is not None:
        return key
    key = make()
    try:
        with _written_beside(path, _encode(key)) as draft:
            os.link(draft, path)
    except FileExistsError:
        key = _read(path)
        if key is None:
            raise KeyGone(path.stem) from None
        return key
    except OSError as error:
        raise KeyStoreUnusable(f"a key cannot be written: {error.strerror}") from error
    _flush_folder(path.parent)
    return key


@contextmanager
def _written_beside(path: Path, content: bytes) -> "Iterator[Path]":
    draft = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@lru_cache(maxsize=4)
def _folder_store(folder: Path) -> FolderKeyStore:
    return FolderKeyStore(folder)


def store() -> KeyStore:
    """Return this installation's key store."""
    return _folder_store(Path(settings.KEY_FOLDER))
