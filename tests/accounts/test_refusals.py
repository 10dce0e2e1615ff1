"""What is refused to somebody who is signed in stands in the audit log: who, which view, why; once an hour."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chat import access
from chat.errors import NotAllowed
from helpline.accounts import nightly, refusals
from helpline.accounts.models import Refusal, User
from helpline.accounts.refusals import Why
from helpline.accounts.roles import Role
from helpline.audit import actions as audit
from helpline.audit.models import Entry
from helpline.programmes import queries
from helpline.programmes.models import Programme
from tests.chat.sockets import session_of
from tests.factories.accounts import make_user, sign_in
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.django_db

TYPED = "wat-ik-zoek"
NOW = timezone.now()


def told() -> list[tuple[str, str, dict[str, object]]]:
    return [
        (entry.actor, entry.programme, entry.detail)
        for entry in Entry.objects.filter(action=refusals.ACTION).order_by("number")
    ]


def counsellor_of(programme: Programme) -> User:
    return make_desk_user(programme, role=Role.COUNSELLOR)


class TestAtTheDoor:
    def test_each_kind_of_refusal_is_told_with_who_where_and_why(
        self, helpwanted: Programme, stopitnow: Programme
    ) -> None:
        queries.forget()
        user = counsellor_of(helpwanted)
        browser = browser_of(user, enforce_csrf_checks=True)
        assert browser.get(reverse("accounts:people"), {"q": TYPED}).status_code == 403
        assert browser.get(f"/staff/cases/{uuid4()}/?q={TYPED}").status_code == 404
        assert browser.post(reverse("accounts:passphrase"), {"old": TYPED}).status_code == 403
        assert browser.get(f"/beheer/cms/{TYPED}/").status_code == 403
        assert browser.get(reverse("programmes:hours", args=[stopitnow.slug])).status_code in {403, 404}
        who = user.audit_id
        assert told()[:4] == [
            (who, "", {"view": "accounts:people", "why": "not_allowed"}),
            (who, "", {"view": "cases:show", "why": "not_there"}),
            (who, "", {"view": "accounts:passphrase", "why": "form_token"}),
            (who, "", {"view": "wagtail.admin.views.home.default", "why": "not_allowed"}),
        ]
        assert told()[4][:2] == (who, stopitnow.slug)
        assert TYPED not in str(list(Entry.objects.values()))

    def test_what_is_no_refusal_is_not_told(self, helpwanted: Programme) -> None:
        browser = browser_of(make_desk_user(name="Noor"))
        browser.get(reverse("accounts:account"))
        browser.get(f"/staff/{TYPED}/")
        Client().get(reverse("accounts:people"))
        assert told() == []

    def test_an_editor_whom_the_pages_admin_sends_home_is_told(self, helpwanted: Programme) -> None:
        browser = sign_in(Client(), make_user(roles=[(helpwanted, Role.EDITOR)]))
        answer = browser.get(reverse("wagtailsites:index"))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("wagtailadmin_home"))
        assert [detail["view"] for _, _, detail in told()] == ["wagtailsites:index"]


def test_one_entry_for_a_person_a_view_and_an_hour(helpwanted: Programme) -> None:
    mine, other = counsellor_of(helpwanted), counsellor_of(helpwanted)

    def note(by: User, view: str, minutes: int) -> bool:
        return refusals.note(
            by=by,
            view=view,
            why=Why.NOT_ALLOWED,
            now=NOW + timedelta(minutes=minutes),
            programme=helpwanted.slug,
        )

    assert note(mine, "cases:show", 0)
    assert not any(note(mine, "cases:show", minutes) for minutes in range(60))
    assert note(mine, "cases:list", 30)
    assert note(other, "cases:show", 30)
    assert note(mine, "cases:show", 61)
    assert len(told()) == 4


def test_nobody_floods_the_log_with_many_views(helpwanted: Programme) -> None:
    user = counsellor_of(helpwanted)
    for number in range(refusals.MOST_AN_HOUR + 5):
        refusals.note(by=user, view=f"room:v{number}", why=Why.NOT_THERE, now=NOW)
    assert len(told()) == refusals.MOST_AN_HOUR
    assert refusals.note(by=user, view="room:later", why=Why.NOT_THERE, now=NOW + timedelta(hours=2))


def test_nothing_is_noted_when_the_log_cannot_be_written(
    helpwanted: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**told: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fails)
    with pytest.raises(RuntimeError):
        refusals.note(by=counsellor_of(helpwanted), view="cases:show", why=Why.NOT_THERE, now=NOW)
    assert not Refusal.objects.exists()


@pytest.mark.parametrize(
    ("view", "code"),
    [
        ("cases:show", "cases:show"),
        ("wagtailsnippets_directory_organisation:edit", "wagtailsnippets_directory_organisation:e"),
        ("", "other"),
        ("staff/<uuid:x>/", "other"),
    ],
)
def test_a_view_is_named_by_a_code(view: str, code: str) -> None:
    assert refusals.code_of(view) == code


def test_a_conversation_of_others_is_told_from_the_socket_as_well(helpwanted: Programme) -> None:
    user = make_desk_user(helpwanted, role=Role.THERAPIST)
    session = session_of(user)
    with pytest.raises(NotAllowed):
        access.rights(session, uuid4(), NOW)
    with pytest.raises(NotAllowed):
        access.desk(session, NOW)
    assert [(who, detail["view"]) for who, _, detail in told()] == [
        (user.audit_id, "chat.conversation"),
        (user.audit_id, "chat.desk"),
    ]


def test_what_keeps_no_entry_back_any_more_is_gone_in_the_morning(helpwanted: Programme) -> None:
    refusals.note(by=counsellor_of(helpwanted), view="cases:show", why=Why.NOT_THERE, now=NOW)
    nightly.clear(NOW + timedelta(minutes=30))
    assert Refusal.objects.count() == 1
    nightly.clear(NOW + timedelta(hours=2))
    assert not Refusal.objects.exists()
