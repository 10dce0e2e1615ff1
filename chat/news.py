"""The post between the hubs of several processes: ids and numbers, gathered for a few milliseconds, never content."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from channels.layers import InMemoryChannelLayer, get_channel_layer
from redis.exceptions import RedisError

from chat import tasks
from chat.wakes import GROUP

T = TypeVar("T")

logger = logging.getLogger(__name__)

#: seconds in which news gathers: a burst of messages becomes one publication
GATHER_SECONDS = 0.003
_AGAIN_SECONDS = 1.0


@dataclass(slots=True)
class News:
    """What one hub tells the others.

    heads: conversation -> (head, aside head), after messages. look: conversations to look at, after actions.
    desks: programmes. revoked: marks (chat.wakes.mark). seen, typing: conversation and side -> marks, on or off.
    opened: person in a conversation (chat.tabs.name) -> until when the ticket of the new socket is good.
    """

    heads: dict[str, tuple[int, ...]] = field(default_factory=dict)
    look: set[str] = field(default_factory=set)
    desks: set[int] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)
    typing: dict[str, bool] = field(default_factory=dict)
    opened: dict[str, int] = field(default_factory=dict)

    def message(self) -> dict[str, object]:
        """As the channel layer carries it."""
        return {
            "heads": {name: list(heads) for name, heads in self.heads.items()},
            "look": sorted(self.look),
            "desks": sorted(self.desks),
            "revoked": sorted(self.revoked),
            "seen": {name: list(marks) for name, marks in self.seen.items()},
            "typing": dict(self.typing),
            "opened": dict(self.opened),
        }

    @classmethod
    def read(cls, message: Mapping[str, object]) -> "News":
        """From what the channel layer carried: of a hub, or of a process that only had something to tell."""
        news = cls()
        for name, value in message.items():
            if name in ("look", "desks", "revoked") and isinstance(value, list):
                getattr(news, name).update(value)
            elif name in ("heads", "seen") and isinstance(value, dict):
                getattr(news, name).update({key: tuple(numbers) for key, numbers in value.items()})
            elif name in ("typing", "opened") and isinstance(value, dict):
                getattr(news, name).update(value)
        return news


class Post:
    """Sends and receives news over the channel layer. Without other processes (the in-memory layer) it does nothing."""

    def __init__(self, hub_id: str, heard: Callable[[News], Awaitable[None]]) -> None:
        layer = get_channel_layer()
        self._layer = None if isinstance(layer, InMemoryChannelLayer) else layer
        self._hub_id = hub_id
        self._heard = heard
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self.outgoing = News()
        self._listening = self._loop.create_task(self._listen_for_ever()) if self._layer else None

    def note_look(self, conversation_id: UUID) -> None:
        """Let the others look at a conversation."""
        self.outgoing.look.add(conversation_id.hex)

    def note_desk(self, programme_id: int) -> None:
        """Let the others know that a desk changed."""
        self.outgoing.desks.add(programme_id)

    def note_revoked(self, mark: str) -> None:
        """Let the others know that access ended."""
        self.outgoing.revoked.add(mark)

    def send_soon(self) -> None:
        """Publish what has gathered, a moment from now."""
        if self._layer is None:
            self.outgoing = News()
        elif self._timer is None:
            self._timer = self._loop.call_later(GATHER_SECONDS, self._send)

    def _send(self) -> None:
        self._timer = None
        news, self.outgoing = self.outgoing, News()
        task = self._loop.create_task(self._publish(news))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _publish(self, news: News) -> None:
        assert self._layer is not None
        try:
            await self._layer.group_send(GROUP, {"type": "wakes", "from": self._hub_id, **news.message()})
        except (OSError, RedisError):
            logger.warning(
                "The channel layer is away: other processes find the news in the log, seconds later."
            )

    async def _listen_for_ever(self) -> None:
        assert self._layer is not None
        while True:
            try:
                channel = await self._layer.new_channel()
                await self._layer.group_add(GROUP, channel)
                while True:
                    message = await self._layer.receive(channel)
                    if message.get("from") != self._hub_id:
                        await self._heard(News.read(message))
            except (OSError, RedisError):
                logger.warning("The channel layer is away: listening again in a moment.")
                await asyncio.sleep(_AGAIN_SECONDS)
            except Exception:
                logger.exception("News that was not understood")
                await asyncio.sleep(_AGAIN_SECONDS)

    async def close(self) -> None:
        """Publish the last news and stop."""
        if self._timer is not None:
            self._timer.cancel()
            self._send()
        if self._sending:
            await asyncio.gather(*self._sending, return_exceptions=True)
        if self._listening is not None:
            await tasks.end(self._listening)


class Ears:
    """chat.wakes.Listener of a hub: hears from any thread, tells the hub in its own loop, and passes it on."""

    def __init__(
        self,
        post: Post,
        look: Callable[[UUID], None],
        desk: Callable[[int], None],
        revoke: Callable[[str], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._post = post
        self._look, self._desk, self._revoke = look, desk, revoke

    def conversation_changed(self, conversation_id: UUID) -> None:
        self._soon(self._look, conversation_id, self._post.note_look)

    def desk_changed(self, programme_id: int) -> None:
        self._soon(self._desk, programme_id, self._post.note_desk)

    def revoked(self, mark: str) -> None:
        self._soon(self._revoke, mark, self._post.note_revoked)

    def _soon(self, tell: Callable[[T], None], what: T, note: Callable[[T], None]) -> None:
        def tell_and_pass_on() -> None:
            tell(what)
            note(what)
            self._post.send_soon()

        with suppress(RuntimeError):  # the loop is closed: the process ends, and the others sweep
            self._loop.call_soon_threadsafe(tell_and_pass_on)
