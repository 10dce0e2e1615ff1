"""A primary that dies takes no message along: small here, in full by `make prove`."""

import subprocess
from pathlib import Path

import psycopg
import pytest

from bench import standby
from chat import fastlog
from tests.services import programs, sizes
from tests.services.nginx import DEPLOY
from tests.services.postgres import settings_in
from tests.services.production import Production


@pytest.mark.slow
@pytest.mark.parametrize("synchronous", sizes.of_all([True, False], part=[True]))
def test_what_was_acknowledged_is_on_the_standby_that_takes_over(synchronous: bool) -> None:
    """Without `synchronous_standby_names`, a fault that is planted, it is not, and that is found."""
    outcome = standby.play(parties=2, each=12, times=1, pause=0.5, synchronous=synchronous)
    if not synchronous:
        assert any("that the standby does not have" in told for told in outcome.broken), outcome.report()
        return
    assert outcome.broken == [], outcome.report()
    [silence] = outcome.replaced
    assert silence < 20, "a promotion takes a second, and the chat comes back within some more"
    assert "Nobody could speak for" in outcome.report()


def test_the_standby_is_held_for_longer_than_the_chat_has_patience() -> None:
    assert standby.HELD_SECONDS > fastlog.PATIENCE, "nothing would be given up"


def test_a_server_that_does_not_answer_is_told_as_that(tmp_path: Path) -> None:
    """Who reads "no standby" in that hour would go to the other machine."""
    told = subprocess.run(  # noqa: S603 - our own words
        [DEPLOY / "bin" / "promote"],
        env={"PATH": f"{programs.find_program('psql').parent}:/usr/bin:/bin", "PGHOST": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (1, "")
    assert "does not answer here" in told.stderr


def test_only_a_standby_is_promoted(production: Production) -> None:
    told = subprocess.run(  # noqa: S603 - our own words
        [DEPLOY / "bin" / "promote"],
        env={"PATH": f"{programs.find_program('psql').parent}:/usr/bin:/bin", "PGUSER": "house",
             "PGHOST": str(production.postgres.folder)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (1, "")
    assert "no standby" in told.stderr
    with psycopg.connect(production.database_url) as connection:
        assert connection.execute("SHOW synchronous_standby_names").fetchone() == ("",)


def test_the_file_of_two_servers_changes_no_promise_of_the_first() -> None:
    pair, promised = (
        set(settings_in(Path(DEPLOY / "postgresql" / f"{name}.conf"))) for name in ("standby", "helpline")
    )
    assert pair
    assert promised
    assert pair & promised == set()
