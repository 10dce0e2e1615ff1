"""Every address of the staff, ours and those of both admins, asked by people who may not see it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone
from django.utils.regex_helper import normalize

from helpline.accounts.middleware import AREAS, OPEN_NAMES
from helpline.accounts.models import StaffSession
from helpline.accounts.roles import Role
from helpline.programmes.models import Programme
from tests.factories.accounts import PASSPHRASE, make_user, sign_in

SAMPLES = ("1", str(uuid4()), "wagtailcore", "page", "abc-def")


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """An address for every pattern below a resolver."""
    for pattern in resolver.url_patterns:
        for text, names in normalize(
            pattern.pattern.regex.pattern.lstrip("^").removesuffix(r"\Z").removesuffix("$")
        ):
            if isinstance(pattern, URLResolver):
                yield from addresses(pattern, prefix + filled(prefix, text, names, whole=False))
            else:
                yield prefix + filled(prefix, text, names, whole=True)


def filled(prefix: str, text: str, names: list[str], *, whole: bool) -> str:
    if not names:
        return text
    for values in product(SAMPLES, repeat=len(names)):
        address = text % dict(zip(names, values, strict=True))
        if not whole:
            return address
        try:
            resolve(f"/{prefix}{address}")
        except Resolver404:
            continue
        return address
    return text % dict.fromkeys(names, "1")


def staff_addresses() -> list[str]:
    found = {f"/{address}" for address in addresses(get_resolver())}
    return sorted(address for address in found if address.startswith(("/staff/", "/beheer/")))


ADDRESSES = staff_addresses()


def is_open(address: str) -> bool:
    try:
        return resolve(address).view_name in OPEN_NAMES
    except Resolver404:
        return False


SHUT = [address for address in ADDRESSES if not is_open(address)]


def test_the_crawl_sees_both_admins_and_our_own_pages() -> None:
    for prefix in ("/beheer/cms/", "/beheer/techniek/", "/staff/people/", "/staff/account/"):
        assert any(address.startswith(prefix) for address in SHUT)
    assert len([address for address in SHUT if address.startswith("/beheer/cms/")]) > 100
    assert len([address for address in SHUT if address.startswith("/beheer/techniek/")]) > 20
    assert {"/beheer/cms/login/", "/beheer/cms/password_reset/", "/beheer/techniek/login/"} <= set(SHUT)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_sees_no_page(client: Client, method: str) -> None:
    for address in [
        *SHUT,
        "/staff/",
        "/beheer/",
        "/staff/nothing/here",
        "/beheer/nothing",
        "/beheer/cms/nothing",
    ]:
        answer = getattr(client, method)(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith(reverse("accounts:sign_in")), address
        assert "no-store" in answer.headers["Cache-Control"]
        assert b"<" not in answer.content


@pytest.mark.django_db
def test_a_passphrase_alone_opens_no_page(client: Client) -> None:
    user = make_user(administrator=True)
    answer = client.post(reverse("accounts:sign_in"), {"email": user.email, "passphrase": PASSPHRASE})
    assert answer.headers["Location"] == reverse("accounts:second_factor")
    for address in SHUT:
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith(reverse("accounts:sign_in")), address


@pytest.mark.django_db
def test_a_session_that_django_itself_made_opens_no_page(client: Client) -> None:
    user = make_user(administrator=True)
    client.force_login(user)
    for address in (*AREAS, reverse("accounts:people"), reverse("accounts:account")):
        assert client.get(address).headers["Location"].startswith(reverse("accounts:sign_in")), address


@pytest.mark.django_db
def test_both_factors_without_the_permission_open_no_admin_page(
    client: Client, helpwanted: Programme
) -> None:
    sign_in(client, make_user(roles=[(helpwanted, Role.COUNSELLOR)]))
    for address in (address for address in SHUT if address.startswith("/beheer/")):
        answer = client.get(address)
        if answer.status_code == 302:  # a screen of theirs that ours took the place of
            assert answer.headers["Location"].startswith("/staff/"), address
        else:
            assert answer.status_code == 403, address


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "cms", "technical"),
    [
        (Role.COUNSELLOR, 403, 403),
        (Role.SHIFT_LEAD, 403, 403),
        (Role.THERAPIST, 403, 403),
        (Role.EDITOR, 200, 403),
        (Role.PROGRAMME_MANAGER, 403, 200),
        (None, 200, 200),
    ],
)
def test_who_may_enter_which_admin(
    client: Client, helpwanted: Programme, role: Role | None, cms: int, technical: int
) -> None:
    roles = [(helpwanted, role)] if role else []
    sign_in(client, make_user(roles=roles, administrator=role is None))
    assert client.get("/beheer/cms/").status_code == cms
    assert client.get("/beheer/techniek/").status_code == technical


@pytest.mark.django_db
def test_their_ways_around_ours_lead_to_ours(client: Client) -> None:
    sign_in(client, make_user(administrator=True))
    for address, ours in {
        "/beheer/cms/login/": "accounts:sign_in",
        "/beheer/cms/password_reset/": "accounts:sign_in",
        "/beheer/cms/account/": "accounts:account",
        "/beheer/cms/users/": "accounts:people",
        "/beheer/cms/users/new/": "accounts:people",
        "/beheer/techniek/login/": "accounts:sign_in",
        "/beheer/techniek/password_change/": "accounts:account",
    }.items():
        assert client.get(address).headers.get("Location") == reverse(ours), address
    for address in ("/beheer/cms/logout/", "/beheer/techniek/logout/"):
        answer = client.post(address)
        assert (answer.status_code, answer.headers["Location"]) == (307, reverse("accounts:sign_out"))


@pytest.mark.django_db
def test_programs_are_told_in_their_own_words(client: Client) -> None:
    answer = client.post("/staff/desk/board", headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json() == {"why": "signed_out", "sign_in": reverse("accounts:sign_in")}
    assert client.get("/staff/desk/board", headers={"sec-fetch-dest": "empty"}).status_code == 401
    answer = client.get("/staff/people/", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, reverse("accounts:sign_in"))
    assert client.get("/staff/people/").headers["Location"].endswith("?next=%2Fstaff%2Fpeople%2F")


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["seen_at", "started_at"])
def test_past_a_limit_the_session_is_gone(client: Client, field: str) -> None:
    sign_in(client, make_user())
    assert client.get(reverse("accounts:account")).status_code == 200
    StaffSession.objects.update(**{field: timezone.now() - timedelta(hours=13)})
    assert client.get(reverse("accounts:account")).status_code == 302
    assert not StaffSession.objects.exists()
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(client: Client) -> None:
    sign_in(client, make_user())
    earlier = timezone.now() - timedelta(minutes=30)
    StaffSession.objects.update(seen_at=earlier)
    client.get(reverse("accounts:account"), headers={"x-background": "1"})
    assert StaffSession.objects.get().seen_at == earlier
    client.get(reverse("accounts:account"))
    assert StaffSession.objects.get().seen_at > earlier


@pytest.mark.django_db
def test_visitors_pages_start_no_session(client: Client) -> None:
    answer = client.get("/")
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert settings.BROWSER_COOKIE_NAME not in answer.cookies


def test_djangos_admin_shows_no_rows_about_visitors() -> None:
    shown = {model._meta.label for model in admin.site._registry}
    # sentences of the helpline's own, and the questions of its form
    shown -= {"chat.CannedAnswer", "contacts.RegistrationForm"}
    rooms = {label.split(".")[0] for label in shown}
    assert not rooms & {
        "chat",
        "contacts",
        "statistics",
        "figures",
        "vault",
        "audit",
        "accounts",
        "auth",
        "otp_totp",
    }


def test_every_pattern_is_walked() -> None:
    def count(resolver: URLResolver) -> int:
        return sum(
            1 if isinstance(pattern, URLPattern) else count(pattern) for pattern in resolver.url_patterns
        )

    total = sum(
        count(pattern)
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLResolver) and str(pattern.pattern).startswith(("staff", "beheer"))
    )
    assert len(ADDRESSES) > total * 0.8  # different patterns may share an address
