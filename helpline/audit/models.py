"""The audit log: append-only entries, each chained to the one before by its hash."""

from typing import Any, NoReturn

from django.db import models

from helpline.audit.chain import Link
from helpline.audit.errors import EntriesAreAppendOnly
from helpline.privacy import declare, staff


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries can be read; triggers in the database refuse the same things to whoever goes around this class."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise EntriesAreAppendOnly("an audit entry is never changed")

    def delete(self) -> NoReturn:
        raise EntriesAreAppendOnly("an audit entry is never deleted")


class Entry(models.Model):
    """One thing a member of staff, or the system, did. It says nothing about visitors."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(help_text="the moment; midnight of the day when only the day is kept")
    day_only = models.BooleanField(default=False)
    actor = models.CharField(max_length=40)
    action = models.CharField(max_length=60)
    programme = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    FIELD_PRIVACY = declare(
        "id", "number", "at", "day_only", "action", "programme", "subject", "detail", "previous_hash", "hash",
        actor=staff("kept with the audit log"),
    )  # fmt: skip

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise EntriesAreAppendOnly("an audit entry is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise EntriesAreAppendOnly("an audit entry is never deleted")

    def link(self) -> Link:
        """Return what the chain is computed from."""
        return Link(
            number=self.number,
            at=self.at,
            day_only=self.day_only,
            actor=self.actor,
            action=self.action,
            programme=self.programme,
            subject=self.subject,
            detail=self.detail,
            previous_hash=self.previous_hash,
            hash=self.hash,
        )


class ChainHead(models.Model):
    """The single row that serialises appending."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    FIELD_PRIVACY = declare("id", "number", "hash")

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"


class Verification(models.Model):
    """The last time that the whole chain was walked, and what was found: one row. broken_at: None when it is whole."""

    at = models.DateTimeField()
    length = models.PositiveBigIntegerField()
    broken_at = models.PositiveBigIntegerField(null=True)
    reason = models.CharField(max_length=12, blank=True)

    FIELD_PRIVACY = declare("id", "at", "length", "broken_at", "reason")

    def __str__(self) -> str:
        return f"{self.at} {self.length}"
