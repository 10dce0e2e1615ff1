"""What can go wrong with the phone, in the room's own words. Nothing here knows HTTP."""


class PhoneError(Exception):
    """The parent of everything this room refuses."""


class PhoneOff(PhoneError):
    """There is no account at the provider: the phone is off."""


class NoNumber(PhoneError):
    """The programme has no phone number, so nobody can be called with it."""


class NotAllowed(PhoneError):
    """This person may not do this, in this programme or with this call."""


class NobodyWaits(PhoneError):
    """There is nobody to take."""


class WrongState(PhoneError):
    """The call, the leg or the handover is not in a state in which this can happen."""


class OfferOpen(PhoneError):
    """The call is being offered already: one offer at a time."""


class ProviderAway(PhoneError):
    """The provider could not be reached, or refused. Nothing was changed."""


class NotYet(PhoneError):
    """The provider is still doing what this needs: ask again in a second."""
