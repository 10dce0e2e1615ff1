"""What is a visitor's own is nobody else's: every address of the visitors' sites has a rule in `visitors.py`."""

from collections.abc import Mapping

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chat import visit as chat_visit
from chat.models import Conversation
from helpline.mail import visit as mail_visit
from helpline.mail.models import Correspondence
from helpline.programmes.models import Channel, Programme
from tests.factories.chat import make_open_programme, make_talking
from tests.factories.mail import make_letter
from tests.factories.programmes import open_always
from tests.security import visitors
from tests.security.asking import undone
from tests.security.walk import routes

pytestmark = pytest.mark.django_db

NAMES = {each.name for each in routes() if not each.is_staffs}


def test_every_address_has_a_rule() -> None:
    sets = (
        visitors.OPEN,
        visitors.OWN_SECRET,
        visitors.OWN_VISIT,
        visitors.SHOW_AGAIN,
        visitors.KEEP_NOTHING,
        visitors.HARMLESS,
    )
    # who brings nothing along is led away from more letters, and whoever brings a text is shown it again
    both = {"mail:more"}
    named = frozenset().union(*sets)
    assert sum(len(each) for each in sets) == len(named) + len(both)
    prefixes = (visitors.SIGNED, visitors.OWN_COOKIE)
    missing = {name for name in NAMES if not name.startswith(prefixes)} - named
    assert not missing, (
        f"{sorted(missing)}: a new address that visitors can open. Say in tests/security/visitors.py whose it is."
    )
    assert named <= NAMES, f"{sorted(named - NAMES)}: a rule for an address that is gone."


@pytest.fixture
def stopitnow(db: None) -> Programme:
    programme = make_open_programme(slug="stopitnow")
    open_always(programme=programme, channel=Channel.POST)
    return programme


def _cookies(programme: Programme, held_as: str) -> Mapping[str, str]:
    """What the visitors of a programme hold, under the names of another one."""
    talking = Conversation.objects.get(pk=make_talking(programme=programme, now=timezone.now()).pk)
    letter = make_letter(programme, now=timezone.now())
    response = HttpResponse()
    mail_visit.start(response, letter)
    return {
        chat_visit.cookie_name(held_as): chat_visit.make(talking),
        mail_visit.cookie_name(held_as): response.cookies[mail_visit.cookie_name(programme.slug)].value,
    }


def test_somebody_elses_conversation_leads_away_like_none(stopitnow: Programme) -> None:
    """A stranger, a forged cookie, one whose signature does not fit, and for letters the true one of another programme.

    A chat may be handed to another programme while its visitor stays on the page, so its cookie is good there.
    """
    real = _cookies(make_open_programme(slug="helpwanted"), held_as="stopitnow")
    holder = Client()
    holder.cookies[mail_visit.cookie_name("helpwanted")] = real[mail_visit.cookie_name("stopitnow")]
    assert holder.get(reverse("mail:letters", args=["helpwanted"])).status_code == 200, (
        "the cookie is a true one"
    )
    held: list[Mapping[str, str]] = [
        {},
        dict.fromkeys(real, "nonsense"),
        {name: value[:-1] + ("A" if value[-1] != "A" else "B") for name, value in real.items()},
        real,
    ]
    for name in sorted(visitors.OWN_VISIT - {"mail:more"}):
        for method in ("get", "post"):
            answers = set()
            for cookies in held if name.startswith("mail:") else held[:-1]:
                client = Client()
                for key, value in cookies.items():
                    client.cookies[key] = value
                with undone():
                    before = state_of_things()
                    answer = getattr(client, method)(reverse(name, args=["stopitnow"]))
                    # who goes lets go of the own letters, from whichever page
                    assert name == "mail:close" or state_of_things() == before, (name, method)
                answers.add((answer.status_code, answer.headers.get("Location", "")))
            assert len(answers) == 1, (name, method, answers)
            assert answers.pop()[0] in (303, 405), (name, method)


def state_of_things() -> list[object]:
    return [list(model.objects.values()) for model in (Conversation, Correspondence)]
