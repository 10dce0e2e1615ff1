"""One thing of every kind whose content ends at a term, laid down at one moment: how it is written, and read again."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import models

from chat import log
from chat.actions import aftercare, talk
from chat.models import Conversation, Sender
from helpline.accounts.models import User
from helpline.care import sealing as care
from helpline.care.meldcode import TextKind
from helpline.care.models import RiskRecord, RiskText
from helpline.cases import actions as cases
from helpline.cases.models import Case
from helpline.drafts import actions as drafts
from helpline.drafts.models import Draft
from helpline.groups import sealing as groups
from helpline.groups.models import Group, Participant
from helpline.mail import queries as post
from helpline.mail.models import Correspondence
from helpline.mail.states import Side
from helpline.programmes.models import Programme
from helpline.referrals import actions as referring
from helpline.referrals import sealing as referrals
from helpline.referrals.models import Referral
from helpline.requests import sealing as requests
from helpline.requests.models import ProfessionalRequest
from helpline.team import actions as team
from helpline.team import queries as teams
from helpline.team.models import TalkDay
from tests.factories.care import make_record, write
from tests.factories.cases import make_case
from tests.factories.chat import make_talking
from tests.factories.contacts import make_open
from tests.factories.directory import make_organisation
from tests.factories.groups import make_group, make_participant
from tests.factories.mail import make_letter
from tests.factories.requests import make_request

NOTE = "proof.note:1"


@dataclass(frozen=True, slots=True)
class Laid:
    """Something that was laid down.

    days: how long it is promised to live at most. read: all that it says, in the database that is looked at; raises
    when nothing opens any more.
    """

    kind: str
    model: type[models.Model]
    days: int
    text: str
    data_key_id: UUID
    read: Callable[[], str]

    @property
    def is_readable(self) -> bool:
        """Whether the house that is looked at can still show it."""
        try:
            return self.text in self.read()
        except Exception:  # a room says in its own words that it is gone
            return False


def lay_down(*, programme: Programme, by: User, at: datetime) -> list[Laid]:
    """One of every kind. by: somebody who works there."""
    makers = (
        _chat, _chat_with_code, _letter, _case, _risk, _referral, _group, _request, _remark, _debrief, _draft,
    )  # fmt: skip
    return [laid for make in makers for laid in make(programme, by, at)]


def _laid(kind: str, days: int, text: str, row: models.Model, read: Callable[[], str]) -> Iterator[Laid]:
    row.refresh_from_db()
    yield Laid(kind, type(row), days, text, row.data_key_id, read)  # type: ignore[attr-defined]


def _conversation(programme: Programme, by: User, at: datetime, text: str) -> Conversation:
    conversation = make_talking(programme=programme, user=by, now=at)
    log.append(
        conversation_id=conversation.pk, sender=Sender.VISITOR, body=text, client_id=str(uuid4()), now=at
    )
    return talk.end(conversation=conversation, now=at)


def _said(conversation_id: UUID) -> str:
    return " ".join(entry.body for entry in log.read(conversation_id))


def _chat(programme: Programme, by: User, at: datetime) -> Iterator[Laid]:
    text = "wat in een gesprek gezegd is"
    row = _conversation(programme, by, at, text)
    yield from _laid("chat", 7, text, row, lambda: _said(row.pk))


def _chat_with_code(programme: Programme, by: User, at: datetime) -> Iterator[Laid]:
    text = "wat in een gesprek met een code gezegd is"
    row = _conversation(programme, by, at, text)
    aftercare.make_return_code(conversation=row, now=at)
    yield from _laid("chat with a return code", 30, text, row, lambda: _said(row.pk))


def _letter(programme: Programme, by: User, at: datetime) -> Iterator[Laid]:
    text = "wat in een brief geschreven is"
    row = make_letter(programme, text=text, now=at)

    def read() -> str:
        return " ".join(
            shown.text for shown in post.letters(Correspondence.objects.get(pk=row.pk), list(Side))
        )

    yield from _laid("letter", 30, text, row, read)


def _case(programme: Programme, by: User, at: datetime) -> Iterator[Laid]:
    text = "wat in een notitie staat"
    row = make_case(programme=programme, by=by, now=at)
    cases.write_note(case=row, text=text, by=by, now=at)

    def read() -> str:
        return " ".join(cases.read_notes(case=Case.objects.get(pk=row.pk), by=by, now=at).values())

    yield from _laid("case", 180, text, row, read)


def _risk(programme: Programme, by: User, at: datetime) -> Iterator[Laid]:
    text = "wat een zorg is"
    row = make_record(programme=programme, by=by, now=at)
    write(row, TextKind.INFORMED, by=by, text=text, now=at)

    def read() -> str:
        record = RiskRecord.objects.get(pk=row.pk)
        return " ".join(care.open_texts(record, list(RiskText.objects.filter(record=record))).values())

    yield from _laid("risk record without a case", 90, text, row, read)


def _referral(programme: Programme, by: User, at: datetime) -> Iterator[Laid]:
    text = "wat is afgesproken om door te geven"
    organisation = make_organisation(programmes=(programme,))
    contact = make_open(programme=programme, by=by, now=at)
    row = referring.refer(
        organisation=organisation.key, number=uuid4(), by=by, contact=contact, note=text, agreed=True, now=at
    )
    yield from _laid(
        "referral without a case", 90, text, row,
        lambda: referrals.open_note(Referral.objects.get(pk=row.pk)),
    )  # fmt: skip


def _group(programme: Programme, by: User, at: datetime) -> Iterator[Laid]:
    row = make_group(programme=programme, by=by, now=at)
    alias = "Zeldzame Zeekoet"
    make_participant(group=row, alias=alias, now=at)

    def read() -> str:
        group = Group.objects.get(pk=row.pk)
        return " ".join(
            groups.unseal(group, bytes(person.alias), kind="alias", row_id=person.pk)
            for person in Participant.objects.filter(group=group)
        )

    yield from _laid("peer group without a date", 182, alias, row, read)


def _request(programme: Programme, by: User, at: datetime) -> Iterator[Laid]:
    text = "wat een school vroeg"
    row = make_request(programme=programme, now=at, remark=text)
    yield from _laid(
        "request", 30, text, row,
        lambda: json.dumps(requests.open_answers(ProfessionalRequest.objects.get(pk=row.pk))),
    )  # fmt: skip


def _remark(programme: Programme, by: User, at: datetime) -> Iterator[Laid]:
    text = "wat tegen collega's gezegd is"
    remark = team.say(programme=programme, text=text, by=by, now=at)

    def read() -> str:
        return " ".join(said.text for said in teams.remarks(TalkDay.objects.get(pk=remark.day_id), by))

    yield from _laid("talk of the team", 1, text, remark.day, read)


def _debrief(programme: Programme, by: User, at: datetime) -> Iterator[Laid]:
    text = "wat de leiding moet weten"
    row = team.debrief(programme=programme, text=text, by=by, now=at)
    yield from _laid(
        "note to the shift lead", 14, text, row,
        lambda: " ".join(note.text for note in teams.own_debriefs(by, at)),
    )  # fmt: skip


def _draft(programme: Programme, by: User, at: datetime) -> Iterator[Laid]:
    text = "wat half getypt is"
    row = drafts.save(key=NOTE, fields={"text": text}, base_version=0, request_id=uuid4(), by=by, now=at)
    yield from _laid("draft", 7, text, row, lambda: str(drafts.read(Draft.objects.get(pk=row.pk))))


def sealed_models() -> set[type[models.Model]]:
    """Every model of the house whose content has a key of its own."""
    from django.apps import apps

    return {
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model._meta.label == "vault.DataKey"
    }
