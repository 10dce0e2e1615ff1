"""Reading contacts: what waits to be registered, and a registration form with its answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from helpline.accounts.models import User
from helpline.contacts import composition
from helpline.contacts.composing import compose
from helpline.contacts.models import Answer, Contact
from helpline.contacts.states import WRITABLE, ContactState
from helpline.programmes.models import Code, in_language
from helpline.programmes.queries import code_list, codes, find_code

COUNSELLING = "counselling"


@dataclass(frozen=True, slots=True)
class Option:
    """One code of a field. retired: no longer offered, but chosen here before."""

    code: str
    label: str
    chosen: bool
    retired: bool = False


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as it stands on the screen. when_field and when_codes: asked only when that was answered so.

    from_visitor: what stands there is what the visitor told beforehand, and nobody has changed it.
    """

    key: str
    label: str
    many: bool
    required: bool
    asked: bool
    missing: bool
    version: int
    options: tuple[Option, ...]
    when_field: str = ""
    when_codes: str = ""
    from_visitor: bool = False

    @property
    def is_short(self) -> bool:
        """Whether all options stand side by side well enough; a longer list of single choices becomes a menu."""
        return self.many or len(self.options) <= 5


@dataclass(frozen=True, slots=True)
class SectionView:
    """Fields under one heading."""

    key: str
    name: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """The registration of one contact in the active language.

    kinds: the one-click closings. writable: fields are saved one by one; else they are corrected together.
    """

    sections: tuple[SectionView, ...]
    kinds: tuple[Option, ...]
    kind: str
    kind_label: str
    writable: bool

    @property
    def is_empty(self) -> bool:
        """Whether the counsellor answered no question yet."""
        return not any(
            option.chosen
            for section in self.sections
            for field in section.fields
            for option in field.options
            if not field.from_visitor
        )


def answers(contact: Contact) -> dict[str, Answer]:
    """The current answers of a contact, by field."""
    return {answer.field: answer for answer in contact.answers.all()}


def form_for(
    contact: Contact,
    *,
    missing: tuple[str, ...] = (),
    given: Mapping[str, list[str]] | None = None,
    now: datetime | None = None,
) -> FormView:
    """The contact's form with what was answered. missing: fields to mark as still to be answered.

    given: show these codes instead of the saved ones (a form that could not be saved). Retired codes show only where
    they were chosen.
    """
    on_date = timezone.localdate(now or timezone.now())
    saved = answers(contact)
    chosen = given if given is not None else {field: answer.codes for field, answer in saved.items()}
    form = compose(contact.form) if contact.form else composition.Form(())
    asked = {field.key for field in form.asked(chosen)}
    sections = tuple(
        SectionView(
            section.key,
            in_language(section.name_nl, section.name_en),
            tuple(
                _field(
                    contact, field, chosen.get(field.key, []), saved.get(field.key), asked, missing, on_date
                )
                for field in section.fields
            ),
        )
        for section in form.sections
    )
    kinds = tuple(
        Option(code.code, code.label(), chosen=code.code == contact.kind)
        for code in codes(contact.programme, "kind", on_date)
        if code.code != COUNSELLING
    )
    kind = find_code(contact.programme, "kind", contact.kind) if contact.kind else None
    return FormView(
        sections, kinds, contact.kind, kind.label() if kind else contact.kind, contact.state in WRITABLE
    )


def _field(
    contact: Contact,
    field: composition.Field,
    chosen: list[str],
    saved: Answer | None,
    asked: set[str],
    missing: tuple[str, ...],
    on_date: date,
) -> FieldView:
    listed = code_list(contact.programme, field.key)
    offered: list[Code] = codes(contact.programme, field.key, on_date)
    options = [Option(code.code, code.label(), code.code in chosen) for code in offered]
    there = {code.code for code in offered}
    for code in chosen:
        retired = find_code(contact.programme, field.key, code)
        if code not in there and retired is not None:
            options.append(Option(code, retired.label(), chosen=True, retired=True))
    return FieldView(
        key=field.key,
        label=listed.name() if listed else field.key,
        many=field.many,
        required=field.required,
        asked=field.key in asked,
        missing=field.key in missing,
        version=saved.version if saved else 0,
        options=tuple(options),
        when_field=field.when.field if field.when else "",
        when_codes=" ".join(sorted(field.when.codes)) if field.when else "",
        from_visitor=saved is not None and saved.from_visitor and saved.codes == chosen,
    )


def label_of(contact: Contact, field: str) -> str:
    """The name of a field of the contact's form, in the active language."""
    listed = code_list(contact.programme, field)
    return listed.name() if listed else field


def find(contact_id: UUID) -> Contact | None:
    """A contact by its id, with what its screens need."""
    return Contact.objects.select_related("programme", "counsellor", "form").filter(pk=contact_id).first()


def unfinished(user: User) -> QuerySet[Contact]:
    """The contacts this person still has to register, the oldest first."""
    return (
        Contact.objects.filter(counsellor=user, state=ContactState.TO_REGISTER)
        .select_related("programme", "form")
        .order_by("ended_at", "pk")
    )
