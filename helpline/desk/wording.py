"""Every sentence the desk's scripts can show, in the reader's language; the scripts hold none of their own."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from chat.queries import Colleague

_WORDS: Mapping[str, Promise] = {
    "alert_title": _("({n}) Somebody waits for you"),
    "available": _("Available"),
    "unavailable": _("Not available"),
    "available_for": _("Available for {programme}"),
    "on_break": _("On a break"),
    "break": _("Break"),
    "team_talk": _("Talk of the team ({programme})"),
    "team_talk_new": _("Talk of the team ({programme}): {n} new"),
    "team_notes": _("Note to the shift lead"),
    "team_notes_new": _("Notes to the shift lead: {n} new"),
    "after_heavy": _("A moment after a heavy contact"),
    "break_over": _("Break over"),
    "load": _("{load} of {capacity}"),
    "load_over": _("{load} (room for {capacity})"),
    "next": _("Take the next visitor"),
    "next_for": _("Next: {programme}"),
    "unread": _("{n} new"),
    "take_back": _("Take back"),
    "accept": _("Accept"),
    "decline": _("Decline"),
    "to_programme": _("Whoever answers at {programme} (another helpline)"),
    "shift_facts": _("Waiting: {waiting}. Longest: {longest}. Today answered: {answered}, missed: {missed}."),
    "close_door": _("Close the door of {programme}"),
    "open_door": _("Open the door of {programme} again"),
    # marks
    "mark_training": _("practice"),
    "mark_came_back": _("came back"),
    "of_case": _("case {alias}"),
    "task_due": _("due"),
    "mark_no_script": _("slow browser"),
    "mark_grace": _("connection lost"),
    "mark_away": _("out of reach"),
    "mark_unopened": _("not opened yet"),
    "mark_ended": _("ended"),
    "mark_left_quickly": _("left quickly"),
    "mark_deleted": _("deleted"),
    "none_open": _(
        "Say that you are available, and the longest waiting visitor comes to you. Or take the next one yourself."
    ),
    "none_open_available": _("You are available. Whoever waits longest comes to you by itself."),
    "none_open_break": _("You are on a break. Visitors come to you again when you end it."),
    "press_key": _("Press {key} or choose a chat on the left."),
    "capacity": _("max. {capacity}"),
    # states of a message
    "sending": _("sending"),
    "received": _("sent"),
    "delivered": _("delivered"),
    "read": _("read"),
    "silent": _("silent {time}"),
    "visitor_typing": _("The visitor is typing …"),
    "colleague_typing": _("A colleague is typing …"),
    # who
    "who_me": _("You"),
    "who_visitor": _("Visitor"),
    "who_counsellor": _("Colleague"),
    "who_lead": _("Shift lead"),
    "who_system": _("System"),
    "who_introduction": _("Brought along from the site, approved by the visitor"),
    "who_aside": _("Only for staff"),
    # the composer
    "hint": _("Enter sends, Shift and Enter starts a new line"),
    "send": _("Send"),
    "message_label": _("Your message"),
    "message_placeholder": _("Write here. / for a ready answer."),
    "whisper_label": _("Only colleagues see this"),
    "whisper_placeholder": _("Whisper: the visitor never sees this."),
    "whisper_send": _("Whisper"),
    "panel_sent": _("The danger panel was shown to the visitor."),
    # alarms
    "alarm_connection": _("No connection. The visitor is told to wait, what you type is kept here."),
    "alarm_elsewhere": _("This chat is open in another window of yours. Use that one, or reload this page."),
    "alarm_grace": _("The connection of the counsellor was lost. The visitor waits a moment."),
    "alarm_offered": _("Offered to {to}. Until it is accepted, the chat stays yours."),
    "alarm_visitor_away": _("Nothing was heard of the visitor's browser for a while."),
    "ended_by_visitor": _("The visitor ended the chat."),
    "ended_left_quickly": _("The visitor left quickly. Do not try to reach them."),
    "ended_deleted": _("The visitor deleted the conversation. What was said can no longer be read by anybody."),
    "ended_by_counsellor": _("The chat has ended."),
    "ended_abuse": _("The chat was ended because of abuse."),
    "ended_left_waiting": _("The visitor left while waiting."),
    "ended_faded": _("The chat was closed: nothing was heard from the visitor for half an hour."),
    "ended_unanswered": _("The chat was closed: nobody was left to answer."),
    # notices in the log
    "notice_waiting": _("The visitor came in"),
    "notice_assigned": _("Given to a counsellor; the visitor reads that somebody is coming"),
    "notice_joined": _("The counsellor is here; the visitor reads so"),
    "notice_counsellor_away": _("The counsellor's connection was lost; the visitor was told"),
    "notice_counsellor_back": _("The counsellor is back"),
    "notice_back_in_queue": _("Back in line, at the original place"),
    "notice_transferred": _("Another counsellor took over"),
    "notice_transfer_offered": _("Offered to a colleague"),
    "notice_transfer_declined": _("The colleague declined"),
    "notice_transfer_expired": _("Nobody accepted in time: the chat is still yours"),
    "notice_transfer_taken_back": _("Taken back"),
    "notice_within_reach": _("The visitor can be reached again, and has the original place back"),
    "notice_left_quickly": _("The visitor left quickly"),
    "notice_left": _("The visitor is gone"),
    "notice_ended_by_helpline": _("The helpline ended the chat"),
    "notice_ended_by_visitor": _("The visitor ended the chat"),
    "notice_came_back": _("The visitor came back with the return code"),
    "notice_last_entry": _("The visitor was told that the chat closes soon"),
    "notice_read_along": _("A shift lead reads along"),
    # refusals
    "refused_ended": _("Not sent: the chat has ended."),
    "refused_too_long": _("Not sent: longer than 4,000 characters. Please make two messages of it."),
    "refused_reused": _("Not sent. Please send it again."),
    "refused_empty": _("An empty message is not sent."),
    "why_network": _("No connection. Nothing was changed; please try again in a moment."),
    "why_storage": _("Something is wrong on our side. Nothing was changed; please try again in a moment."),
    "why_refused": _("That is not possible now."),
    "why_not_allowed": _("You may not do that here."),
    "why_wrong_state": _("That is no longer possible: the chat has moved on."),
    "why_offer_open": _("This chat is already offered. Take it back first."),
    "why_visitor_not_asked": _("Ask the visitor first: the other programme is another helpline."),
    "why_too_long": _("That text is too long."),
    "why_nobody": _("There is nobody to take: nobody waits, or who waits is out of reach."),
    "why_gone": _("That conversation no longer exists."),
    # the rest
    "registered": _("The contact is registered."),
    "registration_failed": _("The registration could not be loaded. What was saved is safe. Try again in a moment."),
    "notify_refused": _("This browser does not allow messages. Change it in the browser's settings for this site."),
    "sound_played": _("You should have heard two soft tones. If not, check the volume of the computer."),
    "sound_none": _("This browser cannot make a sound. The mark on the screen always works."),
}  # fmt: skip


def words() -> dict[str, str]:
    """All of them, in the active language."""
    return {key: str(text) for key, text in _WORDS.items()}


def why_away(colleague: Colleague) -> str:
    """Why a colleague who belongs to the shift takes nobody now, in words; "" for one who is at work."""
    if not colleague.there:
        return _now("connection lost")
    if colleague.after_heavy:
        return _now("takes a moment after a heavy contact")
    return _now("on a break") if colleague.on_break else ""
