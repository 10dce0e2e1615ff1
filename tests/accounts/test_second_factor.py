from datetime import timedelta

import pytest
from django.utils import timezone

from helpline.accounts import second_factor, totp
from helpline.accounts.errors import NotEnrolled, WrongCode
from helpline.accounts.models import Authenticator, BackupCode
from helpline.audit.models import Entry
from helpline.vault.errors import SealBroken
from tests.factories.accounts import code_for, make_user

pytestmark = pytest.mark.django_db


def test_the_key_is_not_in_the_database() -> None:
    user = make_user()
    authenticator = Authenticator.objects.get(user=user)
    key = second_factor.key_of(authenticator)
    assert len(key) == second_factor.KEY_BYTES
    assert key not in bytes(authenticator.sealed_key)


def test_a_key_moved_to_somebody_else_does_not_open() -> None:
    mine, theirs = make_user(), make_user()
    stolen = Authenticator.objects.get(user=mine)
    Authenticator.objects.filter(user=theirs).update(nonce=stolen.nonce, sealed_key=stolen.sealed_key)
    with pytest.raises(SealBroken):
        second_factor.key_of(Authenticator.objects.get(user=theirs))


def test_a_code_works_once() -> None:
    user, now = make_user(), timezone.now()
    code = code_for(user, now)
    second_factor.check(user=user, code=f" {code[:3]} {code[3:]} ", now=now)
    with pytest.raises(WrongCode):
        second_factor.check(user=user, code=code, now=now)
    later = now + timedelta(seconds=60)
    key = second_factor.key_of(Authenticator.objects.get(user=user))
    second_factor.check(user=user, code=totp.code_at(key, totp.step_at(later)), now=later)


def test_nobody_without_an_authenticator_passes() -> None:
    user = make_user(enrolled=False)
    assert not second_factor.is_enrolled(user)
    with pytest.raises(NotEnrolled):
        second_factor.check(user=user, code="123456")
    second_factor.begin(user=user)
    with pytest.raises(NotEnrolled):
        second_factor.check(user=user, code="123456")


def test_ten_backup_codes_each_once_kept_only_as_hashes() -> None:
    user, other = make_user(), make_user()
    codes = second_factor.new_backup_codes(user=user)
    assert len(set(codes)) == 10
    assert second_factor.backup_codes_left(user) == 10
    for row in BackupCode.objects.filter(user=user):
        assert len(row.code_hash) == 64
        assert not any(code.replace("-", "") in row.code_hash for code in codes)
    second_factor.check(user=user, code=codes[0].upper().replace("-", " "))
    assert second_factor.backup_codes_left(user) == 9
    for code, who in ((codes[0], user), (codes[1], other), ("", user), ("not-a-code", user)):
        with pytest.raises(WrongCode):
            second_factor.check(user=who, code=code)
    assert Entry.objects.filter(action="backup_code.used").count() == 1


def test_new_backup_codes_end_the_old_ones() -> None:
    user = make_user()
    old = second_factor.new_backup_codes(user=user)[0]
    second_factor.new_backup_codes(user=user)
    with pytest.raises(WrongCode):
        second_factor.check(user=user, code=old)


def test_a_renewed_authenticator_takes_over_with_its_first_code() -> None:
    user, now = make_user(), timezone.now()
    old_code = code_for(user, now)
    prepared = second_factor.begin(user=user)
    second_factor.check(user=user, code=old_code, now=now)
    new_code = totp.code_at(second_factor.key_of(prepared), totp.step_at(now))
    with pytest.raises(WrongCode):
        second_factor.confirm(user=user, code="000000" if new_code != "000000" else "000001", now=now)
    assert second_factor.pending(user) is not None
    second_factor.confirm(user=user, code=new_code, now=now)
    assert second_factor.pending(user) is None
    assert Authenticator.objects.filter(user=user).count() == 1
    with pytest.raises(WrongCode):  # the code that confirmed is used up as well
        second_factor.check(user=user, code=new_code, now=now)
