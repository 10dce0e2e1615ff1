"""The lean client against a real server of another hand: the `websockets` package."""

import asyncio
import random

import pytest
from websockets.asyncio.server import ServerConnection, serve

from bench.bad_network import CALM, BadNetwork, Weather
from bench.wire import NotOpened, Wire, ask

TEXTS = ["", "hallo", "é" * 80, "x" * 200, "y" * 60_000]


async def echo(connection: ServerConnection) -> None:
    async for message in connection:
        await connection.send(message)


async def _echoed(texts: list[str], weather: Weather | None = None) -> list[str]:
    """What comes back of these texts, straight or through a network."""
    back: asyncio.Queue[str] = asyncio.Queue()
    async with serve(echo, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with BadNetwork([port], random.Random(1), weather or CALM) as network:
            wire = await Wire.open(network.port if weather else port, "/", on_text=back.put_nowait)
            for text in texts:
                wire.send(text)
            async with asyncio.timeout(60):
                answers = [await back.get() for _ in texts]
            wire.cut()
    return answers


def test_texts_of_every_length_class_come_back() -> None:
    assert asyncio.run(_echoed(TEXTS)) == TEXTS


def test_calm_weather_changes_nothing() -> None:
    assert asyncio.run(_echoed(TEXTS, CALM)) == TEXTS


def test_a_network_that_doubles_doubles() -> None:
    twice = Weather(0, twice=1, hold=0, overtake=0, deaf=0, cut=0, cut_request=0)
    assert asyncio.run(_echoed(["a", "b"], twice)) == ["a", "a"]


def test_a_closing_server_is_told_once_with_its_code() -> None:
    async def play() -> list[int]:
        codes: list[int] = []
        gone = asyncio.Event()

        async def close(connection: ServerConnection) -> None:
            await connection.close(4012, "moving")

        def on_closed(code: int) -> None:
            codes.append(code)
            gone.set()

        async with serve(close, "127.0.0.1", 0) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            await Wire.open(port, "/", on_text=lambda text: None, on_closed=on_closed)
            async with asyncio.timeout(60):
                await gone.wait()
        return codes

    assert asyncio.run(play()) == [4012]


def test_a_server_that_refuses_is_not_opened() -> None:
    async def play() -> None:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 13\r\n\r\n" + b'{"why": "no"}')
            writer.close()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            assert await ask(port, "/") == (403, {"why": "no"})
            with pytest.raises(NotOpened):
                await Wire.open(port, "/", on_text=lambda text: None)

    asyncio.run(play())
