"""What can be wrong with an audit entry."""


class AuditError(Exception):
    """Base of this room's errors."""


class EntryRefused(AuditError, ValueError):
    """The entry holds something that is not a short code, a small number or a boolean: it could be about a visitor."""


class EntriesAreAppendOnly(AuditError):
    """Somebody tried to change or delete an entry."""
