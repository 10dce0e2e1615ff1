"""A deed: one transaction in which things change, are told, and stand in the audit log.

Audit entries are written last, because the log's head is locked until the transaction ends. Those about a
conversation keep the day only and no id: the log tells what staff did, and not when somebody sought help.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from chat.models import Conversation
from chat.wakes import wake, wake_desk
from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.programmes.models import Programme


@dataclass
class Deed:
    """What is to be written and told when the deed is done."""

    now: datetime
    _entries: list[dict[str, object]] = field(default_factory=list)

    def note(
        self,
        action: str,
        programme: Programme,
        *,
        by: User | None = None,
        about: User | None = None,
        day_only: bool = True,
        **detail: str | int | bool,
    ) -> None:
        """Note an audit entry: by a member of staff, or by the system; about a member of staff, if anybody."""
        self._entries.append(
            {
                "by": by.audit_id if by else audit.SYSTEM,
                "action": action,
                "programme": programme.slug,
                "subject": about.audit_id if about else "",
                "detail": detail,
                "day_only": day_only,
                "now": self.now,
            }
        )

    def tell(self, conversation: Conversation, *programmes: Programme) -> None:
        """Once this is committed, wake who looks at the conversation, and the desks of its programme and the others."""
        wake(conversation.pk)
        self.tell_desks(conversation.programme, *programmes)

    def tell_desks(self, *programmes: Programme) -> None:
        """Once this is committed, wake the desks of these programmes."""
        for programme_id in sorted({programme.pk for programme in programmes}):
            wake_desk(programme_id)

    @contextmanager
    def attempt(self) -> Generator[None]:
        """Try a part in a savepoint: when it raises, nothing of it is changed, told or noted."""
        noted = len(self._entries)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del self._entries[noted:]
            raise

    def write(self) -> None:
        """Write the noted entries to the audit log."""
        for entry in self._entries:
            audit.record(**entry)  # type: ignore[arg-type]


@contextmanager
def deed(now: datetime) -> Generator[Deed]:
    """Open a transaction and close it with the audit entries that were noted in it."""
    with transaction.atomic():
        done = Deed(now)
        yield done
        done.write()
