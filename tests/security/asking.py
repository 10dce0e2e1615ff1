"""Asking the house as one of its people, so that nothing one request does is there for the next."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from helpline.accounts.models import Membership, User
from helpline.accounts.roles import Role
from helpline.programmes.models import Programme
from tests.factories.desk import browser_of, make_desk_user
from tests.security import dressed
from tests.security.rules import Staff
from tests.security.walk import Route
from tests.security.world import World
from tests.services.sizes import IS_FULL

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

#: numbers that count up: there are never so many
NO_SUCH_NUMBER = 2_000_000_000
NO_SUCH_SID = "CA" + "f" * 32
#: what stands in an address and is no id: everybody knows it
WORDS = frozenset(
    {"slug", "channel", "field", "key", "kind", "name", "organisation", "ending", "year", "number"}
)

#: what each of the world's people brings who is not there by name: refused together, they are refused one by one,
#: because a role only ever adds rights
ROLES: Mapping[str, Role] = {
    "colleague": Role.COUNSELLOR,
    "lead": Role.SHIFT_LEAD,
    "manager": Role.PROGRAMME_MANAGER,
    "editor": Role.EDITOR,
    "other_therapist": Role.THERAPIST,
}


@dataclass(frozen=True)
class Address:
    """An address with everything in it: one that is there, and the same with ids that do not exist."""

    there: str
    nowhere: str
    has_id: bool


def address_of(route: Route, rule: Staff, ids: Mapping[str, Any]) -> Address:
    """Fill in an address from the world."""
    there, nowhere = {}, {}
    for name in route.arguments:
        named = rule.ids.get(name, "=helpwanted" if name == "slug" else name)
        value = named[1:] if named.startswith("=") else ids[named]
        there[name] = value
        nowhere[name] = value if name in WORDS else unknown(value)
    ends = [rule.query, rule.query]
    if "@" in rule.query:
        start, name = rule.query.split("@")
        ends = [f"{start}{ids[name]}", f"{start}{unknown(ids[name])}"]
    paths = [reverse(route.name, kwargs=each) + end for each, end in zip((there, nowhere), ends, strict=True)]
    names_one = any(str(value).startswith("@") for value in rule.body.values())
    return Address(paths[0], paths[1], has_id=names_one or paths[0] != paths[1])


def unknown(value: object) -> object:
    """An id of the same kind that does not exist."""
    if isinstance(value, UUID):
        return uuid4()
    return NO_SUCH_NUMBER if isinstance(value, int) else NO_SUCH_SID


class Askers:
    """The browsers of everybody. Each request is undone after its answer, and its headers are looked at.

    faults: what was wrong with the headers of the answers so far.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.faults: list[str] = []
        self._browsers: dict[str, Client] = {}
        self._keys: dict[str, str] = {}

    def ask(
        self, who: str, method: str, address: Address, rule: Staff, *, nowhere: bool = False
    ) -> "Response":
        """One request, as the page or the script of it sends it. nowhere: with ids that do not exist."""
        path = address.nowhere if nowhere else address.there
        answer = self._answer(who, method, path, rule, nowhere=nowhere)
        self.faults += dressed.faults(answer, path)
        return answer

    def _answer(self, who: str, method: str, path: str, rule: Staff, *, nowhere: bool) -> "Response":
        client = self._browser(who)
        if key := self._keys.get(who):
            client.cookies[settings.SESSION_COOKIE_NAME] = key
        with undone():
            if method == "GET":
                return client.get(path)
            body = {name: self._value(value, nowhere=nowhere) for name, value in rule.body.items()}
            if rule.json:
                headers = {"accept": "application/json"}
                return client.post(path, body, content_type="application/json", headers=headers)
            return client.post(path, body)

    @staticmethod
    def standing_for(allowed: frozenset[str], *, owners: Iterable[str]) -> list[str]:
        """Who stands for all that may: of people with the same role and nothing of their own, one. In `make test`
        one alone: that somebody may, the tests of the rooms say as well; `make prove` asks all of them."""
        if "no_role" in allowed:
            return ["no_role"]
        if not IS_FULL:
            return sorted(allowed)[:1]
        alike = [("colleague", "counsellor"), ("other_therapist", "therapist")]
        doubled = {one for one, other in alike if not owners and {one, other} <= allowed}
        return sorted(allowed - doubled)

    def everybody_but(self, allowed: frozenset[str], owners: Iterable[str]) -> list[str]:
        """Who stands for all that may not: the owners of what it is about by name, the other programme's person, and
        one person with all the other roles together."""
        refused = [each for each in (*ROLES, "administrator") if each not in allowed]
        found = ["+".join(refused)] if refused else []
        found += [each for each in owners if each not in allowed]
        return [*found, *(each for each in ("elsewhere",) if each not in allowed)]

    def _value(self, value: object, *, nowhere: bool) -> object:
        if isinstance(value, str) and value.startswith("@"):
            found = self._world.ids[value[1:]]
            return str(unknown(found) if nowhere else found)
        return value

    def _browser(self, who: str) -> Client:
        if who not in self._browsers:
            if who == "stranger":
                self._browsers[who] = Client()
                return self._browsers[who]
            client = browser_of(self._person(who))
            self._browsers[who] = client
            self._keys[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
        return self._browsers[who]

    def _person(self, who: str) -> User:
        if who in self._world.people:
            return self._world.user(who)
        names = who.split("+")
        user = make_desk_user(administrator="administrator" in names, name="Veel")
        programme = Programme.objects.get(slug="helpwanted")
        for name in names:
            if name in ROLES:
                Membership.objects.create(user=user, programme=programme, role=ROLES[name])
        return user


class undone:  # noqa: N801 - reads as a word
    """What happens within leaves nothing in the database."""

    def __enter__(self) -> None:
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def __exit__(self, *what: Any) -> None:
        transaction.set_rollback(True)
        self._atomic.__exit__(None, None, None)


def seen(answer: "Response") -> tuple[int, str, bytes]:
    """All that tells two answers apart for who asked."""
    return answer.status_code, answer.headers.get("Location", ""), answer.content


def methods(rule: Staff) -> Iterator[tuple[str, frozenset[str]]]:
    """The methods of a rule with who may."""
    if rule.get is not None:
        yield "GET", rule.get
    if rule.post is not None:
        yield "POST", rule.post
