"""An update under load drops no chat: small here, in full by `make prove`."""

import pytest

from bench import update
from tests.services import sizes
from tests.services.production import Production

pytestmark = pytest.mark.slow


def test_replacing_each_process_loses_nothing_and_refuses_no_page(production: Production) -> None:
    parties, each, pause = (40, 40, 4) if sizes.IS_FULL else (4, 12, 0.5)
    outcome = update.run_in(production, parties=parties, each=each, pause=pause)
    assert outcome.broken == [], outcome.report()
    assert len(outcome.replaced) == 2
    assert outcome.reconnects >= outcome.people, "nobody had to come back: nothing was proved"
    assert outcome.pages[200] >= 10


def test_the_report_tells_what_was_broken() -> None:
    outcome = update.Outcome(messages=1, broken=["a was acknowledged, and is lost"])
    assert "BROKEN: a was acknowledged" in outcome.report()
    assert "No message was lost" not in outcome.report()
