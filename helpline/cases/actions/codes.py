"""Return codes of a case: five words, and ten digits for the phone. Shown once; only slow keyed hashes are kept."""

import secrets
from datetime import datetime

from django.db import transaction

from helpline.accounts.models import User
from helpline.cases import returning
from helpline.cases.actions.locks import lock, moment, record
from helpline.cases.actions.writing import append
from helpline.cases.models import Case, LineKind
from helpline.cases.rules import CODE_DIGITS
from helpline.vault import codes


def make_code(*, case: Case, by: User, now: datetime | None = None) -> str:
    """Five words with which the person comes back to this case. A new code takes the place of an older one.

    Raises CaseGone.
    """
    code = codes.make_code()
    _keep(case, "words_hash", returning.hash_of_words(code), did="code_made", by=by, now=moment(now))
    return code


def make_digits(*, case: Case, by: User, now: datetime | None = None) -> str:
    """Ten digits that the person keys in by phone. New ones take the place of older ones. Raises CaseGone."""
    digits = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    _keep(case, "digits_hash", returning.hash_of_digits(digits), did="digits_made", by=by, now=moment(now))
    return digits


@transaction.atomic
def _keep(case: Case, field: str, hashed: str, *, did: str, by: User, now: datetime) -> None:
    # hashing is slow on purpose: it was done before the lock
    lock(case, now)
    setattr(case, field, hashed)
    case.save(update_fields=[field])
    append(case=case, kind=LineKind.STATE, by=by, codes={"did": did}, now=now)
    record(f"case.{did}", case, by, now)


@transaction.atomic
def forget_codes(*, case: Case, by: User, now: datetime | None = None) -> None:
    """No code opens this case any more, because somebody else may know it. Raises CaseGone."""
    at = moment(now)
    lock(case, at)
    case.words_hash = case.digits_hash = None
    case.save(update_fields=["words_hash", "digits_hash"])
    append(case=case, kind=LineKind.STATE, by=by, codes={"did": "codes_ended"}, now=at)
    record("case.codes_ended", case, by, at)
