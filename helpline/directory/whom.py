"""Where an organisation helps, and whom: what a counsellor looks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.TextChoices):
    """Where an organisation helps: the provinces of the Netherlands."""

    DRENTHE = "drenthe", "Drenthe"
    FLEVOLAND = "flevoland", "Flevoland"
    FRYSLAN = "fryslan", "Fryslân"
    GELDERLAND = "gelderland", "Gelderland"
    GRONINGEN = "groningen", "Groningen"
    LIMBURG = "limburg", "Limburg"
    NOORD_BRABANT = "noord_brabant", "Noord-Brabant"
    NOORD_HOLLAND = "noord_holland", "Noord-Holland"
    OVERIJSSEL = "overijssel", "Overijssel"
    UTRECHT = "utrecht", "Utrecht"
    ZEELAND = "zeeland", "Zeeland"
    ZUID_HOLLAND = "zuid_holland", "Zuid-Holland"


class Audience(models.TextChoices):
    """Whom an organisation is for, as a counsellor looks for it."""

    MINOR = "minor", _("children and young people")
    ADULT = "adult", _("adults")
    FAMILY = "family", _("parents, partners and others close")
    PROFESSIONAL = "professional", _("professionals")
    HARMED = "harmed", _("who something was done to")
    OWN_BEHAVIOUR = "own_behaviour", _("who worries about own feelings or behaviour")
