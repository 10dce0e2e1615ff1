"""The first installation, and installing again over what people changed."""

import pytest
from django.core.management import call_command

from helpline.audit.models import Entry
from helpline.programmes import data, queries
from helpline.programmes.actions import seed_programmes
from helpline.programmes.models import Code, Programme

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def test_seeding_adds_all_that_the_files_have() -> None:
    assert seed_programmes() > 0
    assert [programme.slug for programme in queries.programmes()] == ["helpwanted", "stopitnow"]
    expected = sum(len(row.codes) * len(row.programmes) for row in data.read_code_lists())
    assert Code.objects.count() == expected


def test_seeding_again_changes_nothing_and_says_nothing() -> None:
    seed_programmes()
    entries = Entry.objects.count()
    assert seed_programmes() == 0
    assert Entry.objects.count() == entries


def test_seeding_again_keeps_what_people_changed_and_adds_what_is_new() -> None:
    seed_programmes()
    programme = Programme.objects.get(slug="helpwanted")
    programme.texts.filter(key="headline").update(text_nl="Anders")
    programme.opening_hours.all().delete()
    Code.objects.filter(code="snapchat").update(label_nl="Snap")
    programme.texts.filter(key="goodbye").delete()

    assert seed_programmes() == 1  # the missing text; hours are a manager's, also when there are none
    assert programme.texts.get(key="headline").text_nl == "Anders"
    assert not programme.opening_hours.exists()
    assert set(Code.objects.filter(code="snapchat").values_list("label_nl", flat=True)) == {"Snap"}


def test_a_broken_audit_log_leaves_nothing_seeded(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**entry: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("helpline.programmes.seeding.audit.record", fails)
    with pytest.raises(RuntimeError):
        seed_programmes()
    assert not Programme.objects.exists()


def test_the_command_installs_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed")
    assert "rows added" in capsys.readouterr().out
    call_command("seed")
    assert "Nothing was missing" in capsys.readouterr().out
