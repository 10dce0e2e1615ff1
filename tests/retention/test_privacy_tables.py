"""The tables of docs/dpia.md say what the declarations say."""

from helpline.cases.models import Note
from helpline.retention.privacy_tables import declared, page
from tests.house.test_layers import our_models

EMPTY = "# T\n<!-- fields: begin -->\nold\n<!-- fields: end -->\n<!-- terms: begin -->\nold\n<!-- terms: end -->\n"


def test_a_field_about_somebody_stands_with_its_term() -> None:
    written = page(EMPTY, [Note])
    assert "| `cases.Note` | What a counsellor wrote about a case, sealed with the case's key |" in written
    assert "| case term |" in written
    assert "old" not in written
    assert "| chat | 7 | end |" in written


def test_every_model_that_can_tell_something_is_in_it() -> None:
    written = page(EMPTY)
    telling = {
        model._meta.label
        for model in our_models()
        if any(privacy.about != "nobody" for privacy in model.FIELD_PRIVACY.values())  # type: ignore[attr-defined]
    }
    assert telling
    assert {label for label in telling if f"| `{label}` |" not in written} == set()
    assert {model._meta.label for model in declared()} >= telling
