"""What journeys and proofs ask about cases."""


def some_cases() -> None:
    """The cases of the demo, unless there are any."""
    from helpline.cases.demo import create_demo_content

    create_demo_content()


def case_with_a_note(text: str) -> str:
    """A case of Helpwanted with this text as a note; its id."""
    from helpline.accounts.models import User
    from helpline.cases import actions
    from helpline.programmes.models import Programme

    by = User.objects.get(email="counsellor@demo.test")
    case = actions.open_case(programme=Programme.objects.get(slug="helpwanted"), by=by)
    actions.write_note(case=case, text=text, by=by)
    return str(case.pk)


def case_with_a_code(text: str) -> str:
    """A case of Helpwanted with this text as a note and in a task; its return code in words."""
    from datetime import timedelta

    from django.utils import timezone

    from helpline.accounts.models import User
    from helpline.cases import actions
    from helpline.cases.models import Case

    by = User.objects.get(email="counsellor@demo.test")
    case = Case.objects.get(pk=case_with_a_note(text))
    due_at = timezone.now() + timedelta(days=1)
    actions.set_task(case=case, kind="other", due_at=due_at, by=by, text=text)
    return actions.make_code(case=case, by=by)


def is_in_a_case() -> bool:
    """Whether any contact belongs to a case by its code."""
    from helpline.cases.models import LinkedContact, TimelineLine

    return LinkedContact.objects.exists() and TimelineLine.objects.filter(codes__how="code").exists()
