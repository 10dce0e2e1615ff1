"""What the figures do every night."""

from datetime import datetime

from figures.agreement import compare
from figures.facts import shuffle_unmixed
from helpline.terms import NightlyJob


def _shuffle(now: datetime) -> int:
    return shuffle_unmixed()


NIGHTLY: list[NightlyJob] = [NightlyJob("shuffle_facts", _shuffle), NightlyJob("compare_facts", compare)]
