"""The screens of phone lines and outside desks: own programmes only, told to the audit log, never with a number."""

import pytest
from django.test import Client
from django.urls import reverse

from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.phone.models import OutsideDesk, PhoneLine
from helpline.programmes.models import Programme
from tests.factories.accounts import make_user, sign_in
from tests.factories.phone import make_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Programme:
    return make_line()


@pytest.fixture
def manager(client: Client, own: Programme) -> Client:
    return sign_in(client, make_user(roles=[(own, Role.PROGRAMME_MANAGER)]))


def test_a_manager_changes_the_own_line_and_the_log_knows(manager: Client, own: Programme) -> None:
    line = PhoneLine.objects.get(programme=own)
    page = reverse("admin:phone_phoneline_change", args=[line.pk])
    assert manager.get(page).status_code == 200
    sent = {"programme": own.pk, "number": "+31209998877", "wait_limit_minutes": 20, "max_waiting": 5}
    assert manager.post(page, sent).status_code == 302
    line.refresh_from_db()
    assert (line.number, line.wait_limit_minutes, line.ask_tried_before) == ("+31209998877", 20, False)
    entry = Entry.objects.get(action="phone.line_changed")
    assert "9998877" not in repr(entry.__dict__)


def test_a_number_the_provider_would_not_take_is_refused(manager: Client, own: Programme) -> None:
    line = PhoneLine.objects.get(programme=own)
    page = reverse("admin:phone_phoneline_change", args=[line.pk])
    sent = {"programme": own.pk, "number": "020 999 8877", "wait_limit_minutes": 20, "max_waiting": 5}
    assert manager.post(page, sent).status_code == 200
    assert PhoneLine.objects.get(pk=line.pk).number == line.number


def test_another_programme_s_line_is_out_of_reach(manager: Client) -> None:
    other = PhoneLine.objects.get(programme=make_line(slug="stopitnow"))
    answer = manager.get(reverse("admin:phone_phoneline_change", args=[other.pk]))
    assert answer.status_code in (302, 403, 404)
    assert manager.get(reverse("admin:phone_phoneline_delete", args=[other.pk])).status_code in (302, 403)


def test_an_outside_desk_is_added_and_removed(manager: Client, own: Programme) -> None:
    sent = {"programme": own.pk, "name": "Elders", "number": "+31850000000", "order": 1, "active": "on"}
    assert manager.post(reverse("admin:phone_outsidedesk_add"), sent).status_code == 302
    desk = OutsideDesk.objects.get()
    page = reverse("admin:phone_outsidedesk_delete", args=[desk.pk])
    assert manager.post(page, {"post": "yes"}).status_code == 302
    assert not OutsideDesk.objects.exists()
    actions = set(Entry.objects.filter(action__startswith="phone.").values_list("action", flat=True))
    assert actions == {"phone.outside_desk_added", "phone.outside_desk_removed"}


def test_a_counsellor_has_no_such_screens(client: Client, own: Programme) -> None:
    sign_in(client, make_user(roles=[(own, Role.COUNSELLOR)]))
    assert client.get(reverse("admin:phone_phoneline_changelist")).status_code == 403
