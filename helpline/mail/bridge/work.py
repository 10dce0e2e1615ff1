"""Emptying the mailboxes and sending what is due. Any number of processes may do it; one at a time empties a box."""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from helpline.environment_post import Bridge, Server
from helpline.mail import references, sealing, terms
from helpline.mail.actions import bridging
from helpline.mail.bridge import imap, parsing, smtp
from helpline.mail.errors import BridgeFailed, Gone, TooBusy
from helpline.mail.models import FetchedMail, Letter, Postbox
from helpline.mail.states import Delivery, Side
from helpline.programmes import queries as programmes
from helpline.programmes.models import Programme
from helpline.vault.errors import SealBroken

logger = logging.getLogger(__name__)

#: mails that are taken in one go: a flood is taken in small helpings, and the rest waits on the server
MOST_AT_ONCE = 50
#: a process that fetches has the mailbox for so long at most
LEASE = timedelta(minutes=5)

Opened = Callable[[Server], AbstractContextManager[imap.Mailbox]]


def bridges() -> Mapping[str, Bridge]:
    """The mailboxes that are set up, by programme."""
    found: Mapping[str, Bridge] = settings.POST_BRIDGES
    return found


def fetch_all(*, now: datetime) -> int:
    """Empty every mailbox; how many letters came. What fails is logged by its kind, and tried again."""
    letters = 0
    for slug, bridge in bridges().items():
        programme = programmes.programme_by_slug(slug)
        if programme is None or not _begin(programme, now):
            continue
        try:
            letters += fetch(programme, bridge, now=now)
        except BridgeFailed as failed:
            # its code is one of a closed list of ours, and no words; so it is where an answer does not leave
            # nosemgrep: no-words-in-logs
            logger.warning("a mailbox of the post could not be emptied: %s", failed.code)
        finally:
            Postbox.objects.filter(programme=programme).update(fetching_until=None)
    return letters


def _begin(programme: Programme, now: datetime) -> bool:
    Postbox.objects.get_or_create(programme_id=programme.pk)
    free = Q(fetching_until=None) | Q(fetching_until__lte=now)
    return bool(Postbox.objects.filter(free, programme_id=programme.pk).update(fetching_until=now + LEASE))


def fetch(programme: Programme, bridge: Bridge, *, now: datetime, opened: Opened = imap.opened) -> int:
    """Empty one mailbox: each mail is taken in, and only after that commit removed; how many letters came.

    Broken off anywhere, the next run goes on: what was taken in is known by its number and is only removed.
    Raises BridgeFailed.
    """
    letters = 0
    with opened(bridge.incoming) as mailbox:
        _finish_removing(programme, mailbox)
        for uid in mailbox.uids()[:MOST_AT_ONCE]:
            raw, size = mailbox.peek(uid, parsing.LOOKED_AT)
            mail = parsing.parse(raw, size=size, own_address=bridge.address, longest=terms.LONGEST_LETTER)
            try:
                became = bridging.receive(
                    programme=programme, uid_validity=mailbox.uid_validity, uid=uid, mail=mail, now=now
                )
            except TooBusy:
                break  # it stays on the server, with all that follows, until the hour is over
            except Exception as error:
                # one mail that cannot be taken in keeps nobody else's waiting; it stays, and is tried again
                logger.error("a mail of the post was not taken in: %s", type(error).__name__)  # noqa: TRY400
                continue
            letters += became == bridging.Received.LETTER
            mailbox.remove([uid])
            _mine(programme, mailbox).filter(uid=uid).delete()
    Postbox.objects.filter(programme=programme).update(fetched_at=now)
    return letters


def _mine(programme: Programme, mailbox: imap.Mailbox) -> "QuerySet[FetchedMail]":
    return FetchedMail.objects.filter(programme_id=programme.pk, uid_validity=mailbox.uid_validity)


def _finish_removing(programme: Programme, mailbox: imap.Mailbox) -> None:
    """Remove what an earlier run took in and could not remove; forget the numbers that mean nothing any more."""
    FetchedMail.objects.filter(programme_id=programme.pk).exclude(uid_validity=mailbox.uid_validity).delete()
    taken = set(_mine(programme, mailbox).values_list("uid", flat=True))
    if taken:
        mailbox.remove(sorted(taken & set(mailbox.every_uid())))
        _mine(programme, mailbox).filter(uid__in=taken).delete()


def send_due(*, now: datetime) -> int:
    """Hand every answer that is due to its mail server; how many left."""
    due = Letter.objects.filter(delivery=Delivery.QUEUED, next_attempt_at__lte=now).order_by(
        "next_attempt_at"
    )
    return sum(_send(letter_id, now) for letter_id in list(due.values_list("pk", flat=True)[:MOST_AT_ONCE]))


def _send(letter_id: int, now: datetime) -> bool:
    letter = bridging.claim(letter_id=letter_id, now=now)
    if letter is None:
        return False
    correspondence = letter.correspondence
    bridge = bridges().get(correspondence.programme.slug)
    if bridge is None:
        bridging.not_sent(letter=letter, permanent=False)
        return False
    try:
        key = sealing.key_of(correspondence)
        to, text = sealing.open_reply(key, correspondence), sealing.open_letter(key, letter)
        smtp.send(
            bridge, to=to, text=text, reference=references.of_letter(key, letter),
            language=correspondence.language, automatic=letter.side == Side.AUTOMATIC,
        )  # fmt: skip
    except (Gone, SealBroken):
        bridging.not_sent(letter=letter, permanent=True)
        return False
    except BridgeFailed as failed:
        bridging.not_sent(letter=letter, permanent=failed.permanent)
        logger.warning("an answer of the post did not leave: %s", failed.code)  # nosemgrep: no-words-in-logs
        return False
    bridging.sent(letter=letter)
    return True
