"""The promises in words, for somebody who is no engineer: what it is, how it stands, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpline.retention.wording import kind
from helpline.watch.promises import Judged, State

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Shown:
    """One promise on a screen. todo: sentences; commands: for whoever looks after the server, in their order."""

    key: str
    state: State
    title: str
    means: str
    told: str
    todo: tuple[str, ...]
    commands: tuple[str, ...]
    icon: str


_TITLES: Mapping[str, tuple[Words, Words, str]] = {
    "erasure": (
        _("What has passed its term is erased"),
        _("Chats, letters, cases and drafts live for their term and no longer. A run every night erases them."),
        "hourglass",
    ),
    "night": (
        _("The night's other work is done"),
        _("Every night figures are mixed and compared, and what was left open is closed."),
        "clock",
    ),
    "keys": (
        _("Keys end with their day"),
        _("What people tell us is locked with a key for each day. When the day has passed the key is destroyed, and "
          "then old backups cannot be read either."),
        "key-round",
    ),
    "provider": (
        _("The phone company forgets who called"),
        _("The company that carries our calls keeps the number of whoever calls until we delete it there."),
        "phone",
    ),
    "audit": (
        _("Nobody changed the record of what staff did"),
        _("Each entry is tied to the one before it. Every night the whole chain is walked."),
        "shield",
    ),
    "backup": (
        _("There is a backup of last night"),
        _("A backup is made by the server's own programs, and they tell us when it was done."),
        "copy",
    ),
    "mirror": (
        _("The keys stand in a second place"),
        _("Without its keys a backup opens no chat and no case. The mirror becomes what the folder is every five "
          "minutes, so that a key that is destroyed here is destroyed there."),
        "arrow-right-left",
    ),
    "updates": (
        _("No known security faults in what we use"),
        _("A public service knows of faults in the packages that this program is made with. It is asked before each "
          "release; this server itself asks nobody."),
        "refresh-cw",
    ),
    "mail": (
        _("Letters by e-mail come in and leave"),
        _("The mailboxes are emptied every minute, and answers leave within a minute."),
        "mail",
    ),
    "figures": (
        _("The figures say what was registered"),
        _("Every night each contact is compared with what was counted of it."),
        "list",
    ),
}  # fmt: skip

#: the work of the night, by the name that the log has for it
_JOBS: Mapping[str, Words] = {
    "erasure": _("erasing what has passed its term"),
    "shuffle_facts": _("mixing the figures"),
    "compare_facts": _("comparing contacts and figures"),
    "cases_unanswered": _("noting calls of cases that nobody answered"),
    "audit_checkpoint": _("walking the record of what staff did"),
    "close_forgotten_attempts": _("closing contacts that were left open"),
    "requests": _("tidying requests of professionals"),
    "risk_records": _("keeping open risk records readable"),
    "appointments": _("tidying appointments"),
    "accounts": _("tidying sessions and invitations"),
}
#: with the settings of a server; manage.py alone would be the embedded house, another one
_MANAGE = "/srv/helpline/app/deploy/bin/manage"
_NIGHT = ("systemctl status helpline-nightly.timer helpline-nightly.service", f"{_MANAGE} nightly")
_ELSEWHERE = _(
    "Not on this server, but in a copy of the code on a machine for tests, because it installs their packages. The "
    "file requirements/audited.json that it writes belongs here, too:"
)
_ASK = _("Ask whoever looks after the server to look why, and to run it once by hand:")

#: by promise and reason: how it stands, what to do, and with which commands
_TOLD: Mapping[tuple[str, str], tuple[Words, tuple[Words, ...], tuple[str, ...]]] = {
    ("erasure", "kept"): (_("The last run was on %(at)s. Nothing is overdue."), (), ()),
    ("erasure", "never"): (_("The run has never been done on this server."), (_ASK,), _NIGHT),
    ("erasure", "late"): (_("The last run was on %(at)s. That is more than a night ago."), (_ASK,), _NIGHT),
    ("erasure", "overdue"): (
        _("The last run was on %(at)s, and left %(n)s that should be gone: %(kinds)s."),
        (_("Something kept the run from erasing these. The log says what kind of fault. Run it again:"),),
        (f"{_MANAGE} erase --dry-run", f"{_MANAGE} nightly --again"),
    ),
    ("night", "kept"): (_("All of it was done. The first piece was done on %(at)s."), (), ()),
    ("night", "missing"): (
        _("Not done in the past night: %(jobs)s."),
        (_("The log says what kind of fault. What is not done yet is done by:"),),
        (f"{_MANAGE} nightly",),
    ),
    ("keys", "kept"): (_("There are %(n)s keys. The oldest ends on %(date)s."), (), ()),
    ("keys", "none"): (_("There are no keys now: nothing is kept that one would open."), (), ()),
    ("keys", "other"): (
        _("The folder with the keys is not the one of this database: it is empty, another one, or its disk is away. "
          "Return codes, second factors and what people told us do not work with it."),
        (
            _("Call whoever looks after the server now. The disk has to be mounted, or the mirrored keys put back. "
              "Nothing may be made anew before that was tried:"),
        ),
        (f"{_MANAGE} check --database default", f"{_MANAGE} keys_anew"),
    ),
    ("keys", "missing"): (
        _("%(n)s keys that are needed are not in the folder. What they lock cannot be opened."),
        (_("Ask whoever looks after the server to put the mirrored keys back, and to look who took them away:"),),
        (f"{_MANAGE} check --database default",),
    ),
    ("keys", "past"): (
        _("%(n)s keys should have been destroyed. The oldest is of %(date)s."),
        (_("The night's run destroys them. Run it once by hand, and look why it did not:"),),
        (f"{_MANAGE} erase",),
    ),
    ("keys", "far"): (
        _("%(n)s keys end later than anything they open may live. The last ends on %(date)s."),
        (_("Was a term made shorter lately? Then this ends by itself. Otherwise look at the clock of the server:"),),
        ("timedatectl", f"{_MANAGE} erase --terms"),
    ),
    ("keys", "away"): (
        _("The folder with the keys cannot be read. Without it nothing that people told us can be opened."),
        (_("Call whoever looks after the server now. Nothing may be deleted or copied back until they have looked:"),),
        (f"{_MANAGE} check --tag security",),
    ),
    ("provider", "off"): (_("There is no phone here."), (), ()),
    ("provider", "kept"): (_("Nothing is overdue. In the past two weeks %(n)s records were deleted there."), (), ()),
    ("provider", "late"): (
        _("%(n)s records wait to be deleted there, the oldest since %(at)s."),
        (_("The company may be out of reach; it is tried again by itself. Does it last? Then see what it answers:"),),
        (f"{_MANAGE} phone_held",),
    ),
    ("provider", "given_up"): (
        _("%(n)s records could not be deleted there, however often it was tried."),
        (_("Somebody has to delete them on the company's own website, or mend the account and try again:"),),
        (f"{_MANAGE} phone_held", f"{_MANAGE} phone_held --again"),
    ),
    ("audit", "kept"): (_("Walked on %(at)s, all %(n)s entries: whole."), (), ()),
    ("audit", "never"): (_("The chain has not been walked yet."), (_ASK,), (f"{_MANAGE} verify_audit",)),
    ("audit", "late"): (_("The chain was last walked on %(at)s."), (_ASK,), (f"{_MANAGE} verify_audit", *_NIGHT)),
    ("audit", "broken"): (
        _("On %(at)s the chain did not fit at entry %(n)s. Somebody changed the database by hand, or an old copy of it "
          "was put back."),
        (
            _("Was a backup put back? Then this is right, and the place where it happened is written down with it."),
            _("Otherwise treat it as a break-in: change nothing, keep a copy, and tell the data protection officer:"),
        ),
        (f"{_MANAGE} verify_audit",),
    ),
    ("backup", "kept"): (_("Made on %(at)s."), (), ()),
    ("backup", "never"): (
        _("Nobody has told us of a backup yet."),
        (
            _("Does a program of your own make them? Then have it run /srv/helpline/app/deploy/bin/manage backup_made "
              "whenever one is done, and never otherwise: this line believes what it is told."),
            _("Is none made? Begin today. The house's own program makes one every night and says so here:"),
        ),
        ("systemctl enable --now helpline-backup.timer", "systemctl start helpline-backup.service"),
    ),
    ("backup", "late"): (
        _("The last one was made on %(at)s."),
        (_("Ask whoever looks after the server why there is no newer one:"),),
        ("systemctl status helpline-backup.timer helpline-backup.service",),
    ),
    ("mirror", "kept"): (_("Made on %(at)s."), (), ()),
    ("mirror", "never"): (
        _("There is no mirror. A machine that is lost takes every chat and case with it, whatever backup there is."),
        (
            _("Ask whoever looks after the server to set one up today, on another machine or disk that keeps no older "
              "versions. How stands in docs/operate.md, “The mirror of the keys”. Then:"),
        ),
        ("systemctl enable --now helpline-mirror.timer", "systemctl start helpline-mirror.service"),
    ),
    ("mirror", "late"): (
        _("It was last made on %(at)s. Keys that were destroyed here since may still stand there, and new ones do "
          "not."),
        (_("The other machine or disk may be away. Ask whoever looks after the server to look today:"),),
        ("systemctl status helpline-mirror.timer helpline-mirror.service",),
    ),
    ("updates", "kept"): (_("Asked on %(date)s about %(n)s packages: none."), (), ()),
    ("updates", "never"): (
        _("It is not known whether the service was asked about this release."),
        (_("Ask whoever makes the releases for one that brings the answer along, or have it asked."), _ELSEWHERE),
        ("make audit",),
    ),
    ("updates", "others"): (
        _("The service was asked on %(date)s, but about other packages than these."),
        (_("Have it asked about these."), _ELSEWHERE),
        ("make audit",),
    ),
    ("updates", "vulnerable"): (
        _("On %(date)s a fault was known in: %(names)s."),
        (_("Install the newest release. Is there none yet? Then ask for one today."), _ELSEWHERE),
        ("make audit",),
    ),
    ("updates", "skipped"): (
        _("On %(date)s the service did not know %(n)s of the packages, so nothing is known of those."),
        (_("Have it asked again."), _ELSEWHERE),
        ("make audit",),
    ),
    ("updates", "late"): (
        _("It was last asked on %(date)s. Meanwhile faults may have become known."),
        (_("Install the newest release, or have it asked again."), _ELSEWHERE),
        ("make audit",),
    ),
    ("mail", "off"): (_("There is no mailbox here."), (), ()),
    ("mail", "kept"): (_("Emptied on %(at)s. Every answer has left."), (), ()),
    ("mail", "silent"): (
        _("Not emptied for a quarter of an hour: the mailbox of %(names)s."),
        (_("The mail server may be away, or its password was changed. The log says which:"),),
        (f"{_MANAGE} fetch_post",),
    ),
    ("mail", "failed"): (
        _("%(n)s answers could not be delivered."),
        (
            _("Whoever wrote them sees it in the post, and can choose another way. "
              "Are they many? Look at the mail server."),
        ),
        (),
    ),
    ("mail", "stuck"): (
        _("%(n)s answers wait to leave for longer than a quarter of an hour."),
        (_("The mail server may be away. The log says which:"),),
        (f"{_MANAGE} fetch_post",),
    ),
    ("figures", "off"): (_("There is no programme yet."), (), ()),
    ("figures", "kept"): (_("Compared on %(at)s, %(n)s contacts: no difference."), (), ()),
    ("figures", "never"): (_("They have not been compared yet."), (_ASK,), _NIGHT),
    ("figures", "late"): (_("They were last compared on %(at)s."), (_ASK,), _NIGHT),
    ("figures", "differences"): (
        _("On %(at)s %(n)s contacts were counted otherwise than registered."),
        (_("The page Contacts and figures, on your start page, says in which month and in which way. A programme "
           "manager can mend it there."),),
        (),
    ),
}  # fmt: skip


def shown(judged: Judged) -> Shown:
    """One promise in the words of the language in use."""
    title, means, icon = _TITLES[judged.key]
    told, todo, commands = _TOLD[judged.key, judged.reason]
    values = {name: _in_words(name, value) for name, value in judged.values.items()}
    return Shown(
        judged.key,
        judged.state,
        str(title),
        str(means),
        str(told) % values,
        tuple(map(str, todo)),
        commands,
        icon,
    )


def _in_words(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "j F, H:i")
    if isinstance(value, date):
        return formats.date_format(value, "j F Y")
    if isinstance(value, tuple):
        return ", ".join(_one_in_words(name, each) for each in value)
    return str(value)


def _one_in_words(name: str, code: str) -> str:
    if name == "kinds":
        return kind(code)
    return f"{_JOBS[code]} ({code})" if name == "jobs" and code in _JOBS else code
