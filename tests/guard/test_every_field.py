"""A canary is typed into every field for words on every page of the staff: no telephone number of anybody is kept.

The fields are found in the pages as they are sent, so a new one is asked by itself. What is written is read on its way
into the database and, where it is encrypted, on its way into the cipher. A field is good when the guard's word stands
in what was written, and the number nowhere. Every other field stands in one of the tables below with its reason.

What stands in Django's and the editors' admin is said to everybody, not about somebody, and must keep the numbers of
organisations: it is not guarded. Its models are counted here, and what is typed into Django's admin stands in the
tables of its own room and nowhere else.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings
from wagtail.snippets.models import get_snippet_models

from helpline.cases.forms import NoteForm
from helpline.programmes.models import Code
from helpline.vault import crypto
from tests.factories.desk import browser_of
from tests.guard.fields import Box, boxes
from tests.security.asking import address_of, undone
from tests.security.rules import ENTRANCE, RULES
from tests.security.walk import routes
from tests.security.world import World, fill
from tests.services.filling import once_a_file
from tests.services.sizes import IS_FULL

SEAL = crypto.seal
pytestmark = pytest.mark.django_db

world = once_a_file(fill)

#: short enough for an alias
CANARY = "Kanariewoord 06 12 83 47 59"
_CHANGES = re.compile(r"\s*(?:INSERT INTO|UPDATE)\s+\"?(\w+)", re.IGNORECASE)
#: whose pages are looked at: together they see every form
VIEWERS = ("counsellor", "lead", "manager", "therapist", "administrator")

_LATER = str(timezone.localdate() + timedelta(days=40))
#: fields that are read and not kept, or that keep nothing but what has their own shape
NOT_KEPT = {
    "accounts:confirm code": "a one-time code is compared",
    "accounts:invite email": "of a colleague; a telephone number is none",
    "appointments_staff:number number": "the therapist's own number for calls; anything else is refused",
    "cases:beside text": "a search, or a return code, which is compared with hashes",
    "cases:find text": "a search, or a return code",
    "cases:new alias": "an alias with a number in it is refused, so that another one is thought of",
    "cases:rename alias": "the same",
    "figures:check table": "a table is read, judged and forgotten",
    "figures:earlier source": "a publication; a number of anybody is refused (tests/figures/test_earlier.py)",
    "groups:add case": "the alias of a case that is there already is looked for",
    "referrals:hotline addresses": "passed on and forgotten; tests/referrals/test_hotline.py has canaries of its own",
    "referrals:hotline_reference reference": "letters, digits and hyphens, and no telephone number",
    "programmes:save_week opens.#.#": "times of the day",
    "programmes:save_week closes.#.#": "times of the day",
}
#: fields that are kept as they are typed
KEPT = {
    "accounts:invite name": "what a colleague is called on the screen",
    "programmes:add_closure reason_nl": "said to everybody on the site: why it is closed on a day",
    "programmes:add_closure reason_en": "the same in English",
}
#: fields that a script reads, with what is asked of them elsewhere
SCRIPTED = {
    "desk:home text": "to the visitor, whose own words are not guarded; whispers: tests/chat/test_lead.py",
    "desk:home transfer-note": "tests/chat/test_transfer.py",
}
#: what a form needs beside its defaults, by the address that takes it
FILL = {
    "care:act/follow_up": {"due_at": f"{_LATER}T10:00"},
    "cases:set_task": {"day": _LATER},
    "groups:plan": {"day": _LATER, "at": "19:30"},
    "referrals:refer": {"agreed": "on"},
    "referrals:note": {"agreed": "on"},
}


class Written:
    """Everything that goes into the database or into the cipher."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        #: where the canary went in the clear
        self.tables: set[str] = set()

    def sql(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """A wrapper around every statement (`connection.execute_wrapper`)."""
        if changes := _CHANGES.match(sql):
            self.texts.append(str(params))
            if _is_canary(str(params)):
                self.tables.add(changes[1])
        return execute(sql, params, many, context)

    def seal(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """`crypto.seal`, remembering what it was given."""

        def remembering(key: bytes, plaintext: bytes, associated: bytes) -> Any:
            self.texts.append(plaintext.decode("utf-8", "replace"))
            return real(key, plaintext, associated)

        return remembering

    @property
    def has_canary(self) -> bool:
        return any(_is_canary(text) for text in self.texts)

    @property
    def is_masked(self) -> bool:
        return any("Kanariewoord" in text and "[telefoonnummer]" in text for text in self.texts)


def _is_canary(text: str) -> bool:
    return "83 47 59" in text or "12834759" in text


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Written]:
    """What is written meanwhile; it is undone afterwards."""
    written = Written()
    with monkeypatch.context() as patch, undone(), connection.execute_wrapper(written.sql):
        for module in list(sys.modules.values()):
            if getattr(module, "seal", None) is SEAL:
                patch.setattr(module, "seal", written.seal(SEAL))
        yield written


@pytest.fixture
def found(world: World, settings: Settings) -> list[Box]:
    """Every field for words, once for each form."""
    settings.HOTLINE_MAIL, settings.EMAIL_IS_ON = "meldingen@hotline.example", True
    there: dict[str, Box] = {}
    seen: set[str] = set()
    for who in VIEWERS:
        client = browser_of(world.user(who))
        for route in routes():
            rule = RULES.get(route.name)
            if not route.is_staffs or route.name in ENTRANCE or rule is None or not rule.get:
                continue
            if who not in rule.get or rule.nothing or ((rule.slow or route.name in seen) and not IS_FULL):
                continue
            seen.add(route.name)
            for box in boxes(client, who, address_of(route, rule, world.ids).there):
                there.setdefault(box.place, box)
    return list(there.values())


def test_what_is_typed_anywhere_is_guarded(
    world: World, found: list[Box], monkeypatch: pytest.MonkeyPatch
) -> None:
    clients: dict[str, Client] = {}
    faults = []
    for box in found:
        client = clients.setdefault(box.who, browser_of(world.user(box.who)))
        with watched(monkeypatch) as written:
            if box.action:
                data = dict(box.data) | FILL.get(box.view, {}) | {box.name: CANARY}
                client.post(box.action, data)
        faults += judged(box, written)
    places = {box.place for box in found}
    faults += [
        f"{place}: is in a table and on no page" for place in (NOT_KEPT | KEPT | SCRIPTED).keys() - places
    ]
    assert not faults, "\n".join(sorted(faults))


def judged(box: Box, written: Written) -> Iterator[str]:
    """What is wrong with a field."""
    if box.place in KEPT or (not box.action and box.place in SCRIPTED):
        return
    if written.has_canary:
        yield f"{box.place}: keeps what was typed. Let its form use helpline.guard.forms.GuardedText."
    elif not written.is_masked and box.place not in NOT_KEPT:
        yield f"{box.place}: nothing was written. Say in FILL what its form needs, or in NOT_KEPT why it keeps nothing."


#: what the admins keep is said to everybody, or is of the installation; said here, so that a new model is thought about
OF_EVERYBODY = {
    "chat.CannedAnswer": "sentences ready to be sent to any visitor",
    "contacts.RegistrationForm": "names of sections",
    "mail.LetterTemplate": "sentences ready to be sent to any writer; what is sent is guarded as an answer",
    "mail.Postbox": "addresses of the helpline itself",
    "phone.OutsideDesk": "numbers of organisations that calls are passed on to",
    "phone.PhoneLine": "the helpline's own number",
    "programmes.Closure": "why it is closed, as the site says",
    "programmes.CodeList": "words of the form",
    "programmes.Programme": "texts of the site",
    "team.TipSheet": "advice for colleagues about a subject, not about anybody",
}


#: the directory of the editors' admin: said to everybody, on pages, in the tree, and beside the desk
OF_THE_DIRECTORY = {
    "directory.GlossaryTerm": "what a word means",
    "directory.Organisation": "an organisation, with the number and hours at which anybody can reach it",
    "directory.RemovalRoute": "how images come down from a platform",
    "directory.Tip": "advice to anybody",
}
#: of those, what has a shape of its own and refuses a sentence
OF_A_SHAPE = {
    "programmes.Programme": {"theme", "phone_number"},
    "programmes.CodeList": {"codes-#-code"},
    "programmes.Closure": {"first_date", "last_date"},
    "team.TipSheet": {"field", "code", "reviewed_on_date"},
    "chat.CannedAnswer": {"shortcut"},
    "mail.LetterTemplate": {"shortcut"},
    "phone.PhoneLine": {"number"},
    "phone.OutsideDesk": {"number"},
}
#: what a new object needs beside that; a tip sheet is about an answer of the form
NEW = {"reviewed_on_date": _LATER}
#: Django's own list of what was changed in its admin names the object
ADMIN_LOG = "django_admin_log"


def admin_boxes(world: World, client: Client, model: type[models.Model]) -> dict[str, Box]:
    """The fields for words of one model in Django's admin: of an object that is there, or of a new one."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    there = model._default_manager.first()
    page = reverse(f"{name}_change", args=[there.pk]) if there is not None else reverse(f"{name}_add")
    found: dict[str, Box] = {}
    for box in boxes(client, "administrator", page):
        if box.action and "__prefix__" not in box.name:
            found.setdefault(re.sub("[0-9]+", "#", box.name), box)
    return found


def test_what_is_typed_into_the_admin_stands_in_its_own_room_and_nowhere_else(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = browser_of(world.user("administrator"))
    code = Code.objects.select_related("code_list").order_by("pk")[0]
    new = NEW | {
        "programme": str(code.code_list.programme_id),
        "field": code.code_list.key,
        "code": code.code,
    }
    faults: list[str] = []
    kept = 0
    for model in worded_models():
        label, own = model._meta.label, f"{model._meta.app_label}_"
        for name, box in admin_boxes(world, client, model).items():
            with watched(monkeypatch) as written:
                rest = dict(box.data)
                if box.action.endswith("/add/"):
                    rest = {key: new.get(key) or value or "rustig" for key, value in rest.items()}
                client.post(box.action, rest | {box.name: CANARY})
            elsewhere = {table for table in written.tables - {ADMIN_LOG} if not table.startswith(own)}
            if elsewhere:
                faults.append(f"{label} {name}: also in {sorted(elsewhere)}")
            if not written.tables and name not in OF_A_SHAPE.get(label, ()):
                faults.append(f"{label} {name}: nothing was written")
            kept += bool(written.tables)
    assert not faults, "\n".join(faults)
    assert kept > 10
    assert not _is_canary(caplog.text)


def worded_models() -> list[type[models.Model]]:
    """The models of Django's admin that have words."""
    words = (models.CharField, models.TextField, models.JSONField)
    return [
        model
        for model in admin.site._registry
        if any(isinstance(field, words) for field in model._meta.fields)
    ]


def test_models_of_the_admins_with_words_are_known() -> None:
    assert {model._meta.label for model in worded_models()} == OF_EVERYBODY.keys()
    assert {model._meta.label for model in get_snippet_models()} == OF_THE_DIRECTORY.keys()


def test_a_field_without_the_guard_is_seen(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(NoteForm.base_fields, "text", forms.CharField(widget=forms.Textarea))
    page = reverse("cases:show", args=[world.ids["case_id"]])
    client = browser_of(world.user("counsellor"))
    box = next(each for each in boxes(client, "counsellor", page) if each.view == "cases:write_note")
    with watched(monkeypatch) as written:
        client.post(box.action, dict(box.data) | {box.name: CANARY})
    assert [fault for fault in judged(box, written) if "keeps what was typed" in fault]
