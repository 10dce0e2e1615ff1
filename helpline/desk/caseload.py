"""The part of the board about cases: what is to be done about now, and how many I have. No word of any note."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpline.accounts.models import User
from helpline.cases import queries


def part(user: User, now: datetime) -> dict[str, Any] | None:
    """The caseload as plain data, with its one line of words; None for who works no cases."""
    found = queries.for_desk(user, now)
    return {**asdict(found), "words": _words(found)} if found else None


def _words(load: queries.Caseload) -> str:
    told = [
        ngettext("%(number)d case of yours", "%(number)d cases of yours", load.own) % {"number": load.own}
        if load.own
        else _("No case of yours")
    ]
    if load.ending:
        told.append(
            ngettext("%(number)d ends soon", "%(number)d end soon", load.ending) % {"number": load.ending}
        )
    if load.later:
        told.append(
            ngettext("%(number)d task later", "%(number)d tasks later", load.later) % {"number": load.later}
        )
    return " · ".join(told)
