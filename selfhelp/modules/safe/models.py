"""What the house keeps of a visitor's workbook: bytes that it cannot read, and the week in which they go."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.privacy import content, declare


class KeptWorkbook(models.Model):
    """A sealed workbook. Not known: whose, of which programme, since when, and how often it was used."""

    place = models.CharField(_("hash of the lookup id"), max_length=64, primary_key=True)
    sealed = models.BinaryField(_("ciphertext"))
    #: a random number, new with every saving: two devices that saved apart are found out, and nothing is counted by it
    revision = models.PositiveBigIntegerField(_("revision"))
    #: the Monday of the last week in which it can be opened
    last_week = models.DateField(_("last week"), db_index=True)

    FIELD_PRIVACY = declare(
        "last_week",
        "revision",
        place=content("half a year after the last use"),
        sealed=content("half a year after the last use"),
    )

    class Meta:
        verbose_name = _("kept workbook")
        verbose_name_plural = _("kept workbooks")
