"""From the stored version of a form to the form itself, and which version a new contact gets."""

from collections.abc import Sequence
from datetime import date

from figures import fields as fact_fields
from helpline.contacts import composition
from helpline.contacts.data import shipped_forms
from helpline.contacts.models import RegistrationForm
from helpline.programmes.models import Programme
from helpline.programmes.queries import codes, programmes


def compose(stored: RegistrationForm) -> composition.Form:
    """The form of a stored version. Raises FormMistake."""
    return composition.parse(
        stored.definition, one_code=fact_fields.ONE_CODE, many_codes=fact_fields.MANY_CODES
    )


def meanings(programme: Programme, fields: Sequence[str], on_date: date) -> dict[str, dict[str, str]]:
    """What the codes of these lists mean on a day: their Dutch words."""
    return {
        field: {code.code: code.label("nl") for code in codes(programme, field, on_date)} for field in fields
    }


def form_in_use(programme: Programme, on_date: date) -> RegistrationForm | None:
    """The newest version in use on a day; before the first came into use, the first. None when there is no form."""
    forms = RegistrationForm.objects.filter(programme=programme)
    newest = forms.filter(in_use_from_date__lte=on_date).order_by("-version").first()
    # a letter or a contact after the fact can be of a day on which the house had no form yet
    return newest or forms.order_by("version").first()


def install_form(programme: Programme, on_date: date) -> RegistrationForm | None:
    """Store the shipped version of a programme's form when it is newer than what is stored. Raises FormMistake.

    Returns the version in use on that day.
    """
    shipped = shipped_forms().get(programme.slug)
    if shipped is not None:
        newest = RegistrationForm.objects.filter(programme=programme).order_by("-version").first()
        if newest is None or newest.version < shipped["version"]:
            stored = RegistrationForm(
                programme_id=programme.pk,
                version=shipped["version"],
                definition={"sections": shipped["sections"]},
                in_use_from_date=on_date,
            )
            fields = [field.key for field in compose(stored).fields()]
            stored.definition["meanings"] = meanings(programme, fields, on_date)
            RegistrationForm.objects.bulk_create([stored], ignore_conflicts=True)
    return form_in_use(programme, on_date)


def install_forms(on_date: date) -> None:
    """Store the shipped forms of all programmes. Idempotent; part of the first installation and of an update."""
    for programme in programmes():
        install_form(programme, on_date)
