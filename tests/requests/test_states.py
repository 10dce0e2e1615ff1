"""The moves of a request: the table itself, and every story that people can make of it."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpline.accounts.models import User
from helpline.programmes.models import Programme
from helpline.requests import actions, terms
from helpline.requests.errors import Gone, RequestError, WrongMove
from helpline.requests.models import ProfessionalRequest
from helpline.requests.states import MOVES, RequestState, check_move
from helpline.vault.models import DataKey
from tests.factories.requests import MORNING, make_handler, make_request
from tests.services.sizes import IS_FULL


def test_the_table_names_every_state() -> None:
    assert {str(state) for state in MOVES} == set(RequestState.values)
    reached = set().union(*MOVES.values())
    assert reached == set(RequestState.values)


@pytest.mark.parametrize("before", RequestState.values)
@pytest.mark.parametrize("after", RequestState.values)
def test_only_the_moves_of_the_table_are_allowed(before: str, after: str) -> None:
    if after in MOVES[before]:
        check_move(before, after)
        return
    with pytest.raises(WrongMove):
        check_move(before, after)


Act = Callable[[ProfessionalRequest, User, list[User], timedelta], None]


def _plain(act: Callable[..., object]) -> Act:
    def do(asked: ProfessionalRequest, by: User, people: list[User], later: timedelta) -> None:
        act(asked=asked, by=by, now=MORNING + later)

    return do


def _take_over(asked: ProfessionalRequest, by: User, people: list[User], later: timedelta) -> None:
    actions.take_over(asked=asked, from_user_id=people[0].pk, by=by, now=MORNING + later)


ACTS: dict[str, Act] = {
    **{
        act.__name__: _plain(act)
        for act in (actions.take, actions.give_back, actions.finish, actions.reopen, actions.delete)
    },
    "take_over": _take_over,
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 1), st.integers(0, 4)), min_size=1, max_size=14
)


# Whatever people do in whichever order: only moves of the table happen, somebody handles a request exactly when it
# does not wait, it ends 30 days after it came at the latest, and no key outlives its request.
@pytest.mark.django_db
@settings(
    max_examples=300 if IS_FULL else 25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_every_story_keeps_to_the_table(helpwanted: Programme, steps: Sequence[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        play(helpwanted, steps)
        transaction.set_rollback(True)  # the next story begins anew


def play(programme: Programme, steps: Sequence[tuple[str, int, int]]) -> None:
    people = [make_handler(programme), make_handler(programme, name="Sam")]
    asked, days = make_request(programme=programme), 0
    last = terms.erase_on(asked.arrived_date)
    for name, who, pause in steps:
        days += pause
        before = asked.state
        try:
            with transaction.atomic():
                ACTS[name](asked, people[who], people, timedelta(days=days))
        except Gone:
            today = MORNING.date() + timedelta(days=days)
            assert not ProfessionalRequest.objects.filter(erase_on_date__gt=today).exists()
        except RequestError:
            asked = ProfessionalRequest.objects.get()
            assert asked.state == before
        else:
            if name != "delete":
                after = ProfessionalRequest.objects.get().state
                assert after in MOVES[before] or (name == "take_over" and after == before)
        for row in ProfessionalRequest.objects.all():
            assert (row.handler is None) == (row.state == RequestState.WAITING)
            assert row.erase_on_date <= last
        assert DataKey.objects.count() == ProfessionalRequest.objects.count()
