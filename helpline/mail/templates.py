"""The texts that an answer can begin with, as they are first installed. A programme changes them afterwards."""

from dataclasses import dataclass

from helpline.mail.models import LetterTemplate, Postbox
from helpline.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Text:
    """One template in both languages. only: the slug of the one programme it is for; empty for every programme."""

    shortcut: str
    nl: str
    en: str
    only: str = ""


TEXTS = (
    Text(
        "begin",
        "Wat goed dat je ons schrijft. Dat is niet makkelijk.\n\n",
        "It is good that you write to us. That is not easy.\n\n",
    ),
    Text(
        "niet-jouw-schuld",
        "Wat er is gebeurd, is niet jouw schuld. Je hebt niets verkeerd gedaan door erover te schrijven.\n\n",
        "What happened is not your fault. You did nothing wrong by writing about it.\n\n",
        only="helpwanted",
    ),
    Text(
        "niet-betalen",
        "Word je bedreigd met beelden? Betaal niet en stuur niets meer. Bewaar de berichten als bewijs en blokkeer "
        "daarna het account. Samen kijken we hoe de beelden offline kunnen.\n\n",
        "Is somebody threatening you with images? Do not pay and send nothing more. Keep the messages as evidence, and "
        "block the account after that. Together we look at how the images can come offline.\n\n",
        only="helpwanted",
    ),
    Text(
        "stap-gezet",
        "Je hebt een belangrijke stap gezet door te schrijven. Gevoelens kies je niet, wat je doet wel. Daar kunnen we "
        "samen naar kijken.\n\n",
        "You took an important step by writing. You do not choose your feelings, but you do choose what you do. We can "
        "look at that together.\n\n",
        only="stopitnow",
    ),
    Text(
        "liever-praten",
        "Wil je er liever over praten? Je kunt ook met ons chatten of bellen. Dat is anoniem.\n\n",
        "Would you rather talk about it? You can chat with us or call us, too. It is anonymous.\n\n",
    ),
    Text(
        "gevaar",
        "Ben je nu in gevaar? Bel dan 112. Denk je aan zelfdoding? Bel 113, of 0800-0113: daar is dag en nacht "
        "iemand.\n\n",
        "Are you in danger right now? Call 112. Are you thinking of suicide? Call 113, or 0800-0113: somebody is there "
        "day and night.\n\n",
    ),
    Text(
        "afsluiten",
        "Je mag altijd terugschrijven. Zorg goed voor jezelf.",
        "You can always write back. Take good care of yourself.",
    ),
)


def install(programme: Programme) -> int:
    """Give a programme its postbox and the templates it does not have; what was changed stays. Returns how many."""
    _box, added = Postbox.objects.get_or_create(programme=programme)
    rows = int(added)
    for order, text in enumerate(TEXTS, start=1):
        if text.only in {"", programme.slug}:
            _template, is_new = LetterTemplate.objects.get_or_create(
                programme=programme,
                shortcut=text.shortcut,
                defaults={"text_nl": text.nl, "text_en": text.en, "order": order * 10},
            )
            rows += is_new
    return rows
