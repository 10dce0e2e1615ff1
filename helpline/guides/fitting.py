"""Which section of which guide fits a page of the staff: the way from a page to its help.

A page is known by the name of its view, or by the namespace of its room. Where people of several jobs come to the same
page, the first guide that is about the reader's own job is taken. A test asks it of every address of the staff.
"""

from collections.abc import Mapping

from helpline.accounts.models import User
from helpline.guides.shelf import SHELF

FITTING: Mapping[str, tuple[str, ...]] = {
    # the desk
    "desk": ("counsellor#desk",),
    "desk:shift": ("shift-lead#watch",),
    "desk:shift_part": ("shift-lead#watch",),
    "desk:stop": ("shift-lead#close-channel",),
    "desk:figures": ("manager#month",),
    "softphone": ("counsellor#call",),
    # the rooms beside it
    "contacts": ("counsellor#register",),
    "contacts:afterwards": ("counsellor#afterwards",),
    "drafts": ("everybody#drafts",),
    "cases": ("counsellor#case",),
    "cases:tasks": ("counsellor#tasks",),
    "cases:extend": ("shift-lead#lead-cases",),
    "cases:shred": ("shift-lead#lead-cases",),
    "care": ("shift-lead#consult", "counsellor#risk"),
    "referrals": ("counsellor#refer",),
    "referrals:hotline": ("counsellor#hotline",),
    "referrals:hotline_reports": ("counsellor#hotline",),
    "referrals:hotline_reference": ("counsellor#hotline",),
    "appointments_staff": ("counsellor#appointment",),
    "appointments_staff:set_up": ("manager#appointments",),
    "groups": ("counsellor#group",),
    "team": ("counsellor#team",),
    "team:notes": ("shift-lead#notes", "counsellor#heavy"),
    "mail_staff": ("counsellor#post",),
    "requests_staff": ("manager#requests", "shift-lead#requests"),
    # figures
    "figures": ("manager#read-figures",),
    "figures:agreement": ("manager#agreement", "administrator#agreement"),
    "figures:compare": ("manager#agreement", "administrator#agreement"),
    "figures:planning": ("manager#planning",),
    "figures:check": ("manager#check",),
    "figures:earlier": ("manager#earlier",),
    "figures:take_out": ("manager#earlier",),
    "figures:reasons": ("manager#reasons",),
    "figures:reasons_file": ("manager#reasons",),
    "figures:paper": ("manager#report",),
    "figures:releases": ("manager#release",),
    "figures:release": ("manager#release",),
    "figures:frozen": ("manager#release",),
    "selfhelp_staff": ("manager#self-help",),
    # what is set up
    "programmes": ("manager#hours",),
    "programmes:add_closure": ("manager#closed-days",),
    "programmes:decide_closure": ("manager#closed-days",),
    "programmes:propose": ("manager#closed-days",),
    "admin": ("manager#set-up", "administrator#set-up"),
    "watch": ("administrator#promises",),
    "retention": ("administrator#kept", "shift-lead#kept"),
    "accounts": ("everybody#account",),
    "accounts:sign_in": ("everybody#sign-in",),
    "accounts:second_factor": ("everybody#sign-in",),
    "accounts:invitation": ("everybody#first-time",),
    "accounts:set_up": ("everybody#first-time",),
    "accounts:set_up_qr": ("everybody#first-time",),
    "accounts:landing": ("everybody#way",),
    "accounts:people": ("administrator#account",),
    "accounts:invite": ("administrator#account",),
    "accounts:person": ("administrator#account",),
    "accounts:roles": ("administrator#roles",),
    "accounts:deactivate": ("administrator#leaves",),
    "accounts:new_link": ("administrator#lost",),
    "accounts:end_sessions": ("administrator#leaves",),
    # pages
    "wagtail": ("editor#page",),
    "advice_editing": ("editor#tree",),
    "guides": (),
}
_THERAPIST = ("mine", "publish", "publish_weekly", "number", "withdraw", "cancel_own", "report", "link",
              "pause", "resume", "end_series")  # fmt: skip
#: what an outside therapist does lies in the same room as the booking
PLACES: Mapping[str, tuple[str, ...]] = {
    **FITTING,
    **{f"appointments_staff:{name}": ("therapist#hours",) for name in _THERAPIST},
}


def place_of(view_name: str) -> tuple[str, ...] | None:
    """The sections that fit a view: by its own name, else by its room's. None when the view is not known here."""
    space = view_name.partition(":")[0]
    return PLACES.get(view_name, PLACES.get(space))


def section_for(view_name: str, user: User) -> str:
    """The one section for this reader, as “guide#section”; "" where the contents of the guides fit best."""
    sections = place_of(view_name) or ()
    own = {title.key for title in SHELF if title.is_for(user)}
    return next((each for each in sections if each.partition("#")[0] in own), sections[0] if sections else "")
