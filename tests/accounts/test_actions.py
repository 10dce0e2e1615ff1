from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from helpline.accounts import actions, second_factor, signin, totp
from helpline.accounts.errors import (
    AddressTaken,
    InvitationGone,
    LastAdministrator,
    NotOnOneself,
    WeakPassphrase,
    WrongCode,
    WrongCredentials,
)
from helpline.accounts.models import Authenticator, Invitation, KnownBrowser, Membership, StaffSession, User
from helpline.accounts.roles import Role
from helpline.audit import actions as audit
from helpline.audit.models import Entry
from helpline.programmes.models import Programme
from tests.factories.accounts import PASSPHRASE, make_user, sign_in

pytestmark = pytest.mark.django_db


def first_code(user: User) -> str:
    prepared = second_factor.pending(user)
    assert prepared is not None
    return totp.code_at(second_factor.key_of(prepared), totp.step_at(timezone.now()))


def test_from_the_link_to_the_second_factor(helpwanted: Programme) -> None:
    admin = make_user(administrator=True)
    user, token = actions.invite(
        email=" New@Example.org ", name="Nieuw", roles=[(helpwanted.pk, "counsellor")], by=admin
    )
    assert user.email == "new@example.org"
    assert user.can("chat.answer", helpwanted)
    assert not user.has_usable_password()
    assert token not in str(list(Invitation.objects.values()))
    actions.accept(token=token, passphrase=PASSPHRASE)
    with pytest.raises(WrongCode):
        actions.finish_enrolment(user=user, code="not it")
    actions.accept(token=token, passphrase="toch een andere zin")  # begins again: nothing worked yet
    authenticator, codes = actions.finish_enrolment(user=user, code=first_code(user))
    assert authenticator.confirmed
    assert len(codes) == 10
    with pytest.raises(InvitationGone):
        actions.accept(token=token, passphrase=PASSPHRASE)
    actors = dict(Entry.objects.filter(subject=user.audit_id).values_list("action", "actor"))
    assert actors["person.invited"] == actors["role.granted"] == admin.audit_id
    assert actors["second_factor.set"] == user.audit_id


def test_a_link_ends_after_72_hours_and_when_a_newer_one_is_made() -> None:
    user, token = actions.invite(email="a@example.org", name="A", roles=(), by=None)
    now = timezone.now()
    assert actions.invited(token, now + timedelta(hours=71)) == user
    with pytest.raises(InvitationGone):
        actions.invited(token, now + timedelta(hours=73))
    newer = actions.start_over(user=user, by=None)
    assert actions.invited(newer, now) == user
    for gone in (token, "", "x" * 43):
        with pytest.raises(InvitationGone):
            actions.invited(gone, now)


def test_enrolling_ends_with_the_links_term() -> None:
    user, token = actions.invite(email="a@example.org", name="A", roles=(), by=None)
    actions.accept(token=token, passphrase=PASSPHRASE)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(InvitationGone):
        actions.finish_enrolment(user=user, code=first_code(user))
    assert not second_factor.is_enrolled(user)


def test_a_passphrase_alone_opens_nothing_before_the_second_factor_is_set() -> None:
    user, token = actions.invite(email="a@example.org", name="A", roles=(), by=None)
    actions.accept(token=token, passphrase=PASSPHRASE)
    with pytest.raises(WrongCredentials):
        signin.check_passphrase(email=user.email, passphrase=PASSPHRASE, browser=None, now=timezone.now())


def test_weak_passphrases_and_taken_addresses_are_refused() -> None:
    _user, token = actions.invite(email="a@example.org", name="A", roles=(), by=None)
    with pytest.raises(WeakPassphrase) as refusal:
        actions.accept(token=token, passphrase="kort")
    assert refusal.value.problems
    with pytest.raises(AddressTaken):
        actions.invite(email="A@example.org", name="B", roles=(), by=None)


