"""What a fresh installation needs of the sites: the first page and the homes, in both languages."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from cms.models import ChoicePage, HomePage, SecondEditor
from helpline.accounts.actions import EDITORS_GROUP, editors_of
from helpline.directory.models import GlossaryTerm, Organisation, RemovalRoute, Tip
from helpline.programmes import queries
from helpline.programmes.models import Programme


@transaction.atomic
def install() -> int:
    """Add what is missing, change nothing that is there. Returns how many pages were missing."""
    added = 0
    original: ChoicePage | None = None
    for code, _name in settings.LANGUAGES:
        locale, _new = Locale.objects.get_or_create(language_code=code)
        choice = ChoicePage.objects.filter(locale=locale).first()
        if choice is None:
            choice = _choice(locale, original)
            added += 1
        original = original or choice
        for programme in Programme.objects.order_by("order", "slug"):
            if not HomePage.objects.filter(programme=programme, locale=locale).exists():
                _home(programme, locale, choice)
                added += 1
    assert original is not None
    _lead_here(original)
    _let_editors_in()
    return added


def _choice(locale: Locale, original: ChoicePage | None) -> ChoicePage:
    slug = "start" if original is None else f"start-{locale.language_code}"
    with translation.override(locale.language_code):
        page = ChoicePage(title=gettext("Helplines"), slug=slug, locale=locale)
    if original is not None:
        page.translation_key = original.translation_key
    Page.get_first_root_node().add_child(instance=page)
    return page


def _home(programme: Programme, locale: Locale, choice: ChoicePage) -> HomePage:
    language = locale.language_code
    with translation.override(language):
        page = HomePage(
            title=programme.name,
            slug=programme.slug,
            locale=locale,
            programme=programme,
            headline=queries.text(programme, "headline", language) or programme.name,
            reassurance=queries.text(programme, "reassurance", language),
            intro=queries.text(programme, "intro", language),
            summary=queries.text(programme, "summary", language)[:160],
        )
    earlier = HomePage.objects.filter(programme=programme).order_by("pk").first()
    if earlier is not None:
        page.translation_key = earlier.translation_key
    choice.add_child(instance=page)
    return page


def _lead_here(choice: ChoicePage) -> None:
    """Have the default site begin at our first page, at the public address, and remove the page that Wagtail brings."""
    public = urlsplit(settings.PUBLIC_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, root_page=choice)
    site.hostname = public.hostname or "localhost"
    site.port = public.port or (443 if public.scheme == "https" else 80)
    welcome = site.root_page
    if isinstance(welcome.specific, ChoicePage | HomePage):
        site.save()
        return
    site.root_page = choice
    site.save()
    if type(welcome.specific) is Page and not welcome.get_children().exists():
        welcome.delete()


def _let_editors_in() -> None:
    """Editors write and propose in their own programme; a second one of that programme publishes."""
    everybody, _new = Group.objects.get_or_create(name=EDITORS_GROUP)
    for app, codename in (("wagtailadmin", "access_admin"), ("simple_translation", "submit_translation")):
        everybody.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    # Wagtail brings this group with every page below its root
    GroupPagePermission.objects.filter(group=everybody).delete()
    files = Collection.get_first_root_node()
    for app, kind in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        for verb in ("add", "change", "choose"):
            permission = Permission.objects.get(content_type__app_label=app, codename=f"{verb}_{kind}")
            GroupCollectionPermission.objects.get_or_create(
                group=everybody, collection=files, permission=permission
            )
    for programme in Programme.objects.order_by("order", "slug"):
        group, _new = Group.objects.get_or_create(name=editors_of(programme.slug))
        homes = list(HomePage.objects.filter(programme=programme).order_by("pk"))
        for home in homes:
            for codename in ("add_page", "change_page"):
                permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
                GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
        _second_editor(programme, group, homes)
    _second_editor_of_records(everybody)


def _second_editor(programme: Programme, group: Group, homes: list[HomePage]) -> None:
    workflow = _workflow(_named(programme.name), group, before=f"Second editor: {programme.slug}")
    for home in homes:
        WorkflowPage.objects.get_or_create(page=home.page_ptr, defaults={"workflow": workflow})


def _second_editor_of_records(everybody: Group) -> None:
    """The directory is of all programmes: any second editor says yes."""
    with translation.override(settings.LANGUAGE_CODE):
        directory = gettext("directory")
    workflow = _workflow(_named(directory), everybody, before="Second editor: directory")
    for kind in (Organisation, RemovalRoute, Tip, GlossaryTerm):
        content_type = ContentType.objects.get_for_model(kind)
        WorkflowContentType.objects.get_or_create(content_type=content_type, defaults={"workflow": workflow})


def _named(whose: str) -> str:
    """What editors read, in the house's own language: a name has one."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("Second editor: %(whose)s") % {"whose": whose}


def _workflow(name: str, group: Group, *, before: str) -> Workflow:
    """The workflow of one step with this name. before: what it was called in earlier installations."""
    for model in (SecondEditor, Workflow):
        if not model.objects.filter(name=name).exists():
            model.objects.filter(name=before).update(name=name)
    task, _new = SecondEditor.objects.get_or_create(name=name)
    task.groups.set([group])
    workflow: Workflow
    workflow, _new = Workflow.objects.get_or_create(name=name)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    return workflow
