"""What somebody was typing is kept: masked, sealed, for themselves, until it is used or a week has passed."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpline.accounts.models import User
from helpline.audit.models import Entry
from helpline.drafts import actions, guarding, queries
from helpline.drafts.actions import TERM
from helpline.drafts.erasers import ERASERS
from helpline.drafts.errors import BadDraft, DraftConflict
from helpline.drafts.models import Draft
from helpline.guard.finding import Kind
from helpline.guard.forms import judge
from helpline.retention.terms import terms
from helpline.vault.models import DataKey
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_organisation

pytestmark = pytest.mark.django_db
KEY = "cases.note:0b5f7d4e-3f0c-4a51-9d8e-6a6c1a3d2b10"


def keep(user: User, text: str, *, base: int = 0, request_id: uuid.UUID | None = None, **more: Any) -> Draft:
    return actions.save(
        key=KEY,
        fields={"text": text},
        base_version=base,
        request_id=request_id or uuid.uuid4(),
        by=user,
        **more,
    )


def text_of(user: User) -> str | None:
    draft = queries.find(user, KEY)
    fields = actions.read(draft) if draft else None
    return None if fields is None else str(fields["text"])


def test_what_was_typed_comes_back_and_nobody_can_read_it_in_the_table() -> None:
    user = make_user()
    draft = keep(user, "moeder belde over de foto")
    assert text_of(user) == "moeder belde over de foto"
    assert b"moeder" not in bytes(draft.ciphertext)


def test_numbers_are_masked_before_they_are_kept_and_the_directory_s_own_are_not() -> None:
    make_organisation(phones=({"number": "0800-0188"},))
    user = make_user()
    keep(user, "bel 0612345678 of 0800 0188 of 112")
    assert text_of(user) == "bel [telefoonnummer] of 0800 0188 of 112"


def test_another_window_is_told_and_nothing_is_overwritten() -> None:
    user = make_user()
    keep(user, "eerst")
    with pytest.raises(DraftConflict) as conflict:
        keep(user, "ander venster")
    assert conflict.value.current.version == 1
    assert text_of(user) == "eerst"


def test_a_repeated_request_changes_nothing() -> None:
    user, request_id = make_user(), uuid.uuid4()
    assert keep(user, "eerst", request_id=request_id).version == 1
    assert keep(user, "eerst", request_id=request_id).version == 1


def test_a_late_copy_does_not_bring_a_used_draft_back() -> None:
    user, request_id = make_user(), uuid.uuid4()
    keep(user, "eerst", request_id=request_id)
    actions.done(key=KEY, by=user)
    with pytest.raises(DraftConflict):
        keep(user, "eerst", request_id=request_id)
    assert text_of(user) is None
    assert not DataKey.objects.filter(term_class="draft").exists()
    assert keep(user, "nieuw", base=2).version == 3
    assert text_of(user) == "nieuw"


def test_drafts_are_of_one_person() -> None:
    user, colleague = make_user(), make_user(name="Sam")
    keep(colleague, "van Sam")
    assert text_of(user) is None
    assert queries.writing_too(user, KEY) == ["Sam"]
    assert queries.writing_too(user, KEY, now=timezone.now() + timedelta(minutes=3)) == []


def test_nobody_hears_who_writes_in_a_form_that_everybody_has_for_themselves() -> None:
    """Its key names a programme, so that anybody could ask who is writing to the shift lead at this moment."""
    user, colleague = make_user(), make_user(name="Sam")
    fields, number = {"text": "Het was zwaar."}, uuid.uuid4()
    actions.save(key="team.note:helpwanted", fields=fields, base_version=0, request_id=number, by=colleague)
    assert queries.writing_too(user, "team.note:helpwanted") == []


def test_a_week_after_the_last_change_it_is_gone_with_its_key() -> None:
    user, now = make_user(), timezone.now()
    keep(user, "eerst", now=now)
    keep(user, "later", base=1, now=now + timedelta(days=3))
    (eraser,) = ERASERS
    assert eraser.erase(now + TERM, 10) == 0
    assert eraser.erase(now + timedelta(days=3) + TERM, 10) == 1
    assert not Draft.objects.exists()
    assert not DataKey.objects.filter(term_class="draft").exists()
    assert terms(chat_days=7, contact_days=30)["draft"].length == TERM


@pytest.mark.parametrize(
    "key", ["", "note", "cases.note:", "cases.note:a b", "Cases.note:1", "cases.note:" + "1" * 99]
)
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(BadDraft):
        actions.save(key=key, fields={}, base_version=0, request_id=uuid.uuid4(), by=make_user())


def test_the_script_s_addresses() -> None:
    browser = sign_in(Client(), make_user())
    address = reverse("drafts:draft", args=[KEY])

    def post(base: int, text: str) -> Any:
        body = {
            "fields": {"text": text, "many": ["a"]},
            "base_version": base,
            "request_id": str(uuid.uuid4()),
        }
        return browser.post(address, json.dumps(body), content_type="application/json")

    assert browser.get(address).json() == {"version": 0, "saved_at": "", "fields": None, "others": []}
    assert post(0, "eerst").json()["version"] == 1
    refused = post(0, "ander")
    assert refused.status_code == 409
    assert refused.json()["fields"] == {"text": "eerst", "many": ["a"]}
    assert browser.post(address, "[]", content_type="application/json").status_code == 400
    assert browser.post(reverse("drafts:discard", args=[KEY])).status_code == 204
    assert browser.get(address).json()["fields"] is None
    assert "112" in browser.get(reverse("drafts:allowed")).json()["allowed"]
    assert Client().get(address).status_code == 302


def test_an_override_is_recorded_with_its_kind_and_nothing_else() -> None:
    user = make_user()
    text = judge("bel 0612345678, mail a@b.nl, of 0687654321", reason="needed")
    assert text.overridden == (Kind.EMAIL, Kind.PHONE)
    guarding.record([text, judge("bel 0612345678")], by=user)
    entries = Entry.objects.filter(action="guard.overridden").order_by("number")
    assert [entry.detail for entry in entries] == [{"kind": "email"}, {"kind": "phone"}]
    assert {entry.subject for entry in entries} == {""}
