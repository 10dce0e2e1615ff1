"""What the content checks said of what was saved last."""

from django.contrib.contenttypes.models import ContentType
from django.db import models

from helpline.privacy import declare


class Examination(models.Model):
    """What the checks said of a page or record as it was saved last. Kept, so that a list need not read every page.

    revision: what was examined; None when there is none. codes: of what was found, advice left out, each once.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    revision = models.PositiveBigIntegerField(null=True)
    errors = models.PositiveSmallIntegerField()
    warnings = models.PositiveSmallIntegerField()
    codes = models.JSONField(default=list)
    examined_at = models.DateTimeField()

    FIELD_PRIVACY = declare(
        "id", "content_type", "object_id", "revision", "errors", "warnings", "codes", "examined_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="one_examination"),
        ]
