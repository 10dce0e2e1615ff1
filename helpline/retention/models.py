"""The ledger of erasures, as proof that terms are kept, and what the night has done already. Counts only."""

from django.db import models

from helpline.privacy import declare


class LedgerLine(models.Model):
    """How many items of one kind were erased on one day."""

    kind = models.CharField(max_length=40)
    on_date = models.DateField()
    erased = models.PositiveIntegerField(default=0)

    FIELD_PRIVACY = declare("id", "kind", "on_date", "erased")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "on_date"], name="one_ledger_line")]

    def __str__(self) -> str:
        return f"{self.on_date} {self.kind} {self.erased}"


class NightlyRun(models.Model):
    """A nightly job that was done on a day, so that a second timer does not do it again."""

    job = models.CharField(max_length=40)
    on_date = models.DateField()
    done_at = models.DateTimeField()

    FIELD_PRIVACY = declare("id", "job", "on_date", "done_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "on_date"], name="one_nightly_run")]

    def __str__(self) -> str:
        return f"{self.on_date} {self.job}"
