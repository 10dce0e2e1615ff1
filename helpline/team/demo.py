"""The tip sheets that the demo shows. Our own words, for the owner to look through."""

from datetime import date

from django.db import transaction

from helpline.programmes.models import Programme
from helpline.team.models import TipSheet

REVIEWED = date(2026, 11, 1)

#: programme, question, answer, titles (Dutch, English), texts (Dutch, English)
_SHEETS = (
    (
        "helpwanted", "topics", "blackmail", "Dreigen met naaktbeelden", "Threats with nude images",
        "Eerst rust: de dreiger wil haast, wij niet. Zeg dat dit vaker gebeurt; niemand vraagt erom.\n\n"
        "- Vraag of er nu gevaar is, en of de ander alleen is.\n"
        "- Niet betalen en niets meer sturen: het stopt er meestal niet door.\n"
        "- Bewaar het bewijs: schermafdruk van het gesprek en het profiel, nooit van de beelden zelf.\n"
        "- Daarna blokkeren en melden bij het platform.\n"
        "- Kijk samen wie het mag weten: een ouder, mentor of vriend. Oefen de eerste zin.\n"
        "- Noem aangifte als mogelijkheid, niet als plicht.\n\n"
        "Let op woorden als “ik wil er niet meer zijn”. Vraag er rechtstreeks naar en laat 113 zien.",
        "Calm first: whoever threatens wants haste, we do not. It happens to more people; nobody asks for it.\n\n"
        "- Ask whether there is danger now, and whether the other is alone.\n"
        "- Do not pay and send nothing more: it mostly does not stop it.\n"
        "- Keep the evidence: a screenshot of the talk and the profile, never of the images themselves.\n"
        "- Then block, and report to the platform.\n"
        "- Look together who may know: a parent, a mentor or a friend. Practise the first sentence.\n"
        "- Name reporting to the police as something one can do, not as a duty.\n\n"
        "Mind words such as “I do not want to be here any more”. Ask straight, and show 113.",
    ),
    (
        "helpwanted", "topics", "spread_without_consent", "Beelden zijn verspreid", "Images were spread",
        "De schaamte hoort bij wie verspreidt. Zeg dat hardop.\n\n"
        "- Vraag waar de beelden staan en wie ze zag; vraag nooit om de beelden zelf.\n"
        "- Loop de weg naar verwijderen langs voor elk platform.\n"
        "- Bespreek wie op school kan helpen, en of de ander daar veilig heen kan.\n"
        "- Vraag wat vanavond helpt: slapen, telefoon weg, iemand in de buurt.",
        "The shame belongs to whoever spreads. Say so out loud.\n\n"
        "- Ask where the images are and who saw them; never ask for the images themselves.\n"
        "- Go through the way to removal for each platform.\n"
        "- Talk about who can help at school, and whether it is safe to go there.\n"
        "- Ask what helps tonight: sleep, the phone away, somebody near.",
    ),
    (
        "stopitnow", "topics", "viewing_csam", "Kijken, en willen stoppen", "Viewing, and wanting to stop",
        "Bellen of schrijven is een stap; zeg dat. Keur het gedrag niet goed, en wijs de mens niet af.\n\n"
        "- Vraag wat er nu speelt, en of er een kind in de buurt is dat gevaar loopt.\n"
        "- Vraag naar wat eraan voorafgaat: tijd, plek, stemming, alleen zijn.\n"
        "- Spreek één ding af voor vandaag: apparaat uit de kamer, iemand bellen, een module openen.\n"
        "- Noem de afspraak met een therapeut: anoniem, met een code.\n\n"
        "Een dreigend gesprek met politie of partner geeft vaak suïcidale gedachten. Vraag ernaar.",
        "To call or write is a step; say so. Do not approve of the behaviour, and do not reject the person.\n\n"
        "- Ask what is going on now, and whether a child nearby is at risk.\n"
        "- Ask what comes before it: time, place, mood, being alone.\n"
        "- Agree on one thing for today: the device out of the room, somebody to call, a module to open.\n"
        "- Name the appointment with a therapist: anonymous, with a code.\n\n"
        "A talk with police or partner that lies ahead often brings thoughts of suicide. Ask about them.",
    ),
)  # fmt: skip


@transaction.atomic
def create_demo_content() -> None:
    """Put the sheets beside their answers, where there are none. May be called again."""
    for slug, field, code, title_nl, title_en, text_nl, text_en in _SHEETS:
        TipSheet.objects.get_or_create(
            programme=Programme.objects.get(slug=slug),
            field=field,
            code=code,
            defaults={
                "title_nl": title_nl,
                "title_en": title_en,
                "text_nl": text_nl,
                "text_en": text_en,
                "reviewed_on_date": REVIEWED,
            },
        )
