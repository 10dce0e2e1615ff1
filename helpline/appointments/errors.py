"""What can go wrong with slots and appointments, in the room's own words. Nothing here knows HTTP."""


class AppointmentError(Exception):
    """The parent of everything this room refuses."""


class NotOffered(AppointmentError):
    """This programme makes no appointments with a therapist."""


class NotYours(AppointmentError):
    """The slot or series is another therapist's."""


class WrongTime(AppointmentError):
    """A time at which no slot can be: past, too far ahead, or one that the clock skips."""


class Overlaps(AppointmentError):
    """The therapist has another slot at that time."""


class SlotTaken(AppointmentError):
    """The slot is not free (any more): a colleague was faster, or it was withdrawn."""


class SlotBooked(AppointmentError):
    """Somebody has an appointment in this slot, so it is not simply withdrawn."""


class TooLate(AppointmentError):
    """The moment for it has passed."""


class WrongMove(AppointmentError):
    """The appointment is not in a state in which this can happen."""


class TooBusy(AppointmentError):
    """More codes are being tried than people could type. Counted for everybody together: nobody is stored."""


class LinkOver(AppointmentError):
    """The therapist's link was used, has expired, or is none of ours."""
