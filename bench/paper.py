"""What it costs to set a self-help programme as one PDF: `python -m bench.paper`.

The document is made up: seventeen modules as long as a real one, with one exercise of every kind in each chapter.
"""

import statistics
from time import perf_counter, process_time
from typing import Any

MODULES, CHAPTERS, TIMES = 17, 4, 5
PARAGRAPH = "Een gevoel is een bericht. Het vertelt dat er iets is wat voor jou telt. " * 5


def _exercise(kind: str) -> dict[str, Any]:
    return {
        "kind": kind, "title": "Wat merk je?", "help": "Kies wat past.", "lines": 6, "low": 0, "high": 10,
        "low_label": "Niet", "high_label": "Erg", "other": True, "columns": ["Wat", "Waar", "Hoe"],
        "options": [{"label": "Dit", "right": True, "explanation": "Ja."}] * 4,
        "suggestions": ["Wandelen", "Bellen"], "now_label": "Zo", "change_label": "Anders",
    }  # fmt: skip


def document() -> dict[str, Any]:
    """A programme as `selfhelp.modules.pdf` describes one."""
    kinds = ("scale", "checklist", "table", "writing", "timeline", "balance", "plan", "quiz")
    names = (
        "workbook", "yours", "contents", "helps", "other", "day", "when_short", "what_happened", "gives", "costs",
        "what", "when", "answers", "yes", "no",
    )  # fmt: skip
    parts = [{"kind": "text", "text": PARAGRAPH}] * 3
    parts += [{"kind": "exercise", "exercise": _exercise(kind)} for kind in kinds]
    chapter = {"title": "Een hoofdstuk", "closing": False, "parts": parts}
    module = {
        "title": "Een module", "things": ["Merken wat je voelt"] * 3,
        "score": {"question": "Hoe goed lukt het?", "low": "Niet", "high": "Goed"},
        "chapters": [chapter] * CHAPTERS,
    }  # fmt: skip
    return {
        "language": "nl", "title": "Werkboek", "intro": PARAGRAPH, "words": dict(zip(names, names, strict=True)),
        "emergency": [], "quizzes": [], "modules": [module | {"number": n} for n in range(1, MODULES + 1)],
    }  # fmt: skip


def main() -> None:
    """Print wall time, CPU time and size. The first one also loads the program that sets it."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")
    import django

    django.setup()
    from selfhelp.modules import pdf

    data = document()
    walls, cpus, size = [], [], 0
    for _ in range(TIMES):
        wall, cpu = perf_counter(), process_time()
        size = len(pdf.make(data))
        walls.append(perf_counter() - wall)
        cpus.append(process_time() - cpu)
    print(f"{MODULES} modules of {CHAPTERS} chapters: {size // 1024} KiB")
    print(f"first  {walls[0]:.2f} s, {cpus[0]:.2f} s of CPU")
    print(f"then   {statistics.median(walls[1:]):.2f} s, {statistics.median(cpus[1:]):.2f} s of CPU (median)")


if __name__ == "__main__":
    main()
