"""TwiML: the words of the provider's own language that we use, and no others. Pure.

`Dial` is written by one function, which takes the helpline's own number and sets it as callerId: without it the
provider would show the caller's number to whom we connect.
"""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

#: what XML 1.0 does not allow, and marks that turn the direction of text
_UNWRITABLE = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
VOICES = {"nl": "nl-NL", "en": "en-GB"}


def response(*verbs: Element) -> bytes:
    """A whole document."""
    root = Element("Response")
    root.extend(verbs)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")


def say(text: str, language: str) -> Element:
    """Speak a text. language: "nl" or "en"."""
    return _element("Say", text, language=VOICES[language])


def pause(seconds: int) -> Element:
    """Say nothing for a while."""
    return _element("Pause", length=str(seconds))


def gather(
    *children: Element, action: str, digits: int, seconds: int, finish: str = "", always: bool = False
) -> Element:
    """Wait for keys while the children are spoken, and `seconds` after them; then go on at `action`.

    finish: a key that ends it. always: go on at `action` also without any key.
    """
    found = _element(
        "Gather",
        input="dtmf",
        numDigits=str(digits),
        action=action,
        method="POST",
        timeout=str(seconds),
        finishOnKey=finish,
        actionOnEmptyResult="true" if always else "false",
    )
    found.extend(children)
    return found


def enqueue(name: str, *, action: str, wait_url: str) -> Element:
    """Put the caller in a line. The provider makes it when it is not there."""
    return _element("Enqueue", name, action=action, method="POST", waitUrl=wait_url, waitUrlMethod="POST")


def leave() -> Element:
    """Take the caller out of the line: the provider goes on at the Enqueue's action."""
    return _element("Leave")


def redirect(url: str) -> Element:
    """Go on elsewhere."""
    return _element("Redirect", url, method="POST")


def hang_up() -> Element:
    """End the call."""
    return _element("Hangup")


def dial(noun: Element, *, own_number: str, action: str, seconds: int = 30) -> Element:
    """Connect with somebody, who sees the helpline's own number and no other.

    Raises ValueError without a number: then nobody is called at all.
    """
    if not own_number:
        raise ValueError("nobody is called without a number of our own")
    found = _element(
        "Dial",
        callerId=own_number,
        action=action,
        method="POST",
        timeout=str(seconds),
        answerOnBridge="true",
        record="do-not-record",
    )
    found.append(noun)
    return found


def queue(name: str, *, url: str) -> Element:
    """The longest waiting caller of a line. url: what the caller hears just before; it tells us who was taken."""
    return _element("Queue", name, url=url, method="POST")


def number(digits: str, *, url: str = "") -> Element:
    """A phone number. url: what is heard there when it is picked up, before the two are connected."""
    return _element("Number", digits, **({"url": url, "method": "POST"} if url else {}))


def conference(room: str, *, ends_it: bool, label: str) -> Element:
    """A room in which more than two talk. ends_it: when this one leaves, everybody does."""
    return _element(
        "Conference",
        room,
        startConferenceOnEnter="true",
        endConferenceOnExit="true" if ends_it else "false",
        beep="false",
        participantLabel=label,
        waitUrl="",
        record="do-not-record",
    )


def _element(tag: str, text: str = "", **attributes: str) -> Element:
    found = Element(tag, {name: _clean(value) for name, value in attributes.items()})
    if text:
        found.text = _clean(text)
    return found


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def spoken(texts: Iterable[str], language: str) -> list[Element]:
    """Texts that are not empty, each with a short rest after it."""
    verbs: list[Element] = []
    for text in texts:
        if text:
            verbs += [say(text, language), pause(1)]
    return verbs
