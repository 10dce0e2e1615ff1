"""What is wrong with an exercise, as an editor reads it."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from selfhelp.modules.exercises import Exercise, Fault, find_faults

FAULTS = {
    Fault.KEY_TWICE: _("This key is used twice."),
    Fault.KEY_FORM: _("A key is small letters, digits and underscores, beginning with a letter."),
    Fault.NAMES: _("Each option or column needs a key of its own: small letters, digits and underscores."),
    Fault.OPTIONS: _("Give two options or more."),
    Fault.RIGHT: _("Say which answer is right."),
    Fault.COLUMNS: _("Give one to six columns."),
    Fault.SCALE: _("A scale runs upwards."),
}


def faults_in_words(exercises: Sequence[Exercise]) -> list[str]:
    """What keeps these exercises from being published, one sentence each."""
    return [f"{title}: {FAULTS[fault]}" for title, fault in find_faults(exercises)]
