"""Two at the same moment: tries and codes are counted one after the other, whoever asks how often at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from helpline.accounts import second_factor, throttle, throttling
from helpline.accounts.errors import TooSoon, WrongCode
from tests.factories.accounts import code_for, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(times: int, ask: Callable[[], object], refusal: type[Exception]) -> int:
    """Ask from several threads together; returns how often it was granted."""

    def one(_number: int) -> bool:
        try:
            ask()
        except refusal:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(times) as threads:
        return sum(threads.map(one, range(times)))


def test_tries_sent_together_are_counted_one_by_one() -> None:
    now = timezone.now()
    granted = at_once(10, lambda: throttling.take("code:strangers:7", stranger=True, now=now), TooSoon)
    assert granted == throttle.FREE_TRIES


def test_a_code_sent_twice_together_works_once() -> None:
    user, now = make_user(), timezone.now()
    code = code_for(user, now)
    assert at_once(4, lambda: second_factor.check(user=user, code=code, now=now), WrongCode) == 1


def test_a_backup_code_sent_twice_together_works_once() -> None:
    user = make_user()
    code = second_factor.new_backup_codes(user=user)[0]
    assert at_once(4, lambda: second_factor.check(user=user, code=code), WrongCode) == 1
