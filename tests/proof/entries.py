"""The entry points of the proof: every way in, who comes by it, and which addresses belong to it.

`ENTRIES` is complete: tests/proof/test_entries.py fails for an address, a socket or a road of the house that stands at
no entry. Each entry is played by a canary of its own, so that a finding tells by which way it came.
"""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from tests.journeys.inside import Inside
from tests.proof import routes
from tests.proof.advice_walk import walk_the_advice_module
from tests.proof.appointment_keeping import keep_an_appointment
from tests.proof.canary import Canary, Identity, identity
from tests.proof.case_keeping import come_back_to_a_case
from tests.proof.errors import make_errors, meet_a_broken_house, try_the_staff_door
from tests.proof.lesson_asking import ask_for_a_lesson
from tests.proof.letter_writing import write_letters
from tests.proof.mail_sending import send_mails
from tests.proof.phone_calls import call_the_phone
from tests.proof.visits import come_in, read_pages, talk_by_form, talk_by_road, talk_by_socket
from tests.proof.wire import FORM
from tests.proof.workbook_keeping import keep_a_workbook
from tests.services.house import House
from tests.services.sizes import IS_FULL


@dataclass(frozen=True, slots=True)
class Entry:
    """A way in. routes: names of addresses, or a namespace's name followed by a colon for all of it.

    wires: what the chat answers beside Django's addresses (chat/routing.py).
    """

    name: str
    play: Callable[[Inside, Canary], None]
    routes: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()


_CHAT_FORM = ("send", "write", "plain", "code", "return_code", "end", "after", "survey", "talk", "delete", "deleted",
              "danger")  # fmt: skip

ENTRIES = (
    Entry("pages", read_pages, (
        "cms:styleguide", "cms:chooser", "cms:favicon", "cms:bye", "cms:leave_anywhere", "cms:home", "cms:keep",
        "cms:search", "cms:feed", "cms:feed_in", "cms:sitemap", "cms:robots", "cms:traces", "cms:leave",
        "wagtail_serve",
    )),
    Entry("chat: the door", come_in, ("chat:door", "chat:start", "chat:back", "chat:practice")),
    Entry("chat by socket", talk_by_socket, wires=("_VISITOR_SOCKET",)),
    Entry("chat over HTTP", talk_by_road, wires=("_VISITOR_ROAD",)),
    Entry("chat by form", talk_by_form, tuple(f"chat:{name}" for name in _CHAT_FORM if name != "code")),
    Entry("post", write_letters, tuple(
        f"mail:{name}" for name in ("door", "send", "code", "letters", "more", "back", "close", "delete", "deleted")
    )),
    Entry("mail", send_mails),
    Entry("phone", call_the_phone, tuple(f"phone:{name}" for name in (
        "voice", "menu", "code", "wait", "left", "pulled", "room", "held", "room_left", "connected", "fallback",
        "status", "desk", "desk_status", "desk_answer", "desk_take", "desk_left", "desk_over", "outside_status",
        "therapist", "therapist_takes",
    ))),
    Entry("advice", walk_the_advice_module, tuple(f"advice:{name}" for name in (
        "door", "start", "renew", "answer", "answers", "easy", "stop", "stopped", "step", "outcome", "save", "crisis",
        "take_along", "leave_out", "go",
    ))),
    Entry("self-help", keep_a_workbook, (
        *(f"selfhelp_safe:{name}" for name in ("puzzle", "begin", "look", "save", "forget")),
        *(f"selfhelp_modules:{name}" for name in (
            "door", "keeping", "mine", "file", "fill", "plan", "talk", "sound", "calendar", "counted", "pdf", "paper",
        )),
    )),
    Entry("requests", ask_for_a_lesson, ("requests:form", "requests:thanks")),
    Entry("appointments", lambda inside, caller: caller.secrets.extend(keep_an_appointment(inside, caller)), (
        "appointments:open", "appointments:cancel", "appointments:calendar", "appointments:report",
    )),
    Entry("codes of cases", come_back_to_a_case),
    Entry("errors 400 to 431", make_errors),
    Entry("errors 500 and 503", meet_a_broken_house),
    Entry("sign-in attempts", try_the_staff_door, (
        "accounts:sign_in", "accounts:second_factor", "accounts:invitation", "accounts:set_up", "accounts:set_up_qr",
    ), ("_STAFF_ROAD", "_STAFF_SOCKET", "_DESK_SOCKET", "_DESK_TICKET")),
)  # fmt: skip


def who_comes(entry: Entry) -> Identity:
    """The identity that comes by this way only."""
    return identity(ENTRIES.index(entry))


def play_all(house: House, inside: Inside) -> dict[str, Canary]:
    """Come in by every way and meet every error; then ask for every address once more in the plainest way.

    In the small proof only for those that were not asked for on the way.
    """
    known, found = routes.visitor_routes(), {}
    for number, entry in enumerate(ENTRIES):
        # the servers take turns, so that they tell each other
        visitor = Canary(house, who_comes(entry), server=number % len(house.ports))
        entry.play(inside, visitor)
        told = len(visitor.refusals)
        been = {routes.name_of(path) for _, path in visitor.been}
        for name in entry.routes:
            if name in known and (IS_FULL or name not in been):
                _ask_plainly(visitor, known[name])
        if entry.name in SHOWS_WHAT_WAS_TYPED:
            del visitor.refusals[told:]
        visitor.leave()
        found[entry.name] = visitor
    return found


#: their forms show a mistake beside what was typed, so that nothing is lost: that is no refusal's echo
SHOWS_WHAT_WAS_TYPED = frozenset({"post", "requests"})


def _ask_plainly(visitor: Canary, pattern: str) -> None:
    """A GET, a form and JSON, with an identity in the address, the question and the body."""
    who = visitor.who
    fields = {
        "name": who.name, "email": who.mail, "mail": who.mail, "phone": who.phone, "From": who.phone,
        "letter": who.everything, "message": who.everything, "remark": who.everything, "text": who.everything,
        "code": who.phone, "q": who.mail, "why": who.everything, "next": f"https://{who.domain}/{who.name}",
    }  # fmt: skip
    for path in _filled(pattern, who):
        visitor.get(f"{path}?{urlencode(fields)}")
        visitor.post(path, **fields)
        visitor.ask("POST", path, json.dumps(fields).encode(), {"Content-Type": "application/json"})
        visitor.ask("POST", path, urlencode(fields).encode(), {"Content-Type": FORM, "Cookie": who.mail})


def _filled(pattern: str, who: Identity) -> Iterator[str]:
    """Addresses that this pattern answers; where it takes any text, with an identity in it."""
    values = {
        "slug:slug": "stopitnow" if "self-help" in pattern or "appointment" in pattern else "helpwanted",
        "slug:kind": "lesson", "slug:key": "sim", "slug:module": quote(who.name.split()[1]), "str:token": who.mail,
        "str:language": who.name.split()[1], "int:step": "1", "int:number": "1", "uuid:leg_id": str(uuid.uuid4()),
    }  # fmt: skip
    if pattern.startswith("^"):  # the pages of the editors
        yield f"/helpwanted/{quote(who.name.split()[1])}/"
        return
    # a parameter of a new kind: say above what it is filled with
    yield "/" + re.sub(r"<([^>]+)>", lambda found: values[found[1]], pattern)
