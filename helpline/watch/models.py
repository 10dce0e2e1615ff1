"""What the operator's own machinery tells the house: that a backup was made."""

from django.db import models

from helpline.privacy import declare


class Backup(models.Model):
    """One backup that was made, of what and when. What stands in it and where it lies, this house does not know."""

    class What(models.TextChoices):
        DATABASE = "database"
        MEDIA = "media"

    what = models.CharField(max_length=10, choices=What.choices)
    made_at = models.DateTimeField()

    FIELD_PRIVACY = declare("id", "what", "made_at")

    def __str__(self) -> str:
        return f"{self.what} {self.made_at}"
