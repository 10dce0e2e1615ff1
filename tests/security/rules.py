"""Who may do what, for every address of the house. Read it as a table; `test_permissions.py` says what it means.

A new address has no line here, and fails until somebody has thought about who may open it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.security.world import PEOPLE

Who = frozenset[str]


def who(names: str) -> Who:
    """The people of a row of names."""
    found = frozenset(names.split())
    assert found <= set(PEOPLE), found - set(PEOPLE)
    return found


NOBODY: Who = frozenset()
EVERYBODY: Who = frozenset(PEOPLE)
#: who answers people in the programme of the objects
TEAM = who("counsellor colleague lead")
#: the same, and the people of the other programme: an address that is of no programme
TEAMS = TEAM | {"elsewhere"}
#: whose it is, and who leads
OWN = who("counsellor lead")
LEAD = who("lead")
LEADS = who("lead elsewhere")
THERAPIST = who("therapist")
THERAPISTS = who("therapist other_therapist elsewhere")
MANAGER = who("manager")
MANAGERS = who("manager elsewhere")
HANDLERS = who("manager lead")
ADMINISTRATOR = who("administrator")


@dataclass(frozen=True)
class Staff:
    """A rule for an address behind the staff's door.

    get, post: who may; None: the address does not take this method. Whoever may not gets 403, or, where the address
    names something by an id, exactly what an id that does not exist gives.
    knows: who may know that it is there and still not do this; they are told 403.
    ids: what stands in the address: the name of an id of the world, or "=text".
    nothing: whoever may finds nothing there (404), because this house is new; everybody else is refused as ever.
    slow: whoever may is asked in `make prove` only; tests/figures looks at the page as well.
    gone: an id that does not exist leads to the list, which says that it is not there any more.
    body: what is posted ("@name" is an id of the world). json: as a script posts it. query: the end of the address.
    """

    get: Who | None = None
    post: Who | None = None
    knows: Who = NOBODY
    ids: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    json: bool = False
    query: str = ""
    nothing: bool = False
    gone: bool = False
    slow: bool = False


def act(post: Who, knows: Who = NOBODY, **body: Any) -> Staff:
    """A button of the desk, pressed by its script."""
    return Staff(post=post, knows=knows, body=body, json=True)


HELPWANTED = {"programme": "helpwanted"}
BOOKED = {"slot_id": "booked_slot_id"}
DEBRIEF = {"note_id": "debrief_id"}
A_MONTH = "?from=2026-01&to=2026-01&compare=none"
OF_CONTACT = "?contact=@contact_id"

RULES: dict[str, Staff] = {
    # --- the desk ---
    "desk:home": Staff(get=EVERYBODY),
    "desk:board": Staff(get=TEAMS),
    "desk:beside": Staff(get=EVERYBODY),
    "desk:shift": Staff(get=LEADS),
    "desk:shift_part": Staff(get=LEADS),
    "desk:stop": Staff(
        post=LEAD, ids={"channel": "=chat"}, body={"on": "1", "text_nl": "dag", "text_en": "hi"}
    ),
    "desk:figures": Staff(get=MANAGERS),
    "desk:here": Staff(post=EVERYBODY),
    "desk:presence": act(TEAM, programme="helpwanted", available=True, capacity=2),
    "desk:break": act(TEAMS, on=True),
    "desk:next": act(TEAM, programme="helpwanted"),
    "desk:practice": act(TEAM, programme="helpwanted"),
    "desk:overload": act(LEAD, programme="helpwanted", on=True),
    "desk:pick": act(LEAD, who("counsellor colleague")),
    "desk:open": act(TEAM),  # tells the visitor something when its counsellor does it, and nothing otherwise
    "desk:end": act(OWN, who("colleague")),
    "desk:panel": act(who("counsellor"), who("colleague lead"), cid="5b1c8a9e-4f59-4d0c-9b0a-5b8e5e5e5e5e"),
    "desk:offer": act(who("counsellor"), who("colleague lead"), to_programme="stopitnow", agreed=True),
    "desk:read_along": act(LEAD, who("counsellor colleague")),
    "desk:take_over": act(LEAD, who("counsellor colleague")),
    "desk:accept": act(who("colleague"), OWN),
    "desk:decline": act(who("colleague"), OWN),
    "desk:take_back": act(OWN, who("colleague")),
    # --- the own account, and people ---
    "accounts:confirm": Staff(get=EVERYBODY, post=EVERYBODY),
    "accounts:sign_out": Staff(post=EVERYBODY),
    "accounts:landing": Staff(get=EVERYBODY),
    "accounts:account": Staff(get=EVERYBODY),
    "accounts:passphrase": Staff(get=EVERYBODY, post=EVERYBODY),
    "accounts:backup_codes": Staff(get=EVERYBODY, post=EVERYBODY),
    "accounts:new_authenticator": Staff(get=EVERYBODY, post=EVERYBODY),
    "accounts:authenticator": Staff(get=EVERYBODY, post=EVERYBODY),
    "accounts:authenticator_qr": Staff(
        get=NOBODY, nothing=True
    ),  # while a new one is being set up, and its owner alone
    "accounts:end_session": Staff(post=who("counsellor")),
    "accounts:sign_out_everywhere": Staff(post=EVERYBODY),
    "accounts:people": Staff(get=ADMINISTRATOR),
    "accounts:invite": Staff(get=ADMINISTRATOR, post=ADMINISTRATOR),
    "accounts:person": Staff(get=ADMINISTRATOR),
    "accounts:roles": Staff(get=ADMINISTRATOR, post=ADMINISTRATOR),
    "accounts:deactivate": Staff(get=ADMINISTRATOR, post=ADMINISTRATOR),
    "accounts:new_link": Staff(get=ADMINISTRATOR, post=ADMINISTRATOR),
    "accounts:end_sessions": Staff(post=ADMINISTRATOR),
    # --- contacts ---
    "contacts:list": Staff(get=TEAMS),
    "contacts:afterwards": Staff(get=TEAMS, post=TEAMS),
    "contacts:registration": Staff(get=OWN),
    "contacts:part": Staff(get=OWN),
    "contacts:answers": Staff(get=OWN),
    "contacts:save_field": Staff(post=OWN, ids={"field": "=topics"}),
    "contacts:register": Staff(post=OWN),
    "contacts:non_counselling": Staff(post=OWN, body={"kind": "silent"}),
    "contacts:correct": Staff(post=OWN),
    "contacts:take": Staff(post=LEAD, knows=who("counsellor")),
    # --- drafts: everybody's own ---
    "drafts:allowed": Staff(get=EVERYBODY),
    "drafts:draft": Staff(get=EVERYBODY, post=EVERYBODY, ids={"key": "=cases.note:x"}),
    "drafts:discard": Staff(post=EVERYBODY, ids={"key": "=cases.note:x"}),
    # --- cases ---
    "cases:list": Staff(get=TEAMS),
    "cases:find": Staff(post=TEAMS),
    "cases:new": Staff(get=TEAMS, post=TEAMS),
    "cases:tasks": Staff(get=TEAMS),
    "cases:beside": Staff(get=OWN, post=OWN),
    "cases:end_task": Staff(post=TEAM),
    "cases:move_task": Staff(post=TEAM),
    "cases:show": Staff(get=TEAM),
    "cases:move": Staff(post=OWN, knows=who("colleague"), body={"to": "closed"}),
    "cases:rename": Staff(post=OWN, knows=who("colleague")),
    "cases:take": Staff(post=TEAM),
    "cases:hand_over": Staff(post=OWN, knows=who("colleague"), body={"to": "nobody"}),
    "cases:extend": Staff(post=OWN, knows=who("colleague")),
    "cases:make_code": Staff(post=OWN, knows=who("colleague")),
    "cases:forget_codes": Staff(post=OWN, knows=who("colleague")),
    "cases:write_note": Staff(post=TEAM),
    "cases:remove_note": Staff(get=OWN, post=OWN, knows=who("colleague")),
    "cases:set_task": Staff(post=TEAM),
    "cases:unlink": Staff(post=TEAM, ids={"contact_id": "linked_id"}),
    "cases:shred": Staff(get=LEAD, post=LEAD, knows=who("counsellor colleague")),
    # --- risk records ---
    "care:list": Staff(get=TEAMS),
    "care:new": Staff(get=OWN, post=OWN, query=OF_CONTACT),
    "care:show": Staff(get=OWN),
    "care:write": Staff(post=OWN, ids={"kind": "=informed"}),
    "care:act": Staff(post=OWN, ids={"name": "=close"}),
    # --- referrals ---
    "referrals:list": Staff(get=TEAMS),
    "referrals:pick": Staff(get=OWN, query=OF_CONTACT),
    "referrals:refer": Staff(get=OWN, post=OWN, ids={"organisation": "=csg"}, query=OF_CONTACT),
    "referrals:hotline": Staff(get=TEAMS, post=TEAMS),
    "referrals:hotline_reports": Staff(get=TEAMS),
    "referrals:hotline_reference": Staff(post=TEAM),
    "referrals:show": Staff(get=OWN),
    "referrals:note": Staff(post=OWN),
    "referrals:outcome": Staff(post=OWN),
    "referrals:join": Staff(post=OWN, ids={"referral_id": "loose_referral_id"}),
    "referrals:print": Staff(get=OWN),
    # --- appointments: the counsellors' side and the therapists' ---
    "appointments_staff:free": Staff(get=TEAMS),
    "appointments_staff:booked": Staff(get=TEAMS),
    "appointments_staff:set_up": Staff(
        get=who("manager elsewhere administrator"), post=who("manager administrator"), body=HELPWANTED
    ),
    "appointments_staff:book": Staff(get=TEAM, post=TEAM),
    "appointments_staff:show": Staff(get=TEAM),
    "appointments_staff:cancel": Staff(post=TEAM),
    "appointments_staff:renew": Staff(post=TEAM),
    "appointments_staff:mine": Staff(get=THERAPISTS),
    "appointments_staff:publish": Staff(post=THERAPISTS),
    "appointments_staff:publish_weekly": Staff(post=THERAPISTS),
    "appointments_staff:number": Staff(post=THERAPISTS),
    "appointments_staff:withdraw": Staff(post=THERAPIST),
    "appointments_staff:cancel_own": Staff(post=THERAPIST, ids=BOOKED),
    "appointments_staff:report": Staff(post=THERAPIST, ids=BOOKED),
    "appointments_staff:link": Staff(post=THERAPIST, ids=BOOKED),
    "appointments_staff:pause": Staff(post=THERAPIST),
    "appointments_staff:resume": Staff(post=THERAPIST),
    "appointments_staff:end_series": Staff(post=THERAPIST),
    # --- peer groups ---
    "groups:list": Staff(get=TEAMS, post=TEAMS),
    "groups:interest": Staff(get=OWN, post=OWN, query=OF_CONTACT, body={"contact": "@contact_id"}),
    "groups:answer": Staff(get=TEAM, post=TEAM),
    "groups:show": Staff(get=TEAM),
    "groups:start": Staff(post=TEAM),
    "groups:end": Staff(post=TEAM),
    "groups:plan": Staff(post=TEAM),
    "groups:change": Staff(get=TEAM, post=TEAM),
    "groups:drop": Staff(post=TEAM),
    "groups:attendance": Staff(get=TEAM, post=TEAM),
    "groups:add": Staff(post=TEAM),
    "groups:let_in": Staff(post=TEAM),
    "groups:leave": Staff(post=TEAM),
    # --- what colleagues tell each other ---
    "team:choose": Staff(get=TEAMS),
    "team:seen": Staff(post=LEAD, knows=who("counsellor"), ids=DEBRIEF),
    "team:withdraw": Staff(post=who("counsellor"), knows=LEAD, ids=DEBRIEF),
    "team:talk": Staff(get=TEAM),
    "team:part": Staff(get=TEAM),
    "team:say": Staff(post=TEAM),
    "team:notes": Staff(get=TEAM),
    "team:write": Staff(post=TEAM),
    # --- the post ---
    "mail_staff:list": Staff(get=TEAMS),
    "mail_staff:practice": Staff(post=TEAM, body=HELPWANTED),
    "mail_staff:show": Staff(get=OWN),
    "mail_staff:take": Staff(post=OWN),
    "mail_staff:give_back": Staff(post=OWN),
    "mail_staff:hand_over": Staff(post=OWN),
    "mail_staff:answer": Staff(post=OWN, gone=True),
    "mail_staff:approve": Staff(post=OWN),
    "mail_staff:withdraw": Staff(post=OWN),
    "mail_staff:close": Staff(post=OWN),
    "mail_staff:note": Staff(post=OWN),
    # --- what is kept, and figures ---
    "watch:promises": Staff(get=ADMINISTRATOR),
    "guides:contents": Staff(get=EVERYBODY),
    "guides:show": Staff(get=EVERYBODY, ids={"key": "=counsellor"}),
    "retention:overview": Staff(get=who("lead elsewhere administrator")),
    "selfhelp_staff:visits": Staff(get=MANAGERS),
    "figures:agreement": Staff(get=who("manager elsewhere administrator"), slow=True),
    "figures:compare": Staff(post=who("manager elsewhere administrator"), slow=True),
    "figures:overview": Staff(get=MANAGER, query=A_MONTH, slow=True),
    "figures:theme": Staff(get=MANAGER, query=A_MONTH, slow=True, ids={"key": "=reach"}),
    "figures:cross": Staff(get=MANAGER, query=A_MONTH, slow=True),
    "figures:planning": Staff(get=MANAGER, query=A_MONTH, slow=True),
    "figures:check": Staff(get=MANAGER, post=MANAGER, query=A_MONTH),
    "figures:earlier": Staff(get=MANAGER, post=MANAGER),
    "figures:take_out": Staff(post=MANAGER, ids={"year": "=2021"}, nothing=True),
    "figures:reasons": Staff(get=MANAGER, post=MANAGER, query=A_MONTH, slow=True),
    "figures:reasons_file": Staff(get=MANAGER, query=A_MONTH, slow=True, ids={"ending": "=csv"}),
    "figures:paper": Staff(get=MANAGER, query=A_MONTH, slow=True),
    "figures:releases": Staff(get=MANAGER),
    "figures:release": Staff(post=MANAGER),
    "figures:frozen": Staff(get=MANAGER, ids={"number": "=1", "ending": "=csv"}, nothing=True),
    "figures:download": Staff(
        get=MANAGER, query=A_MONTH, slow=True, ids={"name": "=contacts_by_month", "ending": "=csv"}
    ),
    "figures:drawing": Staff(get=MANAGER, ids={"name": "=contacts_by_month", "ending": "=svg"}, nothing=True),
    # --- requests of professionals ---
    "requests_staff:list": Staff(get=HANDLERS | {"elsewhere"}),
    "requests_staff:show": Staff(get=HANDLERS),
    "requests_staff:take": Staff(post=HANDLERS),
    "requests_staff:take_over": Staff(post=HANDLERS),
    "requests_staff:give_back": Staff(post=HANDLERS),
    "requests_staff:finish": Staff(post=HANDLERS),
    "requests_staff:reopen": Staff(post=HANDLERS),
    "requests_staff:delete": Staff(get=HANDLERS, post=HANDLERS),
    # --- the phone on the desk ---
    "softphone:token": act(TEAMS),
    "softphone:presence": act(TEAM, programme="helpwanted", available=False, device="browser"),
    "softphone:beat": act(TEAMS),
    "softphone:next": act(TEAM, programme="helpwanted"),
    "softphone:give_up": act(who("counsellor")),
    "softphone:hang_up": act(OWN, who("colleague")),
    "softphone:hold": act(who("counsellor"), who("colleague lead"), on=True),
    "softphone:offer": act(who("counsellor"), who("colleague lead")),
    "softphone:leave": act(NOBODY, TEAM),  # who has a leg in the room, and nobody has
    "softphone:outside": act(who("counsellor"), who("colleague lead"), desk="@desk"),
    "softphone:drop": Staff(
        post=who("counsellor"), knows=who("colleague lead"), ids={"leg_id": "outside_leg_id"}, json=True
    ),
    "softphone:accept": act(who("colleague"), OWN),
    "softphone:decline": act(who("colleague"), OWN),
    "softphone:take_back": act(who("counsellor"), who("colleague lead")),
    # only where the simulator plays the provider, and here it does not
    "softphone:simulated_call": act(NOBODY, programme="helpwanted"),
    "softphone:simulated_legs": act(NOBODY),
    "softphone:simulated_leg": Staff(get=NOBODY),
    "softphone:simulated_hang_up": act(NOBODY),
    # --- opening hours ---
    "programmes:choose": Staff(get=who("manager elsewhere administrator")),
    "programmes:hours": Staff(get=who("manager administrator")),
    "programmes:save_week": Staff(post=who("manager administrator"), ids={"channel": "=chat"}),
    "programmes:save_whole": Staff(post=who("manager administrator")),
    "programmes:add_closure": Staff(post=who("manager administrator")),
    "programmes:decide_closure": Staff(post=who("manager administrator")),
    "programmes:propose": Staff(post=who("manager administrator")),
}

#: what somebody needs who is not signed in yet; tests/accounts looks at what each of them does
ENTRANCE = frozenset(
    {
        "accounts:sign_in",
        "accounts:second_factor",
        "accounts:invitation",
        "accounts:set_up",
        "accounts:set_up_qr",
    }
)
