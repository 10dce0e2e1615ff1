"""What can go wrong with staff accounts. No HTTP here; views translate."""

from datetime import datetime


class AccountError(Exception):
    """Any refusal of this room."""


class TooSoon(AccountError):
    """A try came before its time.

    until: the moment from which the next try is heard.
    """

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class WrongCredentials(AccountError):
    """The e-mail address and passphrase do not belong together; which of the two is wrong is not told."""


class WrongCode(AccountError):
    """The one-time or backup code is wrong, was used before, or is too old."""


class InvitationGone(AccountError):
    """The link was used, withdrawn, replaced by a newer one, or is older than its term."""


class WeakPassphrase(AccountError):
    """The passphrase breaks a rule.

    problems: sentences for the person, translated.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class AddressTaken(AccountError):
    """Somebody on the staff already signs in with this e-mail address."""


class LastAdministrator(AccountError):
    """The house would be left without an active administrator."""


class NotOnOneself(AccountError):
    """Taking away one's own access is left to another administrator."""


class NotEnrolled(AccountError):
    """The person has not set up a second factor yet."""
