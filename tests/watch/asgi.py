"""Asking the outermost layer as the server does, without a server."""

from collections.abc import Iterable
from typing import Any

from helpline.watch.gate import App
from helpline.watch.near import FROM_HERE

Header = tuple[bytes, bytes]


async def ask(
    app: App,
    path: str,
    *,
    near: bool = True,
    headers: Iterable[Header] = (),
    method: str = "GET",
    query: bytes = b"",
) -> tuple[int, bytes]:
    """The status and the body of one answer."""
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query,
        "headers": [(b"host", b"localhost"), *headers], "root_path": "", "scheme": "http", FROM_HERE: near,
    }  # fmt: skip
    await app(scope, receive, send)
    return told[0]["status"], b"".join(message.get("body", b"") for message in told[1:])
