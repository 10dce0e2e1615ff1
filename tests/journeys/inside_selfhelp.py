"""What a journey can ask inside a house of its self-help programmes (see tests.journeys.inside)."""

from typing import Any


def selfhelp_pages() -> list[str]:
    """The addresses of every page of the programmes, and of every module on paper."""
    from selfhelp.modules.models import EMERGENCY, PAGE_TYPES, ProgrammePage

    addresses = [page.get_url() for kind in PAGE_TYPES for page in kind.objects.live().order_by("path")]
    for programme in ProgrammePage.objects.live().filter(locale__language_code="nl"):
        room = f"/{programme.programme.slug}/self-help/{programme.key}"
        addresses += [
            f"{room}/paper/{key}/" for key in [*(each.key for each in programme.modules), EMERGENCY]
        ]
    return addresses


def selfhelp_faults() -> list[str]:
    """Why an editor could not publish the programmes as they are, and what the checks find in them.

    Everything in Dutch, what is grave in English. Forms are stricter than tables: lengths, numbers of options, keys.
    """
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from cms.checks.findings import Code
    from cms.examining import examine
    from selfhelp.modules.models import PAGE_TYPES

    faults = []
    for page in [page for kind in PAGE_TYPES for page in kind.objects.order_by("path")]:
        try:
            page.full_clean()
            page.body.stream_block.clean(page.body)
        except ValidationError as refused:
            faults.append(f"{page.slug}: {refused}")
        faults += [
            f"{page.slug}: {each.message} {each.excerpt}"
            for each in examine(page, timezone.localdate())
            # A chapter is on no card and in no list of results, so it needs no summary.
            if each.code is not Code.SUMMARY_MISSING
            and (page.locale.language_code == "nl" or each.severity != "advice")
        ]
    return faults


def selfhelp_written() -> dict[str, list[int]]:
    """How many programmes, modules and chapters stand there, and how many are written down in the demo's files."""
    from selfhelp.modules import written
    from selfhelp.modules.models import ChapterPage, ModulePage, ProgrammePage

    files = list(written.programmes())
    modules = [module for programme in files for module in programme.modules]
    return {
        "programmes": [ProgrammePage.objects.live().count(), len(files)],
        "modules": [ModulePage.objects.live().count(), len(modules)],
        "chapters": [ChapterPage.objects.live().count(), sum(len(each["chapters"]) + 1 for each in modules)],
    }


def selfhelp_again() -> bool:
    """Whether writing the demo's programmes once more leaves every page as it is."""
    from wagtail.models import Page

    from selfhelp.modules.demo import create_demo_content

    def pages() -> list[tuple[Any, ...]]:
        return list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))

    before = pages()
    create_demo_content()
    return pages() == before


def add_sound(content: str) -> str:
    """Put a recording (in base64) into a chapter of the demo, beside its words; the chapter's address."""
    import base64

    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document

    from selfhelp.modules.models import ChapterPage

    chapter = ChapterPage.objects.get(key="your_body_first", locale__language_code="nl")
    document = Document(title="Rust")
    document.file.save("rust.wav", ContentFile(base64.b64decode(content)))
    for part in chapter.body:
        if part.block_type == "audio":
            part.value["sound"] = document
    chapter.save_revision().publish()
    return str(chapter.get_url())


def remove_sound() -> None:
    """The chapter without its recording, as it was."""
    from wagtail.documents.models import Document

    from selfhelp.modules.models import ChapterPage

    chapter = ChapterPage.objects.get(key="your_body_first", locale__language_code="nl")
    for part in chapter.body:
        if part.block_type == "audio":
            part.value["sound"] = None
    chapter.save_revision().publish()
    Document.objects.all().delete()


def forget_workbooks() -> None:
    """Nothing is kept under words."""
    from selfhelp.modules.safe.models import KeptWorkbook
    from tests.journeys.clearing import clear

    clear(KeptWorkbook)


def age_workbooks() -> None:
    """As if nobody had used any of the kept workbooks for half a year."""
    from datetime import timedelta

    from django.db.models import F

    from selfhelp.modules.safe import weeks
    from selfhelp.modules.safe.models import KeptWorkbook

    KeptWorkbook.objects.update(last_week=F("last_week") - timedelta(weeks=weeks.WEEKS + 1))
