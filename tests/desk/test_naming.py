"""Names for conversations: from the random id alone, and unlike each other."""

from uuid import UUID, uuid4

from helpline.desk.naming import NAMES, name_of


def test_a_conversation_has_one_name() -> None:
    conversation = uuid4()
    assert name_of(conversation) == name_of(UUID(str(conversation)))


def test_every_name_is_given() -> None:
    assert {name_of(UUID(int=number)) for number in range(len(NAMES))} == set(NAMES)


def test_names_stand_once_and_are_short() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert all(name.isalpha() and len(name) <= 12 for name in NAMES)
