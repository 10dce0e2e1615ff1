"""A programme's form is changed by an administrator, as a new version, and no series breaks."""

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from figures import fields as fact_fields
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.contacts import actions, composing, series
from helpline.contacts.composition import Form, parse
from helpline.contacts.errors import BreaksSeries, FormMistake
from helpline.contacts.models import RegistrationForm
from helpline.contacts.series import Why
from helpline.programmes import queries
from helpline.programmes.models import Code, Programme
from tests.factories.accounts import make_user, sign_in
from tests.factories.contacts import EVENING, make_counsellor, make_open, seed

TODAY = timezone.localdate(EVENING)


def form(*given: dict[str, Any]) -> Form:
    definition = {"sections": [{"key": "a", "name_nl": "A", "name_en": "A", "fields": list(given)}]}
    return parse(definition, one_code=fact_fields.ONE_CODE, many_codes=fact_fields.MANY_CODES)


def whys(before: Form, after: Form) -> list[tuple[str, str]]:
    return [(str(one.why), one.field) for one in series.compare(before, after)]


ALWAYS = {"key": "gender", "required": True}
AFTER = {"field": "target_group", "codes": ["self"]}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([ALWAYS], [ALWAYS, {"key": "age_band"}], []),
        ([ALWAYS, {"key": "age_band"}], [ALWAYS], [("field_gone", "age_band")]),
        ([ALWAYS], [{"key": "gender"}], [("optional_now", "gender")]),
        ([{"key": "topics"}], [{"key": "topics", "single": True}], [("takes_one", "topics")]),
        ([{"key": "topics", "single": True}], [{"key": "topics"}], [("takes_several", "topics")]),
        (
            [{"key": "target_group"}, ALWAYS],
            [{"key": "target_group"}, {**ALWAYS, "when": AFTER}],
            [("asked_less", "gender")],
        ),
        (
            [{"key": "target_group"}, {**ALWAYS, "when": AFTER}],
            [{"key": "target_group"}, {**ALWAYS, "when": {**AFTER, "codes": ["self", "parent"]}}],
            [],
        ),
    ],
)
def test_what_a_new_version_does_to_series(
    before: list[dict[str, Any]], after: list[dict[str, Any]], told: list[tuple[str, str]]
) -> None:
    assert whys(form(*before), form(*after)) == told


def test_a_code_that_says_something_else_is_told_and_one_that_came_or_went_is_not() -> None:
    before = {"gender": {"girl": "Meisje", "gone": "Weg"}}
    (found,) = series.changed_meanings(before, {"gender": {"girl": "Vrouw", "new": "Nieuw"}})
    assert (found.why, found.code, found.before, found.now) == (Why.MEANS_OTHER, "girl", "Meisje", "Vrouw")


@pytest.fixture
def programme(db: None) -> Programme:
    programme = seed()
    composing.install_form(programme, TODAY)
    return programme


def definition_of(programme: Programme) -> dict[str, Any]:
    newest = RegistrationForm.objects.filter(programme=programme).latest("version")
    return copy.deepcopy({"sections": newest.definition["sections"]})


def add(programme: Programme, definition: dict[str, Any], **more: Any) -> RegistrationForm:
    given = {"in_use_from": TODAY, "by": make_counsellor(programme), "now": EVENING, **more}
    return actions.add_version(programme=programme, definition=definition, **given)


def test_a_version_is_in_use_from_its_day_and_older_contacts_keep_theirs(programme: Programme) -> None:
    noor = make_counsellor(programme)
    older = make_open(programme=programme, by=noor)
    definition = definition_of(programme)
    definition["sections"][0]["fields"].append({"key": "how_found"})
    definition["sections"][2]["fields"].pop()
    version = add(programme, definition, in_use_from=TODAY + timedelta(days=1))
    assert version.version == 2
    assert make_open(programme=programme, by=noor).form == older.form
    assert make_open(programme=programme, by=noor, now=EVENING + timedelta(days=1)).form == version
    older.refresh_from_db()
    assert older.form is not None
    assert older.form.version == 1
    entry = Entry.objects.get(action="contacts.form_added")
    assert (entry.subject, entry.programme) == ("registration_form:helpwanted.2", "helpwanted")


