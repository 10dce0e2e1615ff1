"""What all actions on a record begin and end with: the lock, the texts, the log and the case's timeline."""

from datetime import datetime
from uuid import UUID, uuid4

from django.utils import timezone

from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.care import sealing
from helpline.care.errors import Gone
from helpline.care.meldcode import TextKind
from helpline.care.models import RiskRecord, RiskText
from helpline.care.rules import Standing
from helpline.cases import actions as cases
from helpline.programmes import news

#: the kind of a case's timeline under which records stand
TIMELINE = "risk"


def moment(now: datetime | None) -> datetime:
    """The moment given, or this one."""
    return now or timezone.now()


def lock(record: RiskRecord) -> None:
    """Lock the record's row until the transaction ends and read it again. Raises Gone."""
    try:
        record.refresh_from_db(from_queryset=RiskRecord.objects.select_for_update())
    except RiskRecord.DoesNotExist:
        raise Gone("the record was erased") from None


def standing_of(record: RiskRecord) -> Standing:
    """What the rules ask about a record. What was said counts whenever it was; the rest since its round began."""
    kinds = {
        kind
        for kind, of_round in record.texts.values_list("kind", "round")
        if of_round == record.round or kind == TextKind.SAID
    }
    return Standing(
        state=record.state,
        author=record.author_id,
        consulted=record.consulted_id,
        is_signed=record.signed_at is not None,
        applies=record.applies,
        kinds=frozenset(kinds),
        report=record.report,
        help_given=record.help_given,
        follow_up_waits=record.follow_up_at is not None,
    )


def add_text(
    record: RiskRecord,
    kind: str,
    text: str,
    *,
    number: UUID,
    by: User,
    at: datetime,
    consulted: User | None = None,
) -> None:
    """Add one sealed text. number: of the form; the same form with the same text, sent twice, is one text.

    Raises Gone, and the vault's SealBroken when the earlier text was changed in the database.
    """
    earlier = RiskText.objects.filter(pk=number).first()
    if earlier is not None:
        is_same = (earlier.record_id, earlier.kind, earlier.by_id) == (record.pk, kind, by.pk)
        if is_same and sealing.open_texts(record, [earlier])[earlier.pk] == text:
            return
        number = uuid4()  # sent again with other words: nothing that was typed is lost
    nonce, ciphertext = sealing.seal(record, text_id=number, kind=kind, text=text)
    RiskText.objects.create(
        id=number,
        record=record,
        kind=kind,
        round=record.round,
        by=by,
        written_at=at,
        consulted=consulted,
        nonce=nonce,
        ciphertext=ciphertext,
    )


def begin_round(record: RiskRecord) -> None:
    """What was advised and decided before does not count for what comes; it stays readable. The caller saves."""
    record.round += 1
    record.consulted = record.consulted_at = record.signed_at = record.decided_at = None
    record.report = record.help_given = ""


#: the fields that a new round changes
ROUND_FIELDS = ["round", "consulted", "consulted_at", "signed_at", "decided_at", "report", "help_given"]


def tell(record: RiskRecord, what: str, *, by: User, at: datetime, on_timeline: bool = True) -> None:
    """Put it on the case's timeline, and into the log: that it was done, in which programme, on which day.

    Not with which record, and nothing of what stands in it: who was at risk is nobody's business in ten years. Call
    this last in an action.
    """
    news.tell(record.programme_id)
    if on_timeline and record.case is not None:
        cases.append(case=record.case, kind=TIMELINE, by=by, object_id=record.pk, codes={"did": what}, now=at)
    audit.record(
        by=by.audit_id, action=f"risk.{what}", programme=record.programme.slug, day_only=True, now=at
    )
