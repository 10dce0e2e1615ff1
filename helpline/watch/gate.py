"""The outermost layer of the application: answers who watches, counts what passes, and catches what nobody caught.

    GET /healthz   200 as long as this process answers at all: no thread, no database
    GET /readyz    200 or 503, with a word for each of database, Redis, keys and migrations
    GET /metrics   for Prometheus

All three only to who may ask (helpline.watch.near); to everybody else these addresses lead nowhere. Plain ASGI and not
Django, so that they answer when every thread that makes pages is taken.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from prometheus_client.exposition import choose_encoder

from helpline import attempts, incidents, kinds, metrics
from helpline.watch import draining, near
from helpline.watch.collecting import Collector
from helpline.watch.readiness import GOOD, Readiness

logger = logging.getLogger(__name__)

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Receive, Send], Awaitable[None]]
Answer = tuple[int, bytes, bytes]

#: milliseconds after which a page may say again what broke
AGAIN_MS = 2000
_TEXT, _JSON = b"text/plain; charset=utf-8", b"application/json"
_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]


def watched(app: App) -> App:
    """The application, watched."""
    readiness = Readiness()
    collector = Collector()
    metrics.REGISTRY.register(collector)

    async def ask(scope: Any) -> Answer | None:
        found = _ASKED.get(scope["path"])
        if found is None or not near.may_ask(scope, settings.METRICS_TOKEN):
            return None
        if scope["method"] not in ("GET", "HEAD"):
            return 405, _TEXT, b"method\n"
        return await found(scope, readiness, collector)

    async def application(scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await _http(app, ask, scope, receive, send)
        elif scope["type"] == "websocket":
            await _socket(app, scope, receive, send)
        else:
            await app(scope, receive, send)

    return application


async def _http(
    app: App, ask: Callable[[Any], Awaitable[Answer | None]], scope: Any, receive: Receive, send: Send
) -> None:
    route, began, status = kinds.route(scope["path"]), perf_counter(), 0

    async def put(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        await send(message)

    try:
        answer = await ask(scope) if route is metrics.Route.WATCH else None
        if answer is not None:
            await _respond(put, *answer)
        else:
            await app(scope, receive, put)
    except asyncio.CancelledError:
        raise
    except Exception as error:
        number = _tell(error, route)
        if status:
            raise  # half an answer is out: the server breaks it off
        # the chat keeps what was typed and says it again after a while, as when the storage is away
        told = {"why": "storage", "retry_ms": AGAIN_MS, "incident": number}
        await _respond(put, 500, _JSON, json.dumps(told).encode())
    finally:
        if status:  # who went away before the answer is not counted
            metrics.requests.add(route, f"{status // 100}xx")
            attempts.answered(route, status)
            metrics.request_seconds.took(route, seconds=perf_counter() - began)


async def _socket(app: App, scope: Any, receive: Receive, send: Send) -> None:
    kind, code = kinds.socket(scope["path"]), "client"

    async def put(message: Message) -> None:
        nonlocal code
        if message["type"] == "websocket.close":
            code = str(message.get("code") or 1000)
        await send(message)

    metrics.sockets.move(kind, by=1)
    try:
        await app(scope, receive, put)
    except asyncio.CancelledError:
        raise
    except Exception as error:
        _tell(error, metrics.Route.CHAT_ROAD if kind is metrics.Socket.VISITOR else metrics.Route.STAFF_ROAD)
        code = "1011"
        await send({"type": "websocket.close", "code": 1011})
    finally:
        metrics.sockets.move(kind, by=-1)
        metrics.sockets_closed.add(kind, code)


def _tell(error: Exception, route: metrics.Route) -> str:
    """Write down a fault that nobody caught; the number under which it stands in the log."""
    number = incidents.new()
    metrics.incidents.add(route)
    logger.error("a fault that nobody caught", exc_info=error, extra={"incident": number, "route": route})
    return number


async def _respond(send: Send, status: int, kind: bytes, body: bytes) -> None:
    headers = [*_HEADERS, (b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _health(scope: Any, readiness: Readiness, collector: Collector) -> Answer:
    return 200, _TEXT, b"ok\n"


async def _ready(scope: Any, readiness: Readiness, collector: Collector) -> Answer:
    """Not ready while draining, and then nothing else is asked: the answer must come at once."""
    words = {"process": "ending"} if draining.is_draining() else await readiness.ask()
    is_ready = all(word in GOOD for word in words.values())
    body = json.dumps({"ready": is_ready, **words}) + "\n"
    return 200 if is_ready else 503, _JSON, body.encode()


async def _measured(scope: Any, readiness: Readiness, collector: Collector) -> Answer:
    await collector.refresh()
    accept = next((value for name, value in scope["headers"] if name == b"accept"), b"").decode("latin1")
    encoder, kind = choose_encoder(accept)
    return 200, kind.encode(), encoder(metrics.REGISTRY)


_ASKED: dict[str, Callable[[Any, Readiness, Collector], Awaitable[Answer]]] = {
    "/healthz": _health,
    "/readyz": _ready,
    "/metrics": _measured,
}
