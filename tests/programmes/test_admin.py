"""The screens: who sees which programme, and that changes go through the actions."""

from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from helpline.accounts.models import Membership, User
from helpline.accounts.roles import Permission, Role
from helpline.audit.models import Entry
from helpline.programmes import permissions
from helpline.programmes.admin import ClosureAdmin, CodeInline, CodeListAdmin, ProgrammeAdmin, TextInline
from helpline.programmes.models import Closure, CodeList, Programme
from tests.factories.programmes import make_closure, make_code, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def request_of(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/beheer/techniek/")
    request.user = user
    return request


@pytest.fixture
def own() -> Programme:
    return make_programme()


@pytest.fixture
def other() -> Programme:
    return make_programme(slug="stopitnow", name="Stop it Now")


@pytest.fixture
def manager(own: Programme) -> HttpRequest:
    """A request of somebody who manages one programme."""
    user = User.objects.create_user("manager@example.test", name="M")
    Membership.objects.create(user=user, programme=own, role=Role.PROGRAMME_MANAGER)
    return request_of(user)


@pytest.fixture
def administrator() -> HttpRequest:
    return request_of(User.objects.create_user("admin@example.test", name="A", is_administrator=True))


def test_the_permissions_are_those_of_the_roles() -> None:
    asked = {
        permissions.EDIT_HOURS,
        permissions.EDIT_TEXTS,
        permissions.EDIT_CODES,
        permissions.MANAGE_SYSTEM,
    }
    assert asked <= {permission.value for permission in Permission}


def test_a_manager_sees_the_own_programme_only(
    manager: HttpRequest, own: Programme, other: Programme
) -> None:
    page = ProgrammeAdmin(Programme, admin.site)
    assert list(page.get_queryset(manager)) == [own]
    assert page.has_change_permission(manager, own)
    assert not page.has_change_permission(manager, other)
    assert "name" in page.get_readonly_fields(manager, own)


def test_an_administrator_sees_all(administrator: HttpRequest, own: Programme, other: Programme) -> None:
    page = ProgrammeAdmin(Programme, admin.site)
    assert list(page.get_queryset(administrator)) == [own, other]
    assert "name" not in page.get_readonly_fields(administrator, own)


def test_a_closure_can_be_made_for_the_own_programme_only(
    manager: HttpRequest, own: Programme, other: Programme
) -> None:
    page = ClosureAdmin(Closure, admin.site)
    form = page.get_form(manager)
    days = {"first_date": "2026-12-25", "last_date": "2026-12-25", "confirmed": "on"}
    assert form({**days, "programme": own.pk}).is_valid()
    assert not form({**days, "programme": other.pk}).is_valid()


def test_what_is_saved_and_removed_is_audited(manager: HttpRequest, own: Programme) -> None:
    page = ClosureAdmin(Closure, admin.site)
    form = page.get_form(manager)(
        {"programme": own.pk, "first_date": "2026-12-25", "last_date": "2026-12-25", "confirmed": "on"}
    )
    closure = form.save(commit=False)
    page.save_model(manager, closure, form, change=False)
    page.delete_model(manager, closure)
    told = Entry.objects.order_by("number").values_list("actor", "action")
    who = manager.user.audit_id  # type: ignore[union-attr]
    assert list(told) == [(who, "programmes.closure_added"), (who, "programmes.closure_removed")]


def test_proposals_are_confirmed_and_declined(manager: HttpRequest, own: Programme) -> None:
    page = ClosureAdmin(Closure, admin.site)
    closure = make_closure(programme=own, first=date(2026, 12, 25), confirmed=False)
    page.confirm(manager, Closure.objects.all())
    closure.refresh_from_db()
    assert closure.confirmed
    page.decline(manager, Closure.objects.all())
    closure.refresh_from_db()
    assert (closure.confirmed, closure.declined) == (False, True)


def test_nobody_deletes_codes_texts_or_programmes(administrator: HttpRequest, own: Programme) -> None:
    code_list = make_code(programme=own, code="grooming").code_list
    assert not CodeListAdmin(CodeList, admin.site).has_delete_permission(administrator, code_list)
    assert not CodeInline(CodeList, admin.site).has_delete_permission(administrator, code_list)
    assert not TextInline(Programme, admin.site).has_delete_permission(administrator, own)
    assert not ProgrammeAdmin(Programme, admin.site).has_delete_permission(administrator, own)


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.SHIFT_LEAD, Role.EDITOR, Role.THERAPIST, None])
def test_others_see_nothing(role: Role | None, own: Programme) -> None:
    user: User | AnonymousUser = AnonymousUser()
    if role is not None:
        user = User.objects.create_user("staff@example.test", name="S")
        Membership.objects.create(user=user, programme=own, role=role)
    request = request_of(user)
    for page in (ProgrammeAdmin(Programme, admin.site), ClosureAdmin(Closure, admin.site)):
        assert not page.has_module_permission(request)
        assert not page.has_view_permission(request)
        assert not page.has_add_permission(request)