def test_nothing_is_saved_when_the_audit_entry_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, helpwanted: Programme
) -> None:
    user = make_user(roles=[(helpwanted, Role.COUNSELLOR)])

    def broken(**_fields: object) -> None:
        raise RuntimeError("the audit log is away")

    monkeypatch.setattr(audit, "record", broken)
    for attempt in (
        lambda: actions.invite(email="b@example.org", name="B", roles=(), by=None),
        lambda: actions.set_roles(user=user, roles=[(helpwanted.pk, "editor")], administrator=False, by=None),
        lambda: actions.deactivate(user=user, by=None),
        lambda: actions.start_over(user=user, by=None),
    ):
        with pytest.raises(RuntimeError):
            attempt()
    fresh = User.objects.get(pk=user.pk)
    assert fresh.is_active
    assert fresh.has_usable_password()
    assert list(fresh.memberships.values_list("role", flat=True)) == ["counsellor"]
    assert not User.objects.filter(email="b@example.org").exists()


def test_losing_a_role_ends_the_sessions_and_gaining_one_does_not(
    client: Client, helpwanted: Programme, stopitnow: Programme
) -> None:
    user = make_user(roles=[(helpwanted, Role.COUNSELLOR)])
    sign_in(client, user)
    both = [(helpwanted.pk, "counsellor"), (stopitnow.pk, "editor")]
    actions.set_roles(user=user, roles=both, administrator=False, by=None)
    assert StaffSession.objects.filter(user=user).exists()
    assert user.groups.filter(name="Editors").exists()
    actions.set_roles(user=user, roles=both[1:], administrator=False, by=None)
    assert not StaffSession.objects.filter(user=user).exists()
    actions.set_roles(user=user, roles=(), administrator=False, by=None)
    assert not user.groups.exists()
    told = list(
        Entry.objects.filter(subject=user.audit_id, action__startswith="role.")
        .order_by("number")
        .values_list("action", "programme", "detail")
    )
    assert told[1:] == [
        ("role.granted", "stopitnow", {"role": "editor"}),
        ("role.withdrawn", "helpwanted", {"role": "counsellor"}),
        ("role.withdrawn", "stopitnow", {"role": "editor"}),
    ]


def test_who_is_deactivated_is_out_at_once_and_returns_through_a_new_link(client: Client) -> None:
    admin, user = make_user(administrator=True), make_user()
    sign_in(client, user)
    actions.deactivate(user=user, by=admin)
    assert not StaffSession.objects.filter(user=user).exists()
    assert not KnownBrowser.objects.filter(user=user).exists()
    assert client.get("/staff/account/").status_code == 302
    with pytest.raises(WrongCredentials):
        signin.check_passphrase(email=user.email, passphrase=PASSPHRASE, browser=None, now=timezone.now())
    token = actions.reactivate(user=User.objects.get(pk=user.pk), by=admin)
    assert actions.invited(token, timezone.now()) == user
    assert not Authenticator.objects.filter(user=user).exists()
    with pytest.raises(WrongCredentials):
        signin.check_passphrase(email=user.email, passphrase=PASSPHRASE, browser=None, now=timezone.now())


def test_the_house_keeps_an_administrator(helpwanted: Programme) -> None:
    first, second = make_user(administrator=True), make_user(administrator=True)
    make_user(administrator=True, enrolled=False)  # was only invited: cannot let anybody in yet
    with pytest.raises(NotOnOneself):
        actions.set_roles(user=first, roles=(), administrator=False, by=first)
    with pytest.raises(NotOnOneself):
        actions.deactivate(user=first, by=first)
    actions.set_roles(user=second, roles=(), administrator=False, by=first)
    with pytest.raises(LastAdministrator):
        actions.deactivate(user=first, by=None)
    actions.set_roles(user=first, roles=[(helpwanted.pk, "editor")], administrator=True, by=first)
    assert Membership.objects.filter(user=first).count() == 1
