"""Reading the instructions that we answer with. Pure. What the provider would not know is refused, loudly.

The provider is lenient: an attribute it does not know is passed over with a warning in a log nobody reads. A stand-in
that did the same would let a misspelt `callerId` through, and with it a caller's number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

#: instructions longer than this the provider does not take
MAX_LENGTH = 64_000
_SPEECH = frozenset({"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"})
_METHODS = frozenset({"GET", "POST"})
_BOOLEANS = frozenset({"true", "false"})
_EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})


class UnknownTwiml(Exception):
    """An answer that is not TwiML, or more than this stand-in knows of it."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One instruction: its name, its attributes, its text and what stands inside it."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    inside: tuple["Verb", ...] = ()

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def seconds(self, name: str, default: float) -> float:
        return float(self.attributes.get(name, default))

    def is_on(self, name: str, default: bool = False) -> bool:
        return self.attributes.get(name, str(default).lower()) == "true"

    def walk(self) -> Iterator["Verb"]:
        """This one and all inside it."""
        yield self
        for each in self.inside:
            yield from each.walk()


@dataclass(frozen=True, slots=True)
class _Grammar:
    """attributes: name to what is allowed (None: any text). text: None none, True needed, False allowed."""

    attributes: Mapping[str, frozenset[str] | str | None] = field(default_factory=dict)
    inside: frozenset[str] = frozenset()
    text: bool | None = None


_URL, _NUMBER = "url", "number"
_GRAMMAR: Mapping[str, _Grammar] = {
    "Response": _Grammar(
        inside=frozenset(
            {"Say", "Play", "Pause", "Gather", "Enqueue", "Dial", "Redirect", "Hangup", "Leave", "Reject"}
        )
    ),
    "Say": _Grammar({"language": None, "voice": None, "loop": _NUMBER}, _SPEECH, text=False),
    "Play": _Grammar({"loop": _NUMBER, "digits": None}, text=False),
    "Pause": _Grammar({"length": _NUMBER}),
    "Gather": _Grammar(
        {
            "action": _URL,
            "method": _METHODS,
            "timeout": _NUMBER,
            "numDigits": _NUMBER,
            "finishOnKey": None,
            "actionOnEmptyResult": _BOOLEANS,
            # speech would be sent to be understood: keys only
            "input": frozenset({"dtmf"}),
        },
        frozenset({"Say", "Play", "Pause"}),
    ),
    "Enqueue": _Grammar(
        {"action": _URL, "method": _METHODS, "waitUrl": _URL, "waitUrlMethod": _METHODS}, text=True
    ),
    "Dial": _Grammar(
        {
            "action": _URL,
            "method": _METHODS,
            "timeout": _NUMBER,
            "timeLimit": _NUMBER,
            "callerId": None,
            "answerOnBridge": _BOOLEANS,
            "hangupOnStar": _BOOLEANS,
            # nothing is ever recorded; whoever says so expressly may
            "record": frozenset({"do-not-record"}),
        },
        frozenset({"Queue", "Client", "Number", "Conference"}),
    ),
    "Queue": _Grammar({"url": _URL, "method": _METHODS}, text=True),
    "Client": _Grammar(
        {
            "url": _URL,
            "method": _METHODS,
            "statusCallback": _URL,
            "statusCallbackMethod": _METHODS,
            "statusCallbackEvent": None,
        },
        text=True,
    ),
    "Number": _Grammar(
        {
            "url": _URL,
            "method": _METHODS,
            "sendDigits": None,
            "statusCallback": _URL,
            "statusCallbackMethod": _METHODS,
            "statusCallbackEvent": None,
        },
        text=True,
    ),
    "Conference": _Grammar(
        {
            "startConferenceOnEnter": _BOOLEANS,
            "endConferenceOnExit": _BOOLEANS,
            "beep": frozenset({"true", "false", "onEnter", "onExit"}),
            "participantLabel": None,
            "muted": _BOOLEANS,
            "maxParticipants": _NUMBER,
            "waitUrl": None,
            "waitMethod": _METHODS,
            "record": frozenset({"do-not-record"}),
        },
        text=True,
    ),
    "Redirect": _Grammar({"method": _METHODS}, text=True),
    "Hangup": _Grammar(),
    "Leave": _Grammar(),
    "Reject": _Grammar({"reason": frozenset({"rejected", "busy"})}),
}

#: what may stand in an answer that is asked for while somebody waits in a queue, or just before they are connected
WHILE_WAITING = frozenset({"Say", "Play", "Pause", "Gather", "Redirect", "Leave", "Hangup"})
BEFORE_CONNECTED = frozenset({"Say", "Play", "Pause"})
ON_HOLD = frozenset({"Say", "Play", "Pause", "Redirect"})


def read(body: str, *, allowed: frozenset[str] | None = None) -> tuple[Verb, ...]:
    """The instructions of an answer, in order. allowed: the only ones that may stand there, else all.

    Raises UnknownTwiml.
    """
    if len(body) > MAX_LENGTH:
        raise UnknownTwiml(f"longer than {MAX_LENGTH} characters")
    if "<!DOCTYPE" in body or "<!ENTITY" in body:
        raise UnknownTwiml("a document type has no place in an answer")
    try:
        root = ElementTree.fromstring(body)  # noqa: S314  our own answers, and no entities
    except ElementTree.ParseError as error:
        raise UnknownTwiml(f"not XML: {error}") from error
    if root.tag != "Response":
        raise UnknownTwiml(f"<{root.tag}> where <Response> must stand")
    verbs = _verb(root).inside
    for verb in verbs:
        if allowed is not None and verb.name not in allowed:
            raise UnknownTwiml(f"<{verb.name}> is not possible there")
    return verbs


def _verb(element: ElementTree.Element) -> Verb:
    grammar = _GRAMMAR.get(element.tag)
    if grammar is None:
        raise UnknownTwiml(f"<{element.tag}> is not known")
    for name, value in element.attrib.items():
        if name not in grammar.attributes:
            raise UnknownTwiml(f"<{element.tag}> knows no {name}")
        _check_value(element.tag, name, value, grammar.attributes[name])
    inside = []
    for child in element:
        if child.tag not in grammar.inside:
            raise UnknownTwiml(f"<{child.tag}> cannot stand in <{element.tag}>")
        if child.tag not in _SPEECH:
            inside.append(_verb(child))
    text = "".join(element.itertext()) if element.tag == "Say" else element.text or ""
    text = " ".join(text.split())
    if text and grammar.text is None:
        raise UnknownTwiml(f"<{element.tag}> takes no text")
    if not text and grammar.text:
        raise UnknownTwiml(f"<{element.tag}> says nothing")
    if element.tag == "Dial" and (text or len(inside) != 1):
        raise UnknownTwiml("<Dial> must hold exactly one of whom it dials")
    return Verb(element.tag, dict(element.attrib), text, tuple(inside))


def _check_value(tag: str, name: str, value: str, allowed: frozenset[str] | str | None) -> None:
    if isinstance(allowed, frozenset) and value not in allowed:
        raise UnknownTwiml(f'<{tag} {name}="{value}"> is not possible')
    if allowed == _NUMBER and not value.isdecimal():
        raise UnknownTwiml(f'<{tag} {name}="{value}"> must be a whole number')
    if allowed == _URL and (not value or any(character.isspace() for character in value)):
        raise UnknownTwiml(f'<{tag} {name}="{value}"> must be an address')
    if name == "statusCallbackEvent" and not set(value.split()) <= _EVENTS:
        raise UnknownTwiml(f'<{tag} {name}="{value}"> names no such event')
