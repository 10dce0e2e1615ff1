"""The post as the demo shows it: a letter that is due soon, one that came today, one from a mailbox, one answered."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.mail import actions, templates
from helpline.mail.actions import bridging
from helpline.mail.bridge.parsing import Kind, Parsed
from helpline.mail.models import Correspondence, FetchedMail
from helpline.programmes.demo import open_day_and_night
from helpline.programmes.models import Channel, Programme

_TODAY = (
    "Hoi. Iemand uit mijn klas heeft een foto van mij doorgestuurd. Ik durf niet meer naar school. "
    "Kunnen jullie zeggen wat ik moet doen?"
)
_YESTERDAY = (
    "Ik weet niet of dit erg genoeg is om over te schrijven. Mijn neef stuurt mij berichten die ik niet wil."
)
_BY_MAIL = "Mijn dochter van dertien wordt bedreigd door iemand die ze online kent. Hoe kan ik haar helpen?"
_ANSWERED = "Ik heb vorige week gechat en wil graag laten weten hoe het nu gaat. Beter. Dank jullie wel."
_ANSWER = "Wat fijn om te lezen dat het beter gaat. Je mag altijd terugschrijven. Zorg goed voor jezelf."


@transaction.atomic
def create_demo_content() -> None:
    """A few letters of nobody in each programme that has none. May be called again."""
    open_day_and_night(Channel.POST)
    now = timezone.now()
    for programme in Programme.objects.order_by("order", "slug"):
        templates.install(programme)
        if not Correspondence.objects.filter(programme=programme).exists():
            _letters(programme, now)


def _letters(programme: Programme, now: datetime) -> None:
    for text, at in ((_YESTERDAY, now - timedelta(hours=40)), (_TODAY, now - timedelta(minutes=50))):
        actions.write(programme=programme, text=text, form_number=uuid4(), proved=True, now=at)
    mail = Parsed(Kind.LETTER, "moeder@voorbeeld.example", _BY_MAIL, 1, False, (), False)
    bridging.receive(programme=programme, uid_validity=0, uid=1, mail=mail, now=now - timedelta(hours=5))
    FetchedMail.objects.filter(programme=programme).delete()
    counsellor = _counsellor(programme)
    if counsellor is None:
        return
    at = now - timedelta(hours=26)
    written = actions.write(programme=programme, text=_ANSWERED, form_number=uuid4(), proved=True, now=at)
    answered = written.correspondence
    actions.take(correspondence=answered, by=counsellor, now=at)
    actions.answer(correspondence=answered, text=_ANSWER, request_id=uuid4(), by=counsellor, now=at)


def _counsellor(programme: Programme) -> User | None:
    people = User.objects.filter(is_active=True, memberships__programme=programme).order_by("pk")
    return next((each for each in people if each.can(Permission.POST_ANSWER, programme)), None)
