"""The field for free text of staff: masked unless somebody gives one of the reasons."""

from django import forms

from helpline.guard.finding import Kind
from helpline.guard.forms import Guarded, GuardedText


class Note(forms.Form):
    text = GuardedText(allowed=lambda: ["0800-0188"])
    title = GuardedText(required=False, one_line=True)


def cleaned(**data: str) -> Guarded:
    form = Note(data)
    assert form.is_valid(), form.errors
    text = form.cleaned_data["text"]
    assert isinstance(text, Guarded)
    return text


def test_what_could_identify_somebody_is_masked() -> None:
    text = cleaned(text="bel 0612345678 of 0800-0188")
    assert text == "bel [telefoonnummer] of 0800-0188"
    assert text.judged.found == (Kind.PHONE,)
    assert text.judged.overridden == ()


def test_with_a_reason_it_stays_and_says_which_kinds() -> None:
    text = cleaned(text="bel 0612345678", text_reason="organisation")
    assert text == "bel 0612345678"
    assert text.judged.overridden == (Kind.PHONE,)


def test_a_reason_nobody_offered_is_none() -> None:
    assert cleaned(text="bel 0612345678", text_reason="zomaar") == "bel [telefoonnummer]"


def test_a_reason_without_anything_found_overrides_nothing() -> None:
    assert cleaned(text="rustig gesprek", text_reason="nobody").judged.overridden == ()


def test_ends_of_lines_do_not_hide_an_address() -> None:
    assert cleaned(text="Dorpsstraat 12\r\n1234 AB Plaats") == "Dorpsstraat [adres] Plaats"


def test_the_field_is_marked_for_the_script() -> None:
    assert "data-guard" in str(Note()["text"])
    assert "<textarea" in str(Note()["text"])
    assert "<input" in str(Note()["title"])
