"""Self-help programmes for tests: one small programme with one of every kind of exercise."""

from typing import Any

from cms import kept
from cms.models import HomePage, SitePage
from selfhelp.modules import queries
from selfhelp.modules.models import ChapterPage, EmergencyPage, ModulePage, ProgrammePage
from tests.factories.cms import make_site, text

#: one exercise of every kind, as a chapter keeps it
EXERCISES: dict[str, dict[str, Any]] = {
    "scale": {"key": "strength", "title": "Hoe sterk?", "low": 0, "high": 10, "low_label": "Niet", "high_label": "Erg"},
    "checklist": {
        "key": "signs", "title": "Wat merk je?", "other": True,
        "options": [{"key": "jaw", "label": "Klemmende kaken"}, {"key": "warm", "label": "Warmte"}],
    },
    "table": {
        "key": "diary", "title": "Dagboek", "lines": 5,
        "columns": [{"key": "what", "label": "Wat gebeurde er?"}, {"key": "felt", "label": "Wat voelde je?"}],
    },
    "writing": {"key": "letter", "title": "Schrijf een brief", "lines": 4},
    "timeline": {"key": "evening", "title": "Een avond", "lines": 3},
    "balance": {"key": "sides", "title": "Twee kanten", "now_label": "Zoals nu", "change_label": "Anders"},
    "plan": {"key": "step", "title": "Mijn stap", "suggestions": ["Wandelen", "Bellen"]},
    "quiz": {
        "key": "which", "title": "Wat is een gevoel?", "several": False,
        "options": [
            {"key": "tense", "label": "Spanning", "right": True, "explanation": "Dat voel je."},
            {"key": "never", "label": "Het lukt nooit", "right": False, "explanation": "Dat denk je."},
        ],
    },
}  # fmt: skip


def block(kind: str, **changes: Any) -> dict[str, Any]:
    """An exercise of a kind as a page keeps it."""
    return {"type": kind, "value": {"help": "", "version": 1} | EXERCISES[kind] | changes}


def make_programme_page(home: HomePage | None = None, **fields: Any) -> ProgrammePage:
    """A published programme without modules."""
    home = home or make_site(slug="stopitnow")
    words = {
        "key": "sim", "title": "Een programma", "slug": "programma", "summary": "Zelf aan de slag.",
        "intro": "Begin waar je wilt.", "enough": "Dan is het goed zo.", "emergency_door": "Het dreigt mis te gaan",
    }  # fmt: skip
    return publish(ProgrammePage, home, **words | fields)


def make_module(programme: ProgrammePage, **fields: Any) -> ModulePage:
    """A published module without chapters."""
    words = {
        "key": "feelings", "title": "Gevoelens", "slug": "gevoelens", "summary": "Merken wat je voelt.", "number": 10,
        "helps": "Merken wat je voelt\nKiezen wat je doet", "score_question": "Hoe goed lukt het?",
        "score_low": "Niet", "score_high": "Goed", "advice_low": "Begin bij het begin.",
        "advice_middle": "Kies wat past.", "advice_high": "Je hebt al veel in handen.",
    }  # fmt: skip
    return publish(ModulePage, programme, **words | fields)


def make_chapter(module: ModulePage, *kinds: str, **fields: Any) -> ChapterPage:
    """A published chapter with exercises of these kinds."""
    words = {"key": "first", "title": "Eerste deel", "slug": "eerste-deel", "summary": "Het begin."}
    body = [text("Iets om te lezen."), *(block(kind) for kind in kinds)]
    return publish(ChapterPage, module, **{"body": body} | words | fields)


def make_emergency(programme: ProgrammePage) -> EmergencyPage:
    """A published emergency plan with one exercise."""
    body = [text("Ga weg van het scherm."), block("writing", key="voice", title="Met wie ik praat")]
    return publish(
        EmergencyPage, programme, title="Als het nu mis gaat", slug="nu", summary="Doe dit.", body=body
    )


def make_whole_programme(home: HomePage | None = None) -> ProgrammePage:
    """A programme with an emergency plan and one module: a chapter with every kind of exercise, and a reflection."""
    programme = make_programme_page(home)
    make_emergency(programme)
    module = make_module(programme)
    make_chapter(module, *EXERCISES)
    make_chapter(module, key="closing", title="Terugkijken", slug="terugkijken", is_closing=True)
    return ProgrammePage.objects.get(pk=programme.pk)


def publish(kind: Any, parent: SitePage, **fields: Any) -> Any:
    """A page that visitors see, without the history that a page of editors has: that takes most of the time."""
    page = kind(locale=parent.locale, **fields)
    parent.add_child(instance=page)
    kept.forget()
    queries.forget()
    return kind.objects.get(pk=page.pk)
