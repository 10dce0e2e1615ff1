"""The staff's screens: who may in which programme, what they show, and that nothing typed is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from helpline.accounts.models import Membership, User
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.mail import actions, policies, queries
from helpline.mail.models import Correspondence, LetterTemplate
from helpline.mail.states import Side, State
from helpline.programmes.models import Programme
from helpline.programmes.queries import programme_by_slug
from tests.factories.desk import browser_of, make_desk_user
from tests.factories.mail import LETTER, ask_for_second_pair, make_letter, make_taken

pytestmark = pytest.mark.django_db
LIST = "/staff/post/"


@pytest.fixture
def answers(helpwanted: Programme) -> User:
    return make_desk_user(helpwanted, role=Role.COUNSELLOR, name="Noor")


@pytest.fixture
def browser(answers: User) -> Client:
    return browser_of(answers)


def page_of(name: str, kept: Correspondence) -> str:
    return reverse(f"mail_staff:{name}", args=[kept.pk])


def press(browser: Client, name: str, kept: Correspondence, **fields: object) -> str:
    answer = browser.post(page_of(name, kept), fields, follow=True)
    return str(answer.content.decode())


def test_the_whole_day_of_a_letter(browser: Client, answers: User, helpwanted: Programme) -> None:
    kept = make_letter(helpwanted, text="Kijk op http://x.example <script>", now=timezone.now())
    assert page_of("show", kept) in browser.get(LIST).content.decode()
    page = press(browser, "take", kept)
    assert "http://x.example &lt;script&gt;" in page
    assert 'href="http://x.example' not in page
    assert "data-registration" in page
    risk = f"/staff/care/new/?contact={Correspondence.objects.get().contact_id}"
    assert risk in page, "a risk record opens from a letter, too"
    request = uuid4()
    for _ in range(2):
        page = press(browser, "answer", kept, text="Dit kun je doen.", request_id=request)
    assert kept.letters.filter(side=Side.HELPLINE).count() == 1
    assert "Dit kun je doen." in page
    assert page_of("show", kept) in browser.get(f"{LIST}?list=done").content.decode()


def test_a_text_that_is_refused_stands_there_again(
    browser: Client, answers: User, helpwanted: Programme, sam: User, lead: User
) -> None:
    kept = make_taken(helpwanted, answers, now=timezone.now())
    assert "x" * 12_001 in press(browser, "answer", kept, text="x" * 12_001, request_id=uuid4())
    ask_for_second_pair(helpwanted)
    assert "Bijna klaar." in press(browser, "answer", kept, text="Bijna klaar.", request_id=uuid4())
    press(browser, "answer", kept, text="Bijna klaar.", request_id=uuid4(), propose="1")
    assert queries.proposal(kept) is not None


def test_numbers_of_people_are_masked_before_they_are_kept(
    browser: Client, answers: User, helpwanted: Programme
) -> None:
    kept = make_taken(helpwanted, answers, now=timezone.now())
    press(browser, "note", kept, note="Bel 06 12345678 terug.", request_id=uuid4())
    (note,) = queries.letters(kept, [Side.NOTE])
    assert "12345678" not in note.text
    press(browser, "note", kept, note="Bel 06 12345678 terug.", note_reason="needed", request_id=uuid4())
    assert "12345678" in queries.letters(kept, [Side.NOTE])[1].text
    assert Entry.objects.filter(action="guard.overridden").count() == 1


def test_a_template_is_offered_in_the_language_of_the_letter(
    browser: Client, answers: User, helpwanted: Programme
) -> None:
    LetterTemplate.objects.create(
        programme=helpwanted, shortcut="dag", text_nl="Goedendag", text_en="Good day"
    )
    kept = make_taken(helpwanted, answers, now=timezone.now())
    assert 'data-text="Goedendag"' in browser.get(page_of("show", kept)).content.decode()
    Correspondence.objects.update(language="en")
    assert 'data-text="Good day"' in browser.get(page_of("show", kept)).content.decode()


def test_a_letter_that_its_writer_deleted_is_told(
    browser: Client, answers: User, helpwanted: Programme
) -> None:
    kept = make_taken(helpwanted, answers, now=timezone.now())
    actions.delete_now(correspondence=kept)
    answer = browser.post(page_of("answer", kept), {"text": "Te laat", "request_id": uuid4()})
    assert answer.status_code == 302
    assert browser.get(page_of("show", kept)).status_code == 404


#: role, own programme or another: may see the inbox, read what waits, take, read a colleague's, take over
MATRIX = [
    (Role.COUNSELLOR, "own", True, True, True, False, False),
    (Role.SHIFT_LEAD, "own", True, True, True, True, True),
    (Role.PROGRAMME_MANAGER, "own", False, False, False, False, False),
    (Role.EDITOR, "own", False, False, False, False, False),
    (Role.THERAPIST, "own", False, False, False, False, False),
    (Role.COUNSELLOR, "other", True, False, False, False, False),
    (Role.SHIFT_LEAD, "other", True, False, False, False, False),
]


@pytest.mark.parametrize(("role", "where", "sees", "reads", "takes", "reads_others", "takes_over"), MATRIX)
def test_role_by_action_by_programme(
    helpwanted: Programme, noor: User, role: str, where: str,
    sees: bool, reads: bool, takes: bool, reads_others: bool, takes_over: bool,
) -> None:  # fmt: skip
    other = programme_by_slug("stopitnow")
    assert other is not None
    user = make_desk_user(helpwanted if where == "own" else other, role=role, name="Bo")
    browser = browser_of(user)
    waits, taken = (
        make_letter(helpwanted, now=timezone.now()),
        make_taken(helpwanted, noor, now=timezone.now()),
    )
    assert (browser.get(LIST).status_code == 200) == sees
    assert (browser.get(page_of("show", waits)).status_code == 200) == reads
    assert (browser.get(page_of("show", taken)).status_code == 200) == reads_others
    browser.post(page_of("take", taken), {"owner": noor.pk})
    taken.refresh_from_db()
    assert (taken.owner_id == user.pk) == takes_over
    for name in ("give_back", "hand_over", "close", "answer", "approve", "withdraw", "note"):
        fields = {"text": "Hoi", "note": "Hoi", "to": str(user.pk), "request_id": uuid4()}
        if not takes_over:
            browser.post(page_of(name, taken), fields)
    if not takes_over:
        taken.refresh_from_db()
        assert (taken.owner_id, taken.state, taken.letters.count()) == (noor.pk, State.TAKEN, 1)
    browser.post(page_of("take", waits))
    waits.refresh_from_db()
    assert (waits.owner_id == user.pk) == takes


def test_nobody_without_both_factors_comes_in(helpwanted: Programme) -> None:
    kept = make_letter(helpwanted, now=timezone.now())
    for address in (LIST, page_of("show", kept)):
        assert Client().get(address).status_code in (302, 401)


def test_who_lost_the_role_loses_the_letter(helpwanted: Programme, answers: User) -> None:
    kept = make_taken(helpwanted, answers, now=timezone.now())
    Membership.objects.filter(user=answers).delete()
    assert not policies.may_read(User.objects.get(pk=answers.pk), kept)


def test_the_desk_hears_of_what_is_near_and_late(helpwanted: Programme, answers: User, lead: User) -> None:
    now = timezone.now()
    late, near, later = (make_letter(helpwanted, now=now) for _ in range(3))
    for kept, due in ((late, -1), (near, 2), (later, 30)):
        Correspondence.objects.filter(pk=kept.pk).update(due_at=now + timedelta(hours=due))
    told = queries.for_desk(answers, now)
    assert (told.waiting, told.late, told.near) == (3, 1, 1)
    assert [line.correspondence.pk for line in told.lines] == [late.pk, near.pk]
    assert [line.correspondence.pk for line in queries.inbox(answers, "waiting", now)[0]] == [
        late.pk, near.pk, later.pk
    ]  # fmt: skip
    actions.take(correspondence=late, by=lead)
    assert queries.for_desk(answers, now).late == 0, "a colleague has it"
    assert queries.for_desk(lead, now).late == 1


def test_a_practice_letter(browser: Client, helpwanted: Programme) -> None:
    answer = browser.post(
        f"{LIST}practice/", {"programme": "helpwanted", "text": LETTER, "request_id": uuid4()}, follow=True
    )
    assert LETTER in answer.content.decode()
    assert Correspondence.objects.get().training
    answer = browser.post(
        f"{LIST}practice/", {"programme": "stopitnow", "text": LETTER, "request_id": uuid4()}
    )
    assert answer.status_code == 403


def test_a_long_list_has_pages(
    browser: Client, helpwanted: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    for _ in range(3):
        make_letter(helpwanted, now=timezone.now())
    first = browser.get(LIST).content.decode()
    assert (first.count('class="post-row"'), "page=2" in first) == (2, True)
    second = browser.get(f"{LIST}?page=2").content.decode()
    assert (second.count('class="post-row"'), "page=3" in second) == (1, False)
    for wrong in ("0", "-1", "x", "99999"):
        assert browser.get(f"{LIST}?page={wrong}").status_code == 200


def test_the_inbox_says_when_no_mail_comes_in_and_offers_both_languages(
    browser: Client, answers: User, helpwanted: Programme, settings: Settings
) -> None:
    LetterTemplate.objects.create(programme=helpwanted, shortcut="hoi", text_nl="Dag!", text_en="Hello!")
    box = queries.box_of(helpwanted)
    box.fetched_at = timezone.now() - timedelta(hours=1)
    box.save()
    assert "The mailbox cannot be reached" not in browser.get(LIST).content.decode(), "no mailbox is set up"
    settings.POST_BRIDGES = {"helpwanted": None}
    assert "The mailbox cannot be reached" in browser.get(LIST).content.decode()
    kept = make_taken(helpwanted, answers, now=timezone.now())
    for language, order in (("nl", ["Dag!", "Hello!"]), ("en", ["Hello!", "Dag!"])):
        Correspondence.objects.update(language=language)
        page = browser.get(page_of("show", kept)).content.decode()
        assert sorted(order, key=page.index) == order
        assert page.count("<optgroup") == 2
