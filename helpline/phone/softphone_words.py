"""Every sentence that the desk's scripts can show of the phone, in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WORDS: Mapping[str, Promise] = {
    # being there
    "phone_available_for": _("Available for calls of {programme}"),
    "phone_by_browser": _("On this computer"),
    "phone_by_desk_phone": _("On a desk phone"),
    "phone_next": _("Take the next call"),
    "phone_next_for": _("Next call: {programme}"),
    "phone_tried_before": _("tried before today"),
    "phone_today": _("Today {offered}: {answered} answered, {missed} missed"),
    "phone_today_none": _("No calls yet today"),
    "phone_called": _("Somebody calls. The call waits in line in some seconds."),
    # the call
    "phone_connecting_name": _("The next caller"),
    "phone_connecting": _("Connecting …"),
    "phone_connected": _("You are connected."),
    "phone_you_are_muted": _("The caller does not hear you."),
    "phone_on_hold": _("On hold: the caller hears that you will be back."),
    "phone_going_on_hold": _("One moment: the caller is being put on hold. You do not hear each other."),
    "phone_reconnecting": _("The connection was lost and is being made again. The call is not over."),
    "phone_lost": _("Your line has ended. The caller is being told."),
    "phone_elsewhere": _("You are in this call in another window."),
    "phone_on_desk_phone": _("You are connected on your desk phone."),
    "phone_rings": _("Your desk phone rings. Press 1 there, and you are connected."),
    "phone_nobody": _("The caller had hung up just before."),
    "phone_mute": _("Mute"),
    "phone_muted": _("Speak again"),
    "phone_hold": _("Hold"),
    "phone_held": _("Take off hold"),
    "phone_offered": _("Offered to {to}. Until it is accepted, the call stays yours."),
    "phone_outside_rings": _("{name} is being called."),
    "phone_outside_in": _("{name} is in the call."),
    "phone_colleague_in": _("{name} is in the call."),
    "phone_whoever": _("Whoever answers first, the shift lead too"),
    "phone_leaving": _("You are in a call. It ends when you leave this page."),
    # sound and devices
    "phone_speak": _("Speak: the bar must move."),
    "phone_tones": _("You should have heard two tones. If not, choose another loudspeaker, or check the volume."),
    "phone_standard_device": _("What this computer uses by itself"),
    "phone_device": _("Device {n}"),
    "phone_unusable_microphone": _(
        "This browser may not use the microphone. Allow it for this site, next to the address above, and try again."
    ),
    "phone_unusable_no_microphone": _("No microphone was found. Connect one, or answer on a desk phone."),
    "phone_unusable_browser": _("This browser cannot be used as a phone. Use a newer one, or a desk phone."),
    "phone_unusable_script": _("The phone could not be loaded. Try again in a moment, or use a desk phone."),
    "phone_unusable_token": _("The phone gave no access. Try again in a moment, or use a desk phone."),
    "phone_unusable_device": _("The phone could not connect. Nobody was taken from the line. Please try again."),
    # refusals
    "phone_why_network": _("No connection. Nothing was changed; please try again in a moment."),
    "phone_why_storage": _("Something is wrong on our side. Nothing was changed; please try again in a moment."),
    "phone_why_refused": _("That is not possible now."),
    "phone_why_not_allowed": _("You may not do that here."),
    "phone_why_wrong_state": _("That is no longer possible: the call has moved on."),
    "phone_why_nobody": _("Nobody waits on the line."),
    "phone_why_offer_open": _("This call is already offered. Take it back first."),
    "phone_why_no_number": _("Fill in the number of your desk phone, with its country: +31 and then the number."),
    "phone_why_off": _("The phone is off."),
    "phone_why_provider": _("The phone company does not answer. Nothing was changed; please try again in a moment."),
    "phone_why_gone": _("That call is over."),
}  # fmt: skip


def words() -> dict[str, str]:
    """All of them, in the active language."""
    return {key: str(text) for key, text in _WORDS.items()}
