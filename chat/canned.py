"""The sentences that a counsellor can insert, as they are first installed. A programme changes them afterwards."""

from dataclasses import dataclass

from chat.models import CannedAnswer
from helpline.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Sentence:
    """One answer in both languages. only: the slug of the one programme it is for; empty for every programme."""

    shortcut: str
    nl: str
    en: str
    only: str = ""


SENTENCES = (
    Sentence(
        "hallo",
        "Hoi, goed dat je er bent. Neem rustig de tijd. Wat wil je vertellen of vragen?",
        "Hi, it is good that you are here. Take your time. What would you like to tell or ask?",
    ),
    Sentence(
        "moment",
        "Ik lees even terug wat je schreef. Ik ben er zo weer.",
        "I am reading back what you wrote. I will be with you in a moment.",
    ),
    Sentence(
        "veilig",
        "Ik wil eerst weten hoe het nu met je gaat. Ben je op dit moment op een plek waar je veilig bent?",
        "First I would like to know how you are now. Are you in a place where you are safe at this moment?",
    ),
    Sentence(
        "anoniem",
        "Je blijft anoniem. Ik zie niet wie je bent of waar je bent. Je hoeft je naam niet te zeggen.",
        "You stay anonymous. I do not see who you are or where you are. You do not have to tell your name.",
    ),
    Sentence(
        "niet-jouw-schuld",
        "Wat er is gebeurd, is niet jouw schuld. Goed dat je er met iemand over praat.",
        "What happened is not your fault. It is good that you talk about it with somebody.",
        only="helpwanted",
    ),
    Sentence(
        "niet-betalen",
        "Word je bedreigd met beelden? Betaal niet en stuur niets meer. Bewaar de berichten als bewijs en blokkeer "
        "daarna het account.",
        "Is somebody threatening you with images? Do not pay and send nothing more. Keep the messages as evidence, and "
        "block the account after that.",
        only="helpwanted",
    ),
    Sentence(
        "offline-halen",
        "We kunnen samen kijken hoe we de beelden offline krijgen. Op welke site of in welke app staan ze?",
        "We can look together at how to get the images offline. On which site or in which app are they?",
        only="helpwanted",
    ),
    Sentence(
        "stap-gezet",
        "Je hebt een belangrijke stap gezet door contact te zoeken. Je bent hier om te praten over wat jou bezighoudt, "
        "en dat mag.",
        "You took an important step by getting in touch. You are here to talk about what is on your mind, and that is "
        "all right.",
        only="stopitnow",
    ),
    Sentence(
        "gevoel-en-gedrag",
        "Gevoelens kies je niet, wat je doet wel. Zullen we kijken wat jou kan helpen om geen grens over te gaan?",
        "You do not choose your feelings, but you do choose what you do. Shall we look at what can help you not to "
        "cross a line?",
        only="stopitnow",
    ),
    Sentence(
        "samenvatten",
        "Mag ik samenvatten wat ik van je heb begrepen? Zeg het gerust als iets niet klopt.",
        "May I sum up what I understood? Please say so if something is not right.",
    ),
    Sentence(
        "afronden",
        "We komen aan het einde van dit gesprek. Is er nog iets wat je nu wilt zeggen of vragen?",
        "We are coming to the end of this conversation. Is there anything else you want to say or ask now?",
    ),
    Sentence(
        "tot-ziens",
        "Dank je wel voor je vertrouwen. Je kunt altijd terugkomen. Zorg goed voor jezelf.",
        "Thank you for your trust. You can always come back. Take good care of yourself.",
    ),
)


def install(programme: Programme) -> int:
    """Give a programme the answers whose shortcut it does not have; what was changed stays. Returns how many."""
    added = 0
    for order, sentence in enumerate(SENTENCES, start=1):
        if sentence.only in {"", programme.slug}:
            _, is_new = CannedAnswer.objects.get_or_create(
                programme=programme,
                shortcut=sentence.shortcut,
                defaults={"text_nl": sentence.nl, "text_en": sentence.en, "order": order * 10},
            )
            added += is_new
    return added
