"""What can go wrong with a referral or a report to the hotline, in the room's own words. Nothing here knows HTTP."""


class ReferralError(Exception):
    """The parent of everything this room refuses."""


class NoSuchOrganisation(ReferralError):
    """The directory has no published organisation of this key."""


class UnknownOutcome(ReferralError):
    """The programme offers no such outcome."""


class NotAgreed(ReferralError):
    """A note is written only of what the person agreed to pass on."""


class NoPlace(ReferralError):
    """A referral stands with a contact or a case of its programme."""


class NotForPractice(ReferralError):
    """Nobody is referred in a practice contact."""


class Gone(ReferralError):
    """The referral was erased at its term, or its note cannot be read any more."""


class NotAddresses(ReferralError):
    """What was filled in is not a list of web addresses. Never holds what was filled in.

    lines: the numbers of the lines that are none, from 1; empty when there is no line at all, or there are too many.
    """

    def __init__(self, why: str, lines: tuple[int, ...] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.lines = lines


class NotDelivered(ReferralError):
    """The hotline did not get it. Never holds what was to be delivered.

    permanent: trying again as it is cannot help.
    """

    def __init__(self, *, permanent: bool) -> None:
        super().__init__("permanent" if permanent else "for now")
        self.permanent = permanent


class HotlineOff(ReferralError):
    """No way to the hotline is set up."""
