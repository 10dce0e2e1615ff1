"""Registration forms as data."""

from typing import Any

import pytest

from figures import fields
from helpline.contacts.composition import Form, parse
from helpline.contacts.data import shipped_forms
from helpline.contacts.errors import FormMistake
from helpline.programmes.data import read_code_lists


def form(*given: dict[str, Any]) -> Form:
    definition = {"sections": [{"key": "a", "name_nl": "A", "name_en": "A", "fields": list(given)}]}
    return parse(definition, one_code=fields.ONE_CODE, many_codes=fields.MANY_CODES)


def test_a_field_is_asked_only_when_its_condition_is_met() -> None:
    composed = form(
        {"key": "target_group", "required": True},
        {"key": "relation", "required": True, "when": {"field": "target_group", "codes": ["concern"]}},
        {"key": "age_band", "required": True, "when": {"field": "relation", "codes": ["child"]}},
    )
    assert composed.missing({}) == ("target_group",)
    assert composed.missing({"target_group": ["concern"]}) == ("relation",)
    # answers of an earlier choice do not count, and open nothing
    old = {"target_group": ["own"], "relation": ["child"], "age_band": ["19_25"]}
    assert composed.missing(old) == ()
    assert composed.counted(old) == {"target_group": ("own",)}


@pytest.mark.parametrize(
    "mistaken",
    [
        [{"key": "name"}],
        [{"key": "kind"}],
        [{"key": "gender"}, {"key": "gender"}],
        [{"key": "relation", "when": {"field": "gender", "codes": ["man"]}}, {"key": "gender"}],
        [{"key": "gender"}, {"key": "relation", "when": {"field": "gender", "codes": []}}],
        [{"required": True}],
        [],
    ],
)
def test_mistakes_are_refused(mistaken: list[dict[str, Any]]) -> None:
    with pytest.raises(FormMistake):
        form(*mistaken)


def test_the_shipped_forms_ask_only_what_their_programme_has_lists_for() -> None:
    lists = {(slug, each.key): each for each in read_code_lists() for slug in each.programmes}
    for slug, shipped in shipped_forms().items():
        composed = parse(shipped, one_code=fields.ONE_CODE, many_codes=fields.MANY_CODES)
        for field in composed.fields():
            assert (slug, field.key) in lists
            if field.when is not None:
                codes = {code[0] for code in lists[slug, field.when.field].codes}
                assert field.when.codes <= codes
