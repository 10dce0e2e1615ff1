"""What a test process may spare itself, because other tests look at the real thing.

A passphrase and a return code are hashed slowly on purpose, every test client would search the folders of static files
anew, what is first installed is read from the same files each time, and Python's collector would look through seven
thousand tests again and again, all of which stay. The houses that tests start are processes of their own, and do all of
it in earnest.
"""

import gc
from functools import cache

from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware

from helpline.vault import codes

#: what a return code costs outside tests
REAL_COST = codes.COST
QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"


def collect_seldom() -> None:
    """Look for garbage at every fifty thousand new objects, and at everything a thousand looks later."""
    gc.set_threshold(50_000, 20, 50)


def hash_quickly() -> None:
    """New passphrases by a quick hasher; those that a demo hashed in earnest can still be checked."""
    settings.PASSWORD_HASHERS = [QUICK, *settings.PASSWORD_HASHERS]


def read_codes_quickly() -> None:
    """The same hash of a return code at a cost that nobody feels; tests/vault/test_codes.py pays the real one."""
    codes.COST = codes.COST._replace(n=2**4)


def find_static_files_once() -> None:
    """The first client of the process looks for static files; the others take what it found."""
    search = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, object] = {}

    def add_files_from_finders(self: WhiteNoiseMiddleware) -> None:
        if not found:
            search(self)
            found.update(self.files)
        self.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = add_files_from_finders


def read_what_is_installed_once() -> None:
    """The files of the first installation do not change while tests run."""
    from helpline.programmes import data

    data.read_programmes = cache(data.read_programmes)
    data.read_code_lists = cache(data.read_code_lists)
