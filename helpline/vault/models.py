"""Wrapped data keys. The keys that wrap them live in the key store, outside the database and its backups."""

import uuid

from django.db import models

from helpline.privacy import declare


class TermClass(models.TextChoices):
    """Kinds of content that share a term, and therefore a day key per day of expiry."""

    CHAT = "chat"
    POST = "post"
    CASE = "case"
    REQUEST = "request"
    TEAM = "team"
    DRAFT = "draft"


class DataKey(models.Model):
    """The key of one conversation, case, note or reply address, wrapped by a day key of its term class."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    term_class = models.CharField(max_length=10, choices=TermClass.choices)
    expires_on_date = models.DateField(
        db_index=True, help_text="the day, in UTC, after which its day key is destroyed"
    )
    wrapped = models.BinaryField(max_length=96)

    FIELD_PRIVACY = declare("id", "term_class", "expires_on_date", "wrapped")


class KeyFolder(models.Model):
    """The one key folder that belongs to this database, known by a fingerprint (helpline.vault.folder)."""

    fingerprint = models.CharField(max_length=64)

    FIELD_PRIVACY = declare("id", "fingerprint")
