"""Who asks at the same moment is answered by one question."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from chat.together import Together

pytestmark = pytest.mark.asyncio


class Table:
    """Rows that are asked for. asked: the keys of each question. open: lets the questions be answered."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.open = asyncio.Event()
        self.fault: Exception | None = None

    async def ask(self, keys: Sequence[int]) -> Mapping[int, str]:
        self.asked.append(list(keys))
        await self.open.wait()
        if self.fault is not None:
            raise self.fault
        return {key: f"row {key}" for key in keys if key > 0}


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_is_asked_while_a_question_is_on_its_way_is_asked_together() -> None:
    table = Table()
    rows = Together(table.ask, most=3)
    first = asyncio.create_task(rows.get(1))
    await settle()
    later = [asyncio.create_task(rows.get(key)) for key in (1, 2, 3, 4, 2, -1)]
    await settle()
    table.open.set()
    assert await first == "row 1"
    assert await asyncio.gather(*later) == ["row 1", "row 2", "row 3", "row 4", "row 2", None]
    # 1 is asked again: who asks later may not get an older answer
    assert table.asked == [[1], [1, 2, 3], [4, -1]]


async def test_what_goes_wrong_is_told_to_all_who_asked_and_to_nobody_after_them() -> None:
    table = Table()
    rows = Together(table.ask, most=3)
    table.fault = ValueError("away")
    table.open.set()
    told = await asyncio.gather(rows.get(1), rows.get(2), return_exceptions=True)
    assert [type(each) for each in told] == [ValueError, ValueError]
    table.fault = None
    assert await rows.get(1) == "row 1"


async def test_who_goes_away_takes_nobodys_answer_along() -> None:
    table = Table()
    rows = Together(table.ask, most=3)
    gone, stays = asyncio.create_task(rows.get(1)), asyncio.create_task(rows.get(1))
    await settle()
    gone.cancel()
    await settle()
    table.open.set()
    assert await stays == "row 1"
    assert table.asked == [[1]]


async def test_two_questions_may_be_on_their_way() -> None:
    table = Table()
    rows = Together(table.ask, most=3, at_once=2)
    asking = []
    for key in (1, 2, 3, 4):
        asking.append(asyncio.create_task(rows.get(key)))
        await settle()
    assert table.asked == [[1], [2]]
    table.open.set()
    await asyncio.gather(*asking)
    assert table.asked == [[1], [2], [3, 4]]
