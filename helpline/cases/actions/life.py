"""The life of a case: opening, moving, whose it is, what it is called, keeping it longer."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.cases import naming
from helpline.cases.actions.linking import link
from helpline.cases.actions.locks import lock, moment, record
from helpline.cases.actions.writing import touch, write_line
from helpline.cases.errors import AliasQuestioned, AliasRefused, AliasTaken, OtherProgramme, WrongMove
from helpline.cases.models import Case, LineKind
from helpline.cases.states import CaseState, check_move
from helpline.cases.terms import ends_at
from helpline.contacts.models import Contact
from helpline.programmes.models import Programme
from helpline.vault import actions as vault
from helpline.vault.models import TermClass


@transaction.atomic
def open_case(
    *,
    programme: Programme,
    by: User,
    alias: str = "",
    is_no_name: bool = False,
    contact: Contact | None = None,
    now: datetime | None = None,
) -> Case:
    """Open a case, which is then `by`'s. With a contact, that contact is its first.

    alias: empty for one that the house proposes. is_no_name: whoever chose it says that it is nobody's real name.
    Raises AliasTaken, AliasRefused, AliasQuestioned, and what `link` raises.
    """
    at = moment(now)
    alias = _checked(alias, is_no_name) if alias.strip() else propose_alias(programme)
    expires_at = ends_at(CaseState.OPEN, at)
    data_key, _key = vault.new_data_key(term_class=TermClass.CASE, expires_at=expires_at, now=at)
    case = Case(
        programme=programme,
        alias=alias,
        alias_key=naming.fold(alias),
        owner=by,
        opened_on_date=timezone.localdate(at),
        moved_at=at,
        expires_at=expires_at,
        data_key=data_key,
    )
    _save_alias(case, force_insert=True)
    write_line(case, LineKind.STATE, by=by, codes={"did": "opened"}, now=at)
    if contact is not None:
        link(contact=contact, case=case, by=by, now=at)
    record("case.opened", case, by, at)
    return case


def propose_alias(programme: Programme) -> str:
    """An alias of harmless words that no case of this programme has."""
    for _try in range(20):
        alias = naming.propose()
        if not Case.objects.filter(programme=programme, alias_key=naming.fold(alias)).exists():
            return alias
    return naming.propose(numbered=True)


def _checked(alias: str, is_no_name: bool) -> str:
    alias = naming.tidy(alias)
    if not naming.is_acceptable(alias):
        raise AliasRefused("an alias is short, and holds no number, address or link")
    questioned = naming.looks_like_a_name(alias)
    if questioned and not is_no_name:
        raise AliasQuestioned(questioned)
    return alias


def _save_alias(case: Case, **how: object) -> None:
    try:
        with transaction.atomic():
            case.save(**how)  # type: ignore[arg-type]
    except IntegrityError:
        raise AliasTaken("another case has this alias") from None


@transaction.atomic
def rename(
    *, case: Case, alias: str, by: User, is_no_name: bool = False, now: datetime | None = None
) -> None:
    """Give the case another alias. Raises CaseGone, AliasTaken, AliasRefused, AliasQuestioned."""
    at = moment(now)
    lock(case, at)
    before = case.alias, case.alias_key
    alias = _checked(alias, is_no_name)
    if alias == case.alias:
        return
    case.alias, case.alias_key = alias, naming.fold(alias)
    try:
        _save_alias(case, update_fields=["alias", "alias_key"])
    except AliasTaken:
        case.alias, case.alias_key = before
        raise
    # without the earlier alias: it was changed because it should not stand here
    write_line(case, LineKind.STATE, by=by, codes={"did": "renamed"}, now=at)
    record("case.renamed", case, by, at)


@transaction.atomic
def move(*, case: Case, to: str, by: User, now: datetime | None = None) -> None:
    """Bring the case into another state; its term is that state's, from now. Raises WrongMove and CaseGone."""
    at = moment(now)
    lock(case, at)
    check_move(case.state, to)
    if to == CaseState.CLOSED and case.tasks.filter(ended_at=None).exists():
        raise WrongMove("a case with open tasks is not closed")
    case.state = CaseState(to)
    # exactly the new state's term: closing makes it shorter
    case.expires_at = ends_at(to, at)
    case.save(update_fields=["state", "expires_at"])
    write_line(case, LineKind.STATE, by=by, codes={"did": "moved", "to": to}, now=at)
    touch(case, at)
    record("case.moved", case, by, at)


@transaction.atomic
def extend(*, case: Case, by: User, now: datetime | None = None) -> None:
    """Keep the case longer: its term counts anew from now, and its key is wrapped again for that. Raises CaseGone."""
    at = moment(now)
    lock(case, at)
    write_line(case, LineKind.STATE, by=by, codes={"did": "extended"}, now=at)
    touch(case, at)
    record("case.extended", case, by, at)


@transaction.atomic
def take(*, case: Case, by: User, now: datetime | None = None) -> None:
    """The case is `by`'s from now on, whoever had it. Raises WrongMove when it is already, and CaseGone."""
    at = moment(now)
    lock(case, at)
    if case.owner_id == by.pk:
        raise WrongMove("it is this person's case already")
    _own(case, by, by=by, did="taken", now=at)


@transaction.atomic
def hand_over(*, case: Case, to_user: User, by: User, now: datetime | None = None) -> None:
    """Give the case to a colleague, with its open tasks. Raises WrongMove, OtherProgramme and CaseGone."""
    at = moment(now)
    lock(case, at)
    if case.owner_id == to_user.pk:
        raise WrongMove("it is this person's case already")
    if not to_user.can(Permission.CASES_WORK, case.programme_id):
        raise OtherProgramme("this colleague works no cases in this programme")
    _own(case, to_user, by=by, did="handed_over", now=at)


@transaction.atomic
def let_go(*, case: Case, by: User, now: datetime | None = None) -> None:
    """Nobody owns the case from now on: whoever is there may take it. Raises WrongMove and CaseGone."""
    at = moment(now)
    lock(case, at)
    if case.owner_id is None:
        raise WrongMove("nobody owns it")
    _own(case, None, by=by, did="let_go", now=at)


def _own(case: Case, owner: User | None, *, by: User, did: str, now: datetime) -> None:
    # what the earlier owner still had to do goes along; what colleagues were asked to do stays theirs
    case.tasks.filter(ended_at=None, assigned_to=case.owner_id).update(assigned_to=owner)
    case.owner = owner
    case.save(update_fields=["owner"])
    codes = {"did": did, "to": owner.pk} if owner else {"did": did}
    write_line(case, LineKind.STATE, by=by, codes=codes, now=now)
    touch(case, now)
    record(f"case.{did}", case, by, now)
