"""What can go wrong with keys and sealed content."""


class VaultError(Exception):
    """Base of this room's errors."""


class SealBroken(VaultError):
    """The ciphertext was changed, or belongs elsewhere, or to another key."""


class KeyGone(VaultError):
    """The key was shredded, or its term passed: what it opened cannot be read any more, by anybody."""


class TermPassed(VaultError, ValueError):
    """A key was asked for a day that has passed already."""


class KeyFolderFits(VaultError):
    """The key folder is the one of this database: there is nothing to begin anew."""


class KeyStoreUnusable(VaultError):
    """The key store's folder is missing, damaged or not writable. For the administrator."""
