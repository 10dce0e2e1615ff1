"""Reading requests: what waits for whom, and how long it is still kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import ngettext

from helpline.accounts.models import User
from helpline.programmes.models import Programme
from helpline.requests.forms import STAFF_LABELS, RequestForm, form_for
from helpline.requests.models import ProfessionalRequest
from helpline.requests.policies import HANDLE, is_handler
from helpline.requests.sealing import Answers
from helpline.requests.states import RequestState
from helpline.requests.terms import TERM

#: in which order a list shows them
_ORDER = {RequestState.WAITING: 0, RequestState.TAKEN: 1, RequestState.DONE: 2}


@dataclass(frozen=True, slots=True)
class Line:
    """A request in a list: nothing of what was typed. days_left: until it is erased, at least 1."""

    asked: ProfessionalRequest
    days_left: int
    is_mine: bool

    @property
    def left(self) -> str:
        """How long it is still kept, in words."""
        return days_in_words(self.days_left)

    @property
    def most_days(self) -> int:
        """The most that `days_left` can be."""
        return TERM.days


@dataclass(frozen=True, slots=True)
class Answer:
    """One field that was filled in, as the screen shows it."""

    name: str
    label: str
    text: str


def days_in_words(days: int) -> str:
    """How long a request is still kept."""
    return ngettext("Erased tomorrow", "Erased in %(days)d days", days) % {"days": days}


def line_for(asked: ProfessionalRequest, user: User, today: date) -> Line:
    """A request as this person sees it in a list."""
    return Line(asked, (asked.erase_on_date - today).days, is_handler(user, asked))


def lines(user: User, today: date) -> list[Line]:
    """The requests of the programmes in which this person handles them: what waits first, and the oldest first."""
    found = ProfessionalRequest.objects.select_related("programme", "handler").filter(
        programme__in=user.programmes_with(HANDLE), erase_on_date__gt=today
    )
    return [
        line_for(asked, user, today)
        for asked in sorted(
            found, key=lambda each: (_ORDER[RequestState(each.state)], each.arrived_date, each.pk)
        )
    ]


def find(user: User, request_id: UUID, today: date) -> ProfessionalRequest | None:
    """A request that this person may handle and whose day of erasure has not come; else None."""
    return (
        ProfessionalRequest.objects.select_related("programme", "handler")
        .filter(pk=request_id, programme__in=user.programmes_with(HANDLE), erase_on_date__gt=today)
        .first()
    )


def shown(programme: Programme, kind: str, answers: Answers) -> Sequence[Answer]:
    """What was typed, in the order of the form and with labels in the active language.

    What the form does not know any more is shown under its own name: nothing that was typed is hidden.
    """
    form = form_for(programme, kind)
    names = [name for name in form.order if name in answers]
    names += [name for name in answers if name not in form.order]
    return [_answer(form, name, answers[name]) for name in names]


def _answer(form: RequestForm, name: str, value: str | int | list[str]) -> Answer:
    label = str(STAFF_LABELS.get(name, name))
    if isinstance(value, list):
        labels = dict(getattr(form.fields.get(name), "choices", ()))
        return Answer(name, label, "\n".join(str(labels.get(code, code)) for code in value))
    return Answer(name, label, str(value))
