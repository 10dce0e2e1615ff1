"""The key folder is the one of this database, or nothing begins."""

import shutil
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from helpline.audit.models import Entry
from helpline.vault import folder, keystore
from helpline.vault.actions import new_data_key, unwrap
from helpline.vault.checks import check_key_folder_belongs
from helpline.vault.errors import KeyFolderFits, KeyStoreUnusable
from helpline.vault.folder import Fit
from helpline.vault.models import DataKey, KeyFolder

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"


def sealed() -> DataKey:
    row, _ = new_data_key(term_class="chat", expires_at=datetime.now(UTC) + timedelta(days=3))
    return row


def found() -> list[str]:
    return [error.id or "" for error in check_key_folder_belongs(None, databases=["default"])]


def test_a_new_house_notes_its_folder_once_and_knows_it_again() -> None:
    assert folder.fit() is Fit.NEW
    assert found() == []
    folder.note()
    folder.note()
    assert folder.fit() is Fit.KNOWN
    assert KeyFolder.objects.count() == 1
    pepper = keystore.store().pepper(keystore.MARK)
    assert pepper.hex() not in KeyFolder.objects.get().fingerprint


def test_a_look_makes_nothing(tmp_path: Path) -> None:
    folder.fit()
    found()
    assert list((tmp_path / "keys" / "pepper").iterdir()) == []


def test_an_empty_folder_is_refused_and_the_right_one_is_not(settings: Any, tmp_path: Path) -> None:
    folder.note()
    settings.KEY_FOLDER = tmp_path / "empty"
    assert folder.fit() is Fit.OTHER
    assert found() == ["vault.E004"]
    keystore.store().pepper(keystore.MARK)  # another folder, with a mark of its own
    assert found() == ["vault.E004"]
    settings.KEY_FOLDER = tmp_path / "keys"
    assert found() == []


def test_a_folder_without_any_key_that_is_needed_is_refused_also_before_one_was_noted(
    settings: Any, tmp_path: Path
) -> None:
    sealed()
    assert folder.fit() is Fit.NEW
    settings.KEY_FOLDER = tmp_path / "empty"
    assert folder.fit() is Fit.OTHER
    assert folder.day_keys_missing() == (1, 1)


def test_without_the_database_nothing_is_asked() -> None:
    assert check_key_folder_belongs(None, databases=None) == []


def test_a_folder_that_cannot_be_read_is_told(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.KEY_FOLDER = tmp_path / "file" / "keys"
    assert found() == ["vault.E005"]


def test_a_disk_that_goes_away_under_a_process_gets_no_new_keys(tmp_path: Path) -> None:
    folder.note()
    for path in (tmp_path / "keys").glob("*/*"):
        path.unlink()
    with pytest.raises(KeyStoreUnusable):
        sealed()
    with pytest.raises(KeyStoreUnusable):
        keystore.store().pepper("return-code")
    assert list((tmp_path / "keys").glob("*/*")) == []


def test_a_server_does_not_start_with_another_folder(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.note()
    settings.KEY_FOLDER = tmp_path / "empty"
    monkeypatch.setattr(folder, "note", lambda: pytest.fail("it goes on"))  # and would serve, in this process
    with pytest.raises(CommandError, match="not the key folder of this database"):
        call_command("serve")


def test_to_begin_anew_says_what_it_costs_and_does_it_when_asked(settings: Any, tmp_path: Path) -> None:
    folder.note()
    lost = sealed()
    settings.KEY_FOLDER = tmp_path / "new"
    kept = sealed()
    out = StringIO()
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("keys_anew", stdout=out)
    assert "1 sealed items" in out.getvalue()
    assert folder.fit() is Fit.OTHER
    call_command("keys_anew", "--lose-what-was-sealed", stdout=out)
    assert folder.fit() is Fit.KNOWN
    assert list(DataKey.objects.values_list("pk", flat=True)) == [kept.pk]
    assert lost.pk != kept.pk
    assert unwrap(kept.pk)
    assert Entry.objects.get().action == "vault.began_anew"


def test_a_folder_that_fits_is_not_begun_anew() -> None:
    folder.note()
    with pytest.raises(CommandError, match="nothing to begin anew"):
        call_command("keys_anew", "--lose-what-was-sealed")
    with pytest.raises(KeyFolderFits):
        folder.begin_anew()


def test_a_copy_of_the_folder_is_the_folder(settings: Any, tmp_path: Path) -> None:
    folder.note()
    settings.KEY_FOLDER = Path(shutil.copytree(tmp_path / "keys", tmp_path / "mirror"))
    assert folder.fit() is Fit.KNOWN
