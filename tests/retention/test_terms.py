from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chat.actions.terms import RETURN_CODE_TERM
from helpline.contacts.actions.locks import ATTEMPT_TERM
from helpline.retention.terms import terms

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


# An item is kept until the very end of its term, and never after it, whichever kind it is.
@given(MOMENTS, st.sampled_from(sorted(terms(chat_days=7, contact_days=30))))
def test_a_term_passes_exactly_at_its_end(moment: datetime, kind: str) -> None:
    term = terms(chat_days=7, contact_days=30)[kind]
    end = term.ends_at(moment)
    assert not term.has_passed(moment, end - timedelta(microseconds=1))
    assert term.has_passed(moment, end)


def test_the_terms_that_visitors_are_told() -> None:
    table = terms(chat_days=7, contact_days=30)
    days = {kind: term.length.days for kind, term in table.items()}
    assert days["chat"] == days["open_chat"] == 7
    assert days["chat_with_return_code"] == days["contact"] == 30
    assert days["attempt"] == 2


def test_the_rooms_keep_to_the_table() -> None:
    table = terms(chat_days=7, contact_days=30)
    assert table["chat_with_return_code"].length == RETURN_CODE_TERM
    assert table["attempt"].length == ATTEMPT_TERM


def test_who_takes_a_code_never_has_less_time_than_others() -> None:
    assert terms(chat_days=60, contact_days=30)["chat_with_return_code"].length.days == 60
