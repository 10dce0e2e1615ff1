"""What professionals can ask for, and what each programme offers: from a data file."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.programmes.models import Programme, in_language


class Kind(models.TextChoices):
    LESSON = "lesson", _("Guest lesson")
    MATERIALS = "materials", _("Materials")


@dataclass(frozen=True, slots=True)
class Material:
    """Something that can be sent. The code never changes; the labels may."""

    code: str
    label_nl: str
    label_en: str

    @property
    def label(self) -> str:
        """The label in the active language."""
        return in_language(self.label_nl, self.label_en)


@cache
def _shipped() -> dict[str, dict[str, Any]]:
    with (Path(__file__).parent / "data" / "requests.toml").open("rb") as file:
        return tomllib.load(file)


def kinds_of(programme: Programme) -> list[Kind]:
    """What can be asked of this programme, in order; none when it takes no requests."""
    return [Kind(kind) for kind in _shipped().get(programme.slug, {}).get("kinds", ())]


def materials_of(programme: Programme) -> Sequence[Material]:
    """What this programme can send, in order."""
    return [
        Material(row["code"], row["nl"], row["en"])
        for row in _shipped().get(programme.slug, {}).get("materials", ())
    ]
