import pytest
from django.core.exceptions import ValidationError

from helpline.accounts import passphrases
from helpline.accounts.models import User

EMAIL, NAME = "noor.dejong@offlimits.example", "Noor de Jong"


@pytest.mark.parametrize(
    "passphrase",
    [
        "een rustige ochtend",
        "alllowercaseletters but long",
        "correct horse battery staple",
        "漢字とかなのことばをならべる",
        "fiets regen appeltaart noor",
        "x" * 6 + "fietsbelgeluid",
    ],
)
def test_accepted(passphrase: str) -> None:
    assert passphrases.problems(passphrase, email=EMAIL, name=NAME) == []


@pytest.mark.parametrize(
    "passphrase",
    [
        "",
        "elf tekens!",
        "a" * 201,
        "aaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "1234123412341234",
        "qwertyuiopasdf",
        "abcdefghijklmnop",
        "peanutbutter",
        "peanutbutter1!",
        "noor.dejong@offlimits.example",
        "noordejong2026!!",
        "Helpwanted2026!!",
        "welkom welkom 01",
        "dragon2026-monkey!",
        "Summer Liverpool 7",
        "1985iloveyou1985",
    ],
)
def test_refused(passphrase: str) -> None:
    assert passphrases.problems(passphrase, email=EMAIL, name=NAME)


def test_the_same_letters_count_the_same_however_typed() -> None:
    assert passphrases.tidy("cafe\u0301") == passphrases.tidy("caf\u00e9")


def test_djangos_own_commands_follow_the_rules() -> None:
    with pytest.raises(ValidationError):
        passphrases.PassphraseValidator().validate("too short", User(email=EMAIL, name=NAME))
    passphrases.PassphraseValidator().validate("een rustige ochtend")
    assert "12" in passphrases.PassphraseValidator().get_help_text()
