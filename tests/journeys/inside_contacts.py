"""What journeys of contacts and their forms ask inside: see `tests.journeys.inside`."""


def to_register(email: str, slug: str) -> str:
    """A chat of this counsellor that is over and waits to be registered; its id."""
    from django.utils import timezone

    from helpline.accounts.models import User
    from helpline.programmes.models import Programme
    from tests.factories.contacts import make_to_register

    programme = Programme.objects.get(slug=slug)
    by = User.objects.get(email=email)
    return str(make_to_register(programme=programme, by=by, now=timezone.now()).pk)


def counted(slug: str, table: str, codes: list[str]) -> dict[str, int | None]:
    """The true numbers of a table of this month, as the series has them: code to number."""
    from django.utils import timezone

    from figures.catalogue import specs
    from figures.periods import Period
    from figures.report import exact, shown
    from helpline.programmes import queries

    queries.forget()
    programme = queries.programme_by_slug(slug)
    assert programme is not None
    today = timezone.localdate()
    wanted = [spec for spec in specs(slug) if spec.name == table]
    found = exact(programme, Period(today.replace(day=1), today), wanted)
    (made,) = shown(found, found.values).tables.values()
    return {code: made.cell(code) for code in codes}


def forms_as_shipped(slug: str, codes: list[str]) -> None:
    """Put a programme's form back to its first version, and take codes away that a journey added."""
    from helpline.contacts.models import Contact, RegistrationForm
    from helpline.programmes import queries
    from helpline.programmes.models import Code
    from tests.journeys.clearing import clear

    clear(Contact.objects.filter(programme__slug=slug))
    RegistrationForm.objects.filter(programme__slug=slug, version__gt=1).delete()
    # the row of a code refuses to go; a journey's own code has to, because the house is everybody's
    Code.objects.filter(code_list__programme__slug=slug, code__in=codes)._raw_delete("default")
    queries.forget()


def seen_on_platforms(slug: str, code: str, times: int) -> None:
    """As if so many contacts of this month had been on a platform."""
    from django.utils import timezone

    from figures.facts import write_fact

    for _ in range(times):
        codes = {"kind": ["counselling"], "platforms": [code]}
        write_fact(programme=slug, month=timezone.localdate(), channel="chat", codes=codes)
