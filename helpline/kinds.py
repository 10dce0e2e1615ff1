"""Under which kind a request or a socket is counted. Pure: a path goes in, one of a short list comes out."""

from helpline.metrics import Route, Socket

_LANGUAGES = frozenset({"nl", "en"})
#: by the first part of the address
_FIRST = {
    "static": Route.STATIC,
    "media": Route.MEDIA,
    "beheer": Route.ADMIN,
    "phone": Route.PHONE,
    "healthz": Route.WATCH,
    "readyz": Route.WATCH,
    "metrics": Route.WATCH,
}
#: by the part after the programme's name
_SECOND = {
    "chat": Route.CHAT,
    "advice": Route.ADVICE,
    "self-help": Route.SELF_HELP,
    "self-help-safe": Route.SAFE,
    "post": Route.POST,
}


def route(path: str) -> Route:
    """The kind of an address."""
    first, second, third = _parts(path)
    if first == "staff":
        return Route.STAFF_ROAD if "/road/" in path else Route.STAFF
    if first in _FIRST:
        return _FIRST[first]
    found = _SECOND.get(second, Route.PAGE)
    return Route.CHAT_ROAD if found is Route.CHAT and third == "road" else found


def socket(path: str) -> Socket:
    """The kind of a socket."""
    if path == "/staff/chat/socket":
        return Socket.STAFF
    if path == "/staff/desk/socket":
        return Socket.DESK
    _, second, third = _parts(path)
    return Socket.VISITOR if (second, third) == ("chat", "socket") else Socket.NOWHERE


def _parts(path: str) -> tuple[str, str, str]:
    """The first three parts, without a language in front."""
    parts = path.split("/", 5)[1:]
    if parts and parts[0] in _LANGUAGES:
        parts = parts[1:]
    return (*parts[:3], "", "", "")[:3]  # type: ignore[return-value]
