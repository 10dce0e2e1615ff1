"""The two steps of signing in, each behind its throttle."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from helpline.accounts import passphrases, second_factor, throttle, throttling
from helpline.accounts.errors import NotEnrolled, WrongCode, WrongCredentials
from helpline.accounts.models import Authenticator, KnownBrowser, User
from helpline.audit import actions as audit
from helpline.vault.keystore import store


def check_passphrase(*, email: str, passphrase: str, browser: KnownBrowser | None, now: datetime) -> User:
    """The first step. Raises TooSoon or WrongCredentials.

    An unknown address, a wrong passphrase, a person who may not come in any more and one who has no second factor yet
    get the same answer after the same work: nobody learns who works here.
    """
    bucket = _bucket("passphrase", email, browser)
    throttling.take(bucket, stranger=browser is None, now=now)
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    text = passphrases.tidy(passphrase)
    if user is None:
        make_password(text)
    elif user.check_password(text) and second_factor.is_enrolled(user):
        throttling.give_back(bucket)
        return user
    audit.record(by=audit.SYSTEM, action="signin.failed", subject=user.audit_id if user else "", now=now)
    raise WrongCredentials


def check_code(*, user: User, code: str, browser: KnownBrowser | None, now: datetime) -> Authenticator:
    """The second step, and the question before a sensitive change. Raises TooSoon or WrongCode."""
    bucket = _bucket("code", user.email, browser)
    throttling.take(bucket, stranger=browser is None, now=now)
    try:
        authenticator = second_factor.check(user=user, code=code, now=now)
    except (WrongCode, NotEnrolled):
        audit.record(by=audit.SYSTEM, action="signin.code_failed", subject=user.audit_id, now=now)
        raise WrongCode from None
    throttling.give_back(bucket)
    return authenticator


def _bucket(step: str, email: str, browser: KnownBrowser | None) -> str:
    if browser is not None:
        return throttle.bucket_of_browser(step, browser.pk)
    return throttle.bucket_of_strangers(step, email, store().pepper("sign-in"))
