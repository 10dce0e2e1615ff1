"""A request's walk: the cookie opened, its version found, and what stands in the way of going on."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.http import HttpRequest, HttpResponseBase

from helpline.programmes.models import Programme
from selfhelp.advice import cookie, queries
from selfhelp.advice import walk as walks
from selfhelp.advice.queries import Published, Standing
from selfhelp.advice.walk import Plan, Walk


class Obstacle(StrEnum):
    """Why a walk cannot go on.

    none: this browser holds none. unreadable: what it holds is not ours, or too old to be read. over: nothing was
    heard for half an hour. retired: the version's term is over, a newer one can take the answers. closed: nothing is
    published any more.
    """

    NONE = "none"
    UNREADABLE = "unreadable"
    OVER = "over"
    RETIRED = "retired"
    CLOSED = "closed"


class CannotGoOn(Exception):
    """There is no walk to go on with."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True)
class Visit:
    """A walk that goes on. told: a notice to show, a key of `views.shared.TOLD`; "" when there is none."""

    programme: Programme
    published: Published
    plan: Plan
    walk: Walk
    told: str = ""

    def with_walk(self, walk: Walk) -> "Visit":
        """The same visit, a step further."""
        return replace(self, walk=walk)


def current(request: HttpRequest, programme: Programme, now: datetime) -> Visit:
    """This browser's walk, with a sign of life. Raises CannotGoOn.

    A walk whose version was corrected goes on with the newer one, with the answers that still fit.
    """
    walk = _held(request, programme, now)
    standing = queries.standing(programme, walk.snapshot, now)
    if standing is Standing.CLOSED:
        raise CannotGoOn(Obstacle.CLOSED)
    if standing is Standing.UNKNOWN:
        raise CannotGoOn(Obstacle.UNREADABLE)
    if standing is Standing.RETIRED:
        raise CannotGoOn(Obstacle.RETIRED)
    visit = _on(programme, walk)
    return _moved(visit) if standing is Standing.CORRECTED else visit


def renewed(request: HttpRequest, programme: Programme, now: datetime) -> Visit:
    """This browser's walk on the version that is shown now, whatever it began on. Raises CannotGoOn."""
    walk = _held(request, programme, now)
    if queries.standing(programme, walk.snapshot, now) in (Standing.CLOSED, Standing.UNKNOWN):
        raise CannotGoOn(Obstacle.UNREADABLE)
    return _moved(_on(programme, walk))


def keep(response: HttpResponseBase, visit: Visit) -> HttpResponseBase:
    """Let the browser hold the walk as it is now.

    A walk that does not fit a cookie loses the answers that are not on its path; if that is not enough, the browser
    holds none and the next page begins anew. The check before publishing keeps such trees out.
    """
    slug = visit.programme.slug
    for walk in (visit.walk, _slim(visit)):
        try:
            cookie.write(response, walk, slug)
        except cookie.TooLarge:
            continue
        return response
    cookie.end(response, slug)
    return response


def _held(request: HttpRequest, programme: Programme, now: datetime) -> Walk:
    if not request.COOKIES.get(cookie.name(programme.slug)):
        raise CannotGoOn(Obstacle.NONE)
    walk = cookie.read(request, programme.slug)
    if walk is None:
        raise CannotGoOn(Obstacle.UNREADABLE)
    seconds = int(now.timestamp())
    if walks.is_over(walk, seconds):
        raise CannotGoOn(Obstacle.OVER)
    return walks.seen(walk, seconds)


def _on(programme: Programme, walk: Walk) -> Visit:
    published = queries.published(walk.snapshot)
    if published is None:
        raise CannotGoOn(Obstacle.UNREADABLE)
    plan = Plan(published.tree)
    if not walks.is_of(plan, walk):
        raise CannotGoOn(Obstacle.UNREADABLE)
    return Visit(programme, published, plan, walk)


def _moved(visit: Visit) -> Visit:
    shown = queries.current(visit.programme)
    if shown is None:
        raise CannotGoOn(Obstacle.CLOSED)
    plan = Plan(shown.tree)
    walk, lost = walks.taken_over(plan, visit.walk, old=visit.plan, snapshot=shown.id)
    return Visit(visit.programme, shown, plan, walk, told="altered" if lost else "corrected")


def _slim(visit: Visit) -> Walk:
    on_path = frozenset(walks.path(visit.plan, visit.walk))
    answers = {place: bits for place, bits in visit.walk.answers.items() if place in on_path}
    return replace(visit.walk, answers=answers, asked=on_path, left_out=visit.walk.left_out & on_path)
