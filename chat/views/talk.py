"""The conversation: with scripts a live page, without them a page to read and a page to write."""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chat import limits, log, wording
from chat.actions import queue, reading
from chat.errors import ClientIdReused, ConversationEnded, ConversationUnknown, TooLong
from chat.models import Conversation, Event, EventKind, Sender
from chat.rules import LOOK
from chat.states import State
from chat.views.shared import or_back_to, other_ways, to, with_visit
from cms.views import programme_or_404

#: seconds between two looks for new messages on the page without scripts
REFRESH_SECONDS = 12
#: entries shown there, unless all are asked for
NEWEST = 30
STATE_ICONS = ("clock", "check", "check-check", "triangle-alert", "info")


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as the page without scripts shows it. side: "own", "theirs" or "notice"."""

    seq: int
    side: str
    who: str
    text: str
    at: datetime
    state: str = ""
    panel: bool = False


@require_safe
@with_visit
def live(request: HttpRequest, slug: str, conversation: Conversation) -> HttpResponse:
    """The live page. Its script fetches everything; the page itself holds no word of the conversation."""
    get_token(request)
    programme = programme_or_404(slug)
    context = {
        "programme": programme,
        "texts": wording.texts(),
        "state_icons": STATE_ICONS,
        "socket_path": f"/{slug}/chat/socket",
        "road_path": f"/{slug}/chat/road/",
        "ways": other_ways(programme, timezone.now()),
        "look_seconds": int(LOOK.total_seconds()),
    }
    return render(request, "chat/talk.html", context)


@require_safe
def plain(request: HttpRequest, slug: str) -> HttpResponse:
    """Reading without scripts: the page looks for new messages by itself. Nothing is typed here, or lost.

    While our storage is away it goes on looking, and says so.
    """
    try:
        return _read(request, slug)
    except (OperationalError, InterfaceError):
        return _away(request, slug, "chat/away.html", refresh=REFRESH_SECONDS)


@with_visit
def _read(request: HttpRequest, slug: str, conversation: Conversation) -> HttpResponse:
    return _plain(request, slug, conversation)


@require_safe
@with_visit
def write(request: HttpRequest, slug: str, conversation: Conversation) -> HttpResponse:
    """Writing without scripts: the newest messages and a field, on a page that stays still."""
    return _plain(request, slug, conversation, writing=True)


def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a message from the page without scripts. Also while our storage is away it comes back to its writer."""
    try:
        return _send(request, slug)
    except (OperationalError, InterfaceError):
        body, client_id = _written(request)
        return _away(request, slug, "chat/unsent.html", draft=body, cid=client_id)


@or_back_to("plain")
@with_visit
def _send(request: HttpRequest, slug: str, conversation: Conversation) -> HttpResponse:
    body, client_id = _written(request)
    if not body:
        return to("write", slug)
    if _is_too_fast(conversation):
        told = _("That went very fast. Your message was not sent yet. Please press Send again in a moment.")
        return _plain(request, slug, conversation, writing=True, draft=body, notice=told)
    try:
        log.append(conversation_id=conversation.pk, sender=Sender.VISITOR, body=body, client_id=client_id)
    except (ConversationEnded, ConversationUnknown):
        return to("plain", slug)
    except ClientIdReused:
        # the form was sent before, with other words: this is a new message
        return _plain(request, slug, conversation, writing=True, draft=body)
    except TooLong:
        told = _("Your message is too long. Please make two of it.")
        return _plain(request, slug, conversation, writing=True, draft=body, notice=told)
    return to("plain", slug)


def _written(request: HttpRequest) -> tuple[str, str]:
    """What stands in the form, and under which id; the same id when the form is sent again."""
    body = request.POST.get("message", "").replace("\r\n", "\n").strip()
    return body, request.POST.get("cid", "")[:36] or str(uuid.uuid4())


def _is_too_fast(conversation: Conversation) -> bool:
    """Whether the visitor said as much in the last minute as goes over the other roads."""
    since = timezone.now() - timedelta(minutes=1)
    lately = Event.objects.filter(conversation=conversation, sender=Sender.VISITOR, at__gt=since)
    return lately.count() >= limits.IN_A_MINUTE


def _away(request: HttpRequest, slug: str, template: str, **context: object) -> HttpResponse:
    """Our storage is away or full: a page that asks nothing of the database."""
    programme = None
    with suppress(Http404, OperationalError, InterfaceError):
        programme = programme_or_404(slug)  # mostly still known to this process
    return render(request, template, {"programme": programme, "slug": slug, **context}, status=503)


def _plain(
    request: HttpRequest,
    slug: str,
    conversation: Conversation,
    *,
    writing: bool = False,
    draft: str = "",
    notice: str = "",
) -> HttpResponse:
    ended = conversation.state == State.ENDED
    try:
        entries = _entries(conversation)
    except ConversationUnknown:
        return to("door", slug)
    if entries:
        reading.read_by_visitor(conversation=conversation, seq=entries[-1].seq)
    everything = "all" in request.GET
    still = everything or "still" in request.GET
    programme = programme_or_404(slug)
    takes_longer = _takes_longer(conversation, entries)
    context = {
        "programme": programme,
        "takes_longer": takes_longer,
        "ways": other_ways(programme, timezone.now()) if takes_longer else [],
        "entries": entries if everything else entries[-NEWEST:],
        "earlier": len(entries) > NEWEST and not everything,
        "ended": ended,
        "writing": writing and not ended,
        "waiting": _waiting(conversation),
        "refresh": 0 if ended or writing or still else REFRESH_SECONDS,
        "still": still,
        "cid": uuid.uuid4(),
        "draft": draft,
        "notice": notice,
    }
    return render(request, "chat/plain.html", context)


def _waiting(conversation: Conversation) -> dict[str, str] | None:
    if conversation.state != State.WAITING:
        return None
    now = timezone.now()
    place = queue.place(conversation, now)
    expected = queue.expected_wait(conversation.programme, place, now)
    minutes = None if expected is None else int(expected.total_seconds() // 60)
    return {"place": wording.place(place), "time": wording.wait(minutes)}


def _takes_longer(conversation: Conversation, entries: list[Shown]) -> bool:
    """It was given to a counsellor a while ago, who has not looked yet."""
    if conversation.state != State.TALKING or conversation.opened_at is not None:
        return False
    # giving it is the last thing that the helpline told, until somebody looks
    given_at = next((each.at for each in reversed(entries) if each.side == "notice"), None)
    return given_at is not None and timezone.now() - given_at >= LOOK


def _entries(conversation: Conversation) -> list[Shown]:
    """The whole conversation as it is shown."""
    entries: list[log.Entry] = []
    while batch := log.read(conversation.pk, after=entries[-1].seq if entries else 0):
        entries += batch
    return [shown for entry in entries if (shown := _shown(entry, conversation.staff_read)) is not None]


def _shown(entry: log.Entry, read_until: int) -> Shown | None:
    if entry.kind == EventKind.DANGER_PANEL:
        return Shown(entry.seq, "theirs", "", "", entry.at, panel=True)
    if entry.kind == EventKind.NOTICE:
        text = wording.notice(entry.body)
        return Shown(entry.seq, "notice", "", text, entry.at) if text else None
    if entry.sender == Sender.VISITOR:
        state = _("read") if entry.seq <= read_until else _("received")
        return Shown(entry.seq, "own", _("You"), entry.body, entry.at, state)
    return Shown(entry.seq, "theirs", _("Helpline"), entry.body, entry.at)
