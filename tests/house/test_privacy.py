"""Every field of every model says what it can tell about a person, and for how long."""

from collections.abc import Mapping

import pytest
from django.db import models

from helpline.privacy import Privacy, content, declare
from tests.house.test_layers import our_models


def undeclared(fields: set[str], declared: Mapping[str, Privacy]) -> set[str]:
    """Fields without a declaration, and declarations without a field."""
    return fields ^ set(declared)


def fields_of(model: type[models.Model]) -> set[str]:
    own = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return {field.name for field in own}


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_field_is_declared(model: type[models.Model]) -> None:
    assert undeclared(fields_of(model), getattr(model, "FIELD_PRIVACY", {})) == set()


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_what_a_visitor_told_has_a_term(model: type[models.Model]) -> None:
    declared: Mapping[str, Privacy] = getattr(model, "FIELD_PRIVACY", {})
    kept = [
        name
        for name, privacy in declared.items()
        if privacy.about == "visitor_content" and privacy.term == "kept"
    ]
    assert kept == []


def test_a_forgotten_field_would_be_found() -> None:
    declared = declare("id", body=content("chat term"))
    assert undeclared({"id", "body", "address"}, declared) == {"address"}
    assert undeclared({"id"}, declared) == {"body"}
