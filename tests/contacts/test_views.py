"""The registration's addresses, with and without a script."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from figures.models import Fact
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.contacts import actions
from helpline.contacts.models import Answer, Contact
from helpline.contacts.states import ContactState
from helpline.programmes.models import Programme
from helpline.programmes.queries import programme_by_slug
from tests.factories.accounts import make_user, sign_in
from tests.factories.contacts import (
    COMPLETE,
    fill,
    make_attempt,
    make_open,
    make_registered,
    make_to_register,
    save,
    seed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return seed()


@pytest.fixture
def counsellor(programme: Programme) -> User:
    return make_user(roles=[(programme, Role.COUNSELLOR)])


@pytest.fixture
def browser(counsellor: User) -> Client:
    return sign_in(Client(headers={"accept-language": "en"}), counsellor)


TOLD = "data-told"


def post_field(browser: Client, contact: Contact, field: str, body: Any) -> Any:
    return browser.post(
        reverse("contacts:save_field", args=[contact.pk, field]),
        data=body if isinstance(body, str) else json.dumps(body),
        content_type="application/json",
        headers={"accept": "application/json"},
    )


def body(codes: list[str], base: int = 0, request_id: str = "") -> dict[str, object]:
    return {"codes": codes, "base_version": base, "request_id": request_id or str(uuid.uuid4())}


def test_nobody_comes_in_without_signing_in(programme: Programme, counsellor: User) -> None:
    contact = make_to_register(programme=programme, by=counsellor)
    for name, arguments in (("list", []), ("registration", [contact.pk]), ("part", [contact.pk])):
        answer = Client().get(reverse(f"contacts:{name}", args=arguments))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("accounts:sign_in"))


def test_a_contact_is_for_its_counsellor_and_for_who_corrects_in_that_programme(
    programme: Programme, counsellor: User
) -> None:
    contact = make_to_register(programme=programme, by=counsellor)
    other_programme = programme_by_slug("stopitnow")
    assert other_programme is not None
    page = reverse("contacts:registration", args=[contact.pk])
    refused = [
        make_user(roles=[(programme, Role.COUNSELLOR)]),
        make_user(roles=[(other_programme, Role.SHIFT_LEAD)]),
        make_user(roles=[(programme, Role.PROGRAMME_MANAGER)]),
    ]
    for user in refused:
        client = sign_in(Client(), user)
        assert client.get(page).status_code == 404
        assert post_field(client, contact, "gender", body(["girl"])).status_code == 404
        for name in ("register", "non_counselling", "correct", "take"):
            assert client.post(reverse(f"contacts:{name}", args=[contact.pk])).status_code == 404
    lead = sign_in(Client(), make_user(roles=[(programme, Role.SHIFT_LEAD)]))
    assert lead.get(page).status_code == 200
    assert Contact.objects.get().state == ContactState.TO_REGISTER


def test_a_field_saves_itself_and_a_repeat_changes_nothing(
    browser: Client, programme: Programme, counsellor: User
) -> None:
    contact = make_to_register(programme=programme, by=counsellor)
    sent = body(["girl"])
    for _ in range(2):
        answer = post_field(browser, contact, "gender", sent)
        assert (answer.status_code, answer.json()) == (
            200,
            {"field": "gender", "codes": ["girl"], "version": 1},
        )
    page = browser.get(reverse("contacts:registration", args=[contact.pk])).content.decode()
    assert '<input type="radio" name="gender" value="girl" checked>' in page


def test_closing_with_one_click_comes_first_until_a_question_is_answered(
    browser: Client, programme: Programme, counsellor: User
) -> None:
    contact = make_to_register(programme=programme, by=counsellor)

    def comes_first() -> bool:
        page = browser.get(reverse("contacts:part", args=[contact.pk])).content.decode()
        assert page.count("data-non-counselling") == 1
        return page.index("data-non-counselling") < page.index("data-register ")

    assert comes_first()
    save(contact, "gender", ["girl"], by=counsellor)
    assert not comes_first()
    save(contact, "gender", [], by=counsellor, base=1)
    assert comes_first()


def test_a_conflict_shows_what_stands_there(browser: Client, programme: Programme, counsellor: User) -> None:
    contact = make_to_register(programme=programme, by=counsellor)
    lead = make_user(name="Fatima", roles=[(programme, Role.SHIFT_LEAD)])
    save(contact, "gender", ["boy"], by=lead)
    answer = post_field(browser, contact, "gender", body(["girl"]))
    assert answer.status_code == 409
    assert answer.json() == {
        "why": "changed",
        "field": "gender",
        "codes": ["boy"],
        "version": 1,
        "by": "Fatima",
        "own": False,
    }


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "[]",
        "\x00",
        {},
        {"codes": "girl", "base_version": 0, "request_id": str(uuid.uuid4())},
        {"codes": [["girl"]], "base_version": 0, "request_id": str(uuid.uuid4())},
        {"codes": ["girl"], "base_version": True, "request_id": str(uuid.uuid4())},
        {"codes": ["girl"], "base_version": -1, "request_id": str(uuid.uuid4())},
        {"codes": ["girl"], "base_version": 0, "request_id": 7},
        {"codes": ["x" * 41], "base_version": 0, "request_id": str(uuid.uuid4())},
        {"codes": ["a"] * 61, "base_version": 0, "request_id": str(uuid.uuid4())},
        {"codes": ["nobody"], "base_version": 0, "request_id": str(uuid.uuid4())},
    ],
)
def test_nonsense_is_refused(browser: Client, programme: Programme, counsellor: User, bad: Any) -> None:
    contact = make_to_register(programme=programme, by=counsellor)
    assert post_field(browser, contact, "gender", bad).status_code == 400
    assert not Answer.objects.exists()


def test_registering_with_the_script(browser: Client, programme: Programme, counsellor: User) -> None:
    contact = make_to_register(programme=programme, by=counsellor)
    address = reverse("contacts:register", args=[contact.pk])
    answer = browser.post(address, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["missing"][0] == "target_group"
    fill(contact, by=counsellor)
    answer = browser.post(address, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["state"]) == (200, "registered")
    assert Fact.objects.count() == 1
    assert post_field(browser, contact, "gender", body(["girl"])).status_code == 410
    assert browser.post(address, headers={"accept": "application/json"}).status_code == 409
    assert Fact.objects.count() == 1


def test_registering_without_a_script_saves_what_comes_along(
    browser: Client, programme: Programme, counsellor: User
) -> None:
    contact = make_to_register(programme=programme, by=counsellor)
    address = reverse("contacts:register", args=[contact.pk])
    versions = {f"version.{field}": "0" for field in (*COMPLETE, "platforms")}

    answer = browser.post(address, {**versions, "gender": "girl"})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert Answer.objects.get(field="gender").codes == ["girl"]

    answer = browser.post(address, {**versions, "version.gender": "1", **COMPLETE})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("contacts:list"))
    assert Fact.objects.get().topics == "blackmail|grooming"


def test_one_click(browser: Client, programme: Programme, counsellor: User) -> None:
    contact = make_to_register(programme=programme, by=counsellor)
    address = reverse("contacts:non_counselling", args=[contact.pk])
    assert browser.post(address, {"kind": "counselling"}).status_code == 400
    assert browser.post(address).status_code == 400
    assert browser.post(address, {"kind": "hung_up"}).status_code == 302
    assert Fact.objects.get().kind == "hung_up"


def test_correcting(browser: Client, programme: Programme, counsellor: User) -> None:
    contact = make_registered(programme=programme, by=counsellor)
    address = reverse("contacts:correct", args=[contact.pk])
    page = browser.get(reverse("contacts:registration", args=[contact.pk])).content.decode()
    assert address in page
    assert browser.post(address, {"kind": "counselling", "gender": "girl"}).status_code == 422
    assert browser.post(address, {"gender": "girl"}).status_code == 400
    assert browser.post(address, {"kind": "counselling", **COMPLETE, "gender": "boy"}).status_code == 302
    assert Fact.objects.get().gender == "boy"


def test_the_list_shows_what_is_mine_and_a_lead_sees_what_waits_elsewhere(
    browser: Client, programme: Programme, counsellor: User
) -> None:
    mine = make_to_register(programme=programme, by=counsellor)
    done = make_registered(programme=programme, by=counsellor)
    actions.correct(contact=done, codes=COMPLETE, by=counsellor)
    page = browser.get(reverse("contacts:list")).content.decode()
    assert reverse("contacts:registration", args=[mine.pk]) in page

    lead_user = make_user(roles=[(programme, Role.SHIFT_LEAD)])
    lead = sign_in(Client(), lead_user)
    assert (
        reverse("contacts:registration", args=[mine.pk])
        in lead.get(reverse("contacts:list")).content.decode()
    )
    assert lead.post(reverse("contacts:take", args=[mine.pk])).status_code == 302
    assert Contact.objects.get(pk=mine.pk).counsellor == lead_user
    manager = sign_in(Client(), make_user(roles=[(programme, Role.PROGRAMME_MANAGER)]))
    assert manager.get(reverse("contacts:list")).status_code == 403


def test_what_was_registered_earlier_is_found_as_long_as_it_can_be_corrected(
    browser: Client, programme: Programme, counsellor: User
) -> None:
    contact = make_registered(programme=programme, by=counsellor)
    Contact.objects.filter(pk=contact.pk).update(registered_date=timezone.localdate() - timedelta(days=3))
    answer = browser.get(reverse("contacts:list"), headers={"Accept-Language": "nl"})
    assert [row.contact for row in answer.context["page"].rows] == [contact]
    assert reverse("contacts:registration", args=[contact.pk]) in answer.text
    colleague = sign_in(Client(), make_user(roles=[(programme, Role.COUNSELLOR)]))
    assert colleague.get(reverse("contacts:list")).context["page"].rows == []


def test_an_attempt_at_the_door_has_no_registration(browser: Client, programme: Programme) -> None:
    contact = make_attempt(programme=programme)
    assert browser.get(reverse("contacts:registration", args=[contact.pk])).status_code in (403, 404)
    assert browser.get(reverse("contacts:registration", args=[uuid.uuid4()])).status_code == 404


def test_the_part_is_the_same_form_without_a_page(
    browser: Client, programme: Programme, counsellor: User
) -> None:
    contact = make_to_register(programme=programme, by=counsellor)
    text = browser.get(reverse("contacts:part", args=[contact.pk])).content.decode()
    assert "data-registration" in text
    assert "<html" not in text
    known = browser.get(reverse("contacts:answers", args=[contact.pk])).json()
    assert known == {"state": "to_register", "answers": []}


def test_what_the_visitor_told_is_shown_as_such(
    browser: Client, counsellor: User, programme: Programme
) -> None:
    contact = make_open(programme=programme, by=counsellor)
    actions.prefill(contact=contact, told={"age_band": ["12_18"]}, by=counsellor)
    page = browser.get(reverse("contacts:part", args=[contact.pk])).text
    assert page.count(TOLD) == 1
    field = page.partition('data-field="age_band"')[2].partition("</fieldset>")[0]
    assert TOLD in field
    assert 'value="12_18" selected' in field or 'value="12_18" checked' in field
    assert page.index("reg-kinds") < page.index("reg-form"), "nobody has answered anything yet"
    post_field(browser, contact, "age_band", body(["19_25"], base=1))
    assert TOLD not in browser.get(reverse("contacts:part", args=[contact.pk])).text
