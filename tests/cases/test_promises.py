"""What a case promises: nothing that was written stands in clear, and after the term nobody can read it."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection

from helpline.accounts.models import User
from helpline.cases import actions, sealing
from helpline.cases.erasers import ERASERS
from helpline.cases.errors import CaseGone
from helpline.cases.models import Case, Note
from helpline.programmes.models import Programme
from helpline.vault import actions as vault
from helpline.vault.models import DataKey
from tests.factories.cases import EVENING, make_case

pytestmark = pytest.mark.django_db
CANARY = "mijn geheim is een zeldzame zeekoet"


def written(programme: Programme, by: User) -> tuple[Case, Note]:
    case = make_case(programme=programme, by=by)
    note = actions.write_note(case=case, text=CANARY, by=by, now=EVENING)
    actions.set_task(case=case, kind="other", text=CANARY, due_at=EVENING, by=by, now=EVENING)
    return case, note


def everything() -> bytes:
    """Every row of every table of the house, as the database has it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  (names from the database itself)
            for row in cursor.fetchall():
                found += [bytes(cell) if isinstance(cell, memoryview) else str(cell).encode() for cell in row]
    return b"\n".join(cell if isinstance(cell, bytes) else bytes(cell) for cell in found)


@pytest.mark.both_engines
def test_what_was_written_stands_nowhere_in_clear(helpwanted: Programme, noor: User) -> None:
    case, note = written(helpwanted, noor)
    kept = everything()
    assert case.alias.encode() in kept, "the search for what is kept finds what is there"
    for word in ("geheim", "zeldzame", "zeekoet"):
        assert word.encode() not in kept
    assert sealing.unseal(case, bytes(note.sealed), kind="note", row_id=note.pk) == CANARY


def test_after_the_term_a_restored_copy_cannot_be_read(helpwanted: Programme, noor: User) -> None:
    case, note = written(helpwanted, noor)
    key_id = case.data_key_id
    assert key_id is not None
    copy = serializers.serialize("json", [DataKey.objects.get(pk=key_id), case, note])
    (eraser,) = ERASERS
    late = case.expires_at + timedelta(days=1, hours=12)
    assert (eraser.due(case.expires_at - timedelta(seconds=1)), eraser.due(late)) == (0, 1)
    assert eraser.erase(late, 10) == 1
    assert eraser.erase(late, 10) == 0
    vault.destroy_expired_day_keys(now=late)
    for each in serializers.deserialize("json", copy):
        each.save()
    vault.forget(key_id)
    restored, note = Case.objects.get(), Note.objects.get()
    with pytest.raises(CaseGone):
        sealing.unseal(restored, bytes(note.sealed), kind="note", row_id=note.pk)


def test_a_restored_copy_of_a_living_case_can_be_read(helpwanted: Programme, noor: User) -> None:
    case, note = written(helpwanted, noor)
    assert case.data_key_id is not None
    vault.destroy_expired_day_keys(now=case.expires_at - timedelta(days=1))
    vault.forget(case.data_key_id)
    assert sealing.unseal(case, bytes(note.sealed), kind="note", row_id=note.pk) == CANARY


def test_what_hangs_on_a_case_goes_with_it() -> None:
    own: list[Any] = [model for model in apps.get_app_config("cases").get_models() if model is not Case]
    for model in own:
        assert model._meta.get_field("case").remote_field.on_delete.__name__ == "CASCADE"
