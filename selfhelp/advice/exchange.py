"""Trees that come and go: as files, and from one programme to another. What comes in is a draft, never more."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.models import HomePage
from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.programmes.models import Programme
from selfhelp.advice import actions, examining, form, reading
from selfhelp.advice.compiling import Missing, stream_of
from selfhelp.advice.errors import ImportRefused, Problem
from selfhelp.advice.findings import Finding
from selfhelp.advice.models import AdvicePage, Scenario, Snapshot
from selfhelp.advice.tree import Text, Tree

#: the part of the address of a page that an import makes; below another name it would do as well
SLUG = "advice"


@dataclass(frozen=True, slots=True)
class Drafted:
    """What came in.

    findings: what editors should know of the new draft, errors first. left_out: keys that no record has.
    """

    page: AdvicePage
    revision: Revision
    tree: Tree
    findings: tuple[Finding, ...]
    left_out: tuple[Missing, ...]


def document_of(page: AdvicePage, *, snapshot: Snapshot | None = None) -> form.Document:
    """A page's latest draft as a document, or what was published.

    With the scenarios as they are now, but for those that name what is not in that tree.
    """
    if snapshot is None:
        latest = page.get_latest_revision_as_object()
        title, tree = Text(nl=latest.title, en=latest.title_en), latest.tree()
    else:
        title, tree = Text(nl=snapshot.title_nl, en=snapshot.title_en), form.to_tree(snapshot.nodes)
    scenarios = Scenario.objects.filter(page_id=page.pk).order_by("name")
    return form.Document(
        programme=page.programme.slug,
        title=title,
        tree=tree,
        scenarios=tuple(
            form.Scenario(each.name, each.answers, each.expect) for each in scenarios if _is_about(tree, each)
        ),
    )


def _is_about(tree: Tree, scenario: Scenario) -> bool:
    nodes = {node_id: tree.by_id.get(node_id) for node_id in (scenario.expect, *scenario.answers)}
    ending = nodes[scenario.expect]
    return (
        ending is not None
        and ending.ends
        and all(
            node is not None
            and all(node.option(option_id) is not None for option_id in scenario.answers.get(node_id, ()))
            for node_id, node in nodes.items()
        )
    )


def exported(document: form.Document) -> bytes:
    """The file of a document."""
    return (json.dumps(form.of_document(document), ensure_ascii=False, indent=1) + "\n").encode()


@transaction.atomic
def import_file(*, programme: Programme, data: bytes, user: User | None, leave_out: bool = False) -> Drafted:
    """Make a file the latest draft of the programme's advice module; the page is made when there is none.

    user: who imports, None for a command. leave_out: leave out what the directory does not have, instead of refusing.
    A scenario of the same name is replaced, and is to be agreed again when it differs; others stay.
    Raises ImportRefused, and then nothing is changed.
    """
    document = reading.read(data)
    if document.programme != programme.slug:
        raise ImportRefused(
            [
                Problem(
                    "programme",
                    _("This file is of “%(slug)s”. Copy it instead.") % {"slug": document.programme},
                )
            ]
        )
    drafted = _draft(programme, document, user, leave_out=leave_out)
    _tell("advice.imported", drafted, user)
    return drafted


@transaction.atomic
def copy(*, source: AdvicePage, programme: Programme, user: User | None) -> Drafted:
    """Make the latest draft of one programme's tree the latest draft of another's, scenarios included.

    Nothing is refused: findings say which codes and ways to reach us the other programme does not have.
    """
    drafted = _draft(programme, document_of(source), user, leave_out=True)
    _tell("advice.copied", drafted, user)
    return drafted


def _draft(programme: Programme, document: form.Document, user: User | None, *, leave_out: bool) -> Drafted:
    actions.hold(programme)
    stream, missing = stream_of(document.tree, _find_record)
    if missing and not leave_out:
        raise ImportRefused([_problem(document.tree, each) for each in missing])
    page = AdvicePage.objects.filter(programme=programme).first() or _new_page(programme, document.title)
    page = page.get_latest_revision_as_object()
    page.title, page.title_en = document.title.nl, document.title.en
    page.nodes = stream
    revision = page.save_revision(user=user, log_action=True)
    tree, today = page.tree(), timezone.localdate()
    _scenarios(page, tree, document, user)
    return Drafted(
        page=page,
        revision=revision,
        tree=tree,
        findings=tuple(examining.examine(tree, programme, today, review_by=page.review_by)),
        left_out=tuple(missing),
    )


def _new_page(programme: Programme, title: Text) -> AdvicePage:
    home = HomePage.objects.get(programme=programme, locale__language_code=settings.LANGUAGE_CODE)
    taken = set(home.get_children().values_list("slug", flat=True))
    slug = next(each for each in (SLUG, *(f"{SLUG}-{n}" for n in range(2, 1000))) if each not in taken)
    page = AdvicePage(title=title.nl, title_en=title.en, slug=slug, locale=home.locale)
    home.add_child(instance=page)
    return page


def _scenarios(page: AdvicePage, tree: Tree, document: form.Document, user: User | None) -> None:
    there = {each.name: each for each in Scenario.objects.filter(page_id=page.pk)}
    for each in document.scenarios:
        known = there.get(each.name)
        if known is None:
            actions.add_scenario(
                page=page, name=each.name, answers=each.answers, expect=each.expect, by=_by(user), tree=tree
            )
            continue
        actions.change_scenario(
            scenario=known, name=each.name, answers=each.answers, expect=each.expect, by=_by(user), tree=tree
        )


def _find_record(kind: str, key: str) -> int | None:
    found: int | None = examining.RECORDS[kind].objects.filter(key=key).values_list("pk", flat=True).first()
    return found


def _problem(tree: Tree, missing: Missing) -> Problem:
    number = next(place for place, node in enumerate(tree.nodes) if node.id == missing.node)
    place = f"nodes[{number}]"
    if missing.option:
        ids = [option.id for option in tree.nodes[number].options]
        place += f".options[{ids.index(missing.option)}]"
    return Problem(f"{place}.{missing.kind}", _("The directory has no “%(key)s”.") % {"key": missing.key})


def _by(user: User | None) -> str:
    return audit.SYSTEM if user is None else user.audit_id


def _tell(action: str, drafted: Drafted, user: User | None) -> None:
    audit.record(
        by=_by(user),
        action=action,
        programme=drafted.page.programme.slug,
        subject=f"page:{drafted.page.pk}",
        detail={"nodes": len(drafted.tree.nodes), "left_out": len(drafted.left_out)},
    )
