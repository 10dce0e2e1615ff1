"""The rules for a passphrase, after NIST SP 800-63B (section 3.1.1.2, revision 4).

Length counts, composition does not: no rule asks for digits or signs. Refused is what a guesser tries first: common
passwords and two of them together, the person's own address or name, the name of this place, a few characters repeated,
and, where the installation has a file of them, what came out in a breach elsewhere.
"""

import re
import unicodedata
from functools import cache

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from helpline.accounts import breached

SHORTEST = 12
#: long enough for any sentence; hashing a novel on each try would be a way to tire the server
LONGEST = 200
#: words that a guesser who knows this house tries first
OWN_WORDS = (
    "helpwanted",
    "stopitnow",
    "helpline",
    "hulplijn",
    "offlimits",
    "counsellor",
    "welkom",
    "welcome",
)
_LINES = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "01234567890123456789",
    "98765432109876543210",
)


def tidy(passphrase: str) -> str:
    """The same characters however the keyboard composed them (Unicode NFKC)."""
    return unicodedata.normalize("NFKC", passphrase)


def problems(passphrase: str, *, email: str = "", name: str = "") -> list[str]:
    """What is wrong with this passphrase, as sentences for the person; empty when it may be used."""
    text = tidy(passphrase)
    if len(text) < SHORTEST:
        return [
            _("Use at least %(count)d characters. A sentence of a few words works well.")
            % {"count": SHORTEST}
        ]
    if len(text) > LONGEST:
        return [_("Use at most %(count)d characters.") % {"count": LONGEST}]
    lowered = text.lower()
    found = []
    if _is_common(lowered) or _is_breached(passphrase, text):
        found.append(_("Many people use this passphrase, so it is tried first. Choose another one."))
    if _holds_own(lowered, email, name):
        found.append(_("Do not build it from your name, your e-mail address or the name of the helpline."))
    if _is_repetition(lowered):
        found.append(_("This repeats a few characters or follows the keyboard. Choose another one."))
    return found


class PassphraseValidator:
    """The same rules for Django's own commands."""

    def validate(self, password: str, user: object | None = None) -> None:
        found = problems(password, email=getattr(user, "email", ""), name=getattr(user, "name", ""))
        if found:
            raise ValidationError(found)

    def get_help_text(self) -> str:
        return _("Use at least %(count)d characters. A sentence of a few words works well.") % {
            "count": SHORTEST
        }


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _is_common(text: str) -> bool:
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
    squeezed = re.sub(r"\s+", "", text)
    return any(form in _common() for form in (text, squeezed, core) if form) or _is_two(text)


def _is_two(text: str) -> bool:
    """Whether two common passwords make it up, with digits and signs anywhere: "dragon2026-monkey!".

    The list's own passwords are short, and few of them have the length that is asked; together they have.
    """
    letters = re.sub(r"[\W\d_]+", "", text)
    if letters in _common():
        return True
    return any(
        letters[:cut] in _common() and letters[cut:] in _common() for cut in range(3, len(letters) - 2)
    )


def _is_breached(*forms: str) -> bool:
    """Whether the installation's file of breached passphrases has one of these."""
    path = settings.BREACHED_FILE
    return path is not None and any(breached.is_in(path, form) for form in dict.fromkeys(forms))


def _holds_own(text: str, email: str, name: str) -> bool:
    """Whether little is left when the person's and the house's own words are taken out."""
    local, _at, domain = email.lower().partition("@")
    own = {*OWN_WORDS, _bare(email), _bare(local), _bare(domain), _bare(name)}
    own.update(_bare(part) for part in re.split(r"\W+", f"{local} {domain} {name}"))
    bare = rest = _bare(text)
    for word in sorted((word for word in own if len(word) > 2), key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != bare and len(rest) < SHORTEST // 2


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _is_repetition(text: str) -> bool:
    bare = re.sub(r"\s+", "", text)
    if len(set(bare)) < 5:
        return True
    if any(bare in line * 8 or bare in line[::-1] * 8 for line in _LINES):
        return True
    return re.fullmatch(r"(.{1,6}?)\1+.{0,5}", bare) is not None
