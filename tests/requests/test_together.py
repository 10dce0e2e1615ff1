"""Two at the same moment: a form that comes twice, colleagues who reach for the same request, a full hour."""

from uuid import uuid4

import pytest

from helpline.programmes.models import Programme
from helpline.requests import actions
from helpline.requests.errors import TooBusy, WrongMove
from helpline.requests.kinds import Kind
from helpline.requests.models import Intake, ProfessionalRequest
from tests.accounts.test_together import at_once
from tests.factories.programmes import make_programme
from tests.factories.requests import MORNING, answers, make_handler, make_request

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programme() -> Programme:
    return make_programme()


def test_a_form_sent_twice_together_is_one_request(programme: Programme) -> None:
    number = uuid4()

    def send() -> None:
        actions.accept(
            programme=programme, kind=Kind.LESSON, answers=answers(), form_number=number, now=MORNING
        )

    assert at_once(4, send, TooBusy) == 4
    assert ProfessionalRequest.objects.count() == Intake.objects.get().taken == 1


def test_one_of_those_who_reach_for_it_gets_it(programme: Programme) -> None:
    noor, asked = make_handler(programme), make_request(programme=programme)

    def take() -> None:
        actions.take(asked=ProfessionalRequest.objects.get(pk=asked.pk), by=noor, now=MORNING)

    assert at_once(4, take, WrongMove) == 1


def test_an_hour_is_never_overfull(programme: Programme) -> None:
    Intake.objects.create(programme=programme, hour_at=MORNING, taken=actions.MOST_PER_HOUR - 2)

    def send() -> None:
        actions.accept(
            programme=programme, kind=Kind.LESSON, answers=answers(), form_number=uuid4(), now=MORNING
        )

    assert at_once(6, send, TooBusy) == 2
    assert ProfessionalRequest.objects.count() == 2
