"""One question for everybody who asks at the same moment.

When thousands come back at once, each of them needs a row, a key, some rights. Asked one by one these queue up; asked
together they cost a fraction. While a question is on its way, what is asked meanwhile gathers for the next one: so
nobody waits for company, and no answer is older than its question.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Together(Generic[K, V]):
    """Answers by key. Used in one event loop.

    ask: answers many keys at once, and leaves out what is not there. at_once: questions on their way at most.
    most: keys of one question at most.
    """

    def __init__(
        self, ask: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]], *, most: int, at_once: int = 1
    ) -> None:
        self._ask = ask
        self._most = most
        self._free = at_once
        self._waiting: dict[K, asyncio.Future[V | None]] = {}
        self._asking: set[asyncio.Task[None]] = set()

    async def get(self, key: K) -> V | None:
        """The answer for a key; None when it is not there. Raises what the question raised."""
        answer = self._waiting.get(key)
        if answer is None:
            loop = asyncio.get_running_loop()
            answer = self._waiting[key] = loop.create_future()
            answer.add_done_callback(_looked_at)
            if self._free:
                self._free -= 1
                task = loop.create_task(self._ask_until_nobody_waits())
                self._asking.add(task)
                task.add_done_callback(self._asking.discard)
        return await asyncio.shield(answer)  # who goes away does not take the answer of the others with them

    async def _ask_until_nobody_waits(self) -> None:
        try:
            while self._waiting:
                keys = list(self._waiting)[: self._most]
                answers = {key: self._waiting.pop(key) for key in keys}
                try:
                    found = await self._ask(keys)
                except asyncio.CancelledError:
                    for answer in answers.values():
                        answer.cancel()
                    raise
                except Exception as error:
                    for answer in answers.values():
                        answer.set_exception(error)
                else:
                    for key, answer in answers.items():
                        answer.set_result(found.get(key))
        finally:
            self._free += 1


def _looked_at(answer: "asyncio.Future[V | None]") -> None:
    """Nobody may be left who looks at what went wrong."""
    if not answer.cancelled():
        answer.exception()
