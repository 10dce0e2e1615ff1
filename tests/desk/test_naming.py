"""Names for conversations: from the random id alone, and unlike each other."""

from uuid import UUID, uuid4

import pytest

from helpline.desk.naming import NAMES, WATERS, name_of, name_of_call


def test_a_conversation_has_one_name() -> None:
    conversation = uuid4()
    assert name_of(conversation) == name_of(UUID(str(conversation)))


def test_every_name_is_given() -> None:
    assert {name_of(UUID(int=number)) for number in range(len(NAMES))} == set(NAMES)


@pytest.mark.parametrize("names", [NAMES, WATERS])
def test_names_stand_once_and_are_short(names: tuple[str, ...]) -> None:
    assert len(set(names)) == len(names)
    assert all(name.isalpha() and len(name) <= 12 for name in names)


def test_a_call_is_never_named_as_a_chat_is() -> None:
    assert set(NAMES) & set(WATERS) == set()
    assert {name_of_call(UUID(int=number)) for number in range(len(WATERS))} == set(WATERS)