def test_what_breaks_a_series_is_refused_and_nothing_is_kept(programme: Programme) -> None:
    definition = definition_of(programme)
    del definition["sections"][1]["fields"][0]
    with pytest.raises(BreaksSeries) as refusal:
        add(programme, definition)
    assert [(one.why, one.field) for one in refusal.value.breaks] == [(Why.FIELD_GONE, "topics")]
    assert RegistrationForm.objects.filter(programme=programme).count() == 1


def test_a_code_that_means_something_else_is_refused_unless_only_its_words_changed(
    programme: Programme,
) -> None:
    Code.objects.filter(code_list__programme=programme, code_list__key="gender", code="girl").update(
        label_nl="Anders"
    )
    queries.forget()
    with pytest.raises(BreaksSeries):
        add(programme, definition_of(programme))
    assert add(programme, definition_of(programme), same_meaning=True).version == 2
    assert add(programme, definition_of(programme)).version == 3, "it is compared with what it meant last"


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=2)])
def test_days_that_passed_or_lie_before_the_newest_version_are_refused(
    programme: Programme, day: date
) -> None:
    add(programme, definition_of(programme), in_use_from=TODAY + timedelta(days=3))
    with pytest.raises(FormMistake):
        add(programme, definition_of(programme), in_use_from=day)


def test_a_condition_that_nobody_can_meet_is_refused(programme: Programme) -> None:
    definition = definition_of(programme)
    definition["sections"][0]["fields"][1]["when"] = {"field": "target_group", "codes": ["nobody_at_all"]}
    with pytest.raises(BreaksSeries):
        add(programme, definition)


def test_the_screen(programme: Programme) -> None:
    composing.install_form(programme, timezone.localdate())
    manager = make_user(roles=[(programme, Role.PROGRAMME_MANAGER)])
    browser = sign_in(Client(), manager)
    address = reverse("admin:contacts_registrationform_add") + "?programme=helpwanted"
    page = browser.get(address)
    assert page.status_code == 200
    form = page.context["form"]
    data = {}
    for name, field in form.fields.items():
        initial = field.initial
        if initial is True:
            data[name] = "on"
        elif initial not in (False, None, ""):
            data[name] = initial
    # as it stands it goes through: nothing breaks
    looked = browser.post(address, {**data, "_preview": "1"})
    assert (looked.context["broken"], len(looked.context["sections"])) == ([], 3)
    refused = browser.post(address, {**data, "topics_section": "", "_save": "1"})
    assert len(refused.context["broken"]) == 1
    assert RegistrationForm.objects.filter(programme=programme).count() == 1
    changed = {**data, "relation_when": ["target_group:self", "target_group:parent"], "_save": "1"}
    assert (
        browser.post(address, {**data, "relation_when": ["target_group:self", "gender:girl"]})
        .context["form"]
        .errors
    )
    assert browser.post(address, changed).status_code == 302
    newest = RegistrationForm.objects.filter(programme=programme).latest("version")
    sections = newest.definition["sections"]
    field = next(each for section in sections for each in section["fields"] if each["key"] == "relation")
    assert field["when"] == {"field": "target_group", "codes": ["self", "parent"]}
    shown = browser.get(reverse("admin:contacts_registrationform_change", args=[newest.pk]))
    assert "con-preview" in shown.text
    elsewhere = browser.get(address.replace("helpwanted", "stopitnow"))
    assert "form" not in elsewhere.context, "not a programme of this manager"
    counsellor = sign_in(Client(), make_user(roles=[(programme, Role.COUNSELLOR)]))
    assert counsellor.get(address).status_code in (302, 403)


@pytest.mark.django_db
def test_a_contact_of_a_day_before_the_first_form_has_the_first_form(programme: Programme) -> None:
    composing.install_form(programme, TODAY)
    first = composing.form_in_use(programme, TODAY)
    assert first is not None
    assert composing.form_in_use(programme, TODAY - timedelta(days=3)) == first
