"""Kept workbooks, made in one go: a program of its own, run inside the installation under measurement.

    python -m bench.kept 10000        prints the lookup ids, in base64, one a line

Sealed workbooks are random bytes for the house, so random bytes they are. Most people write little: of ten, seven are
of the smallest size, two of the middle one, and one of the largest.
"""

import base64
import os
import sys

_BATCH = 250


def main(count: int) -> None:
    """Keep so many workbooks."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")
    import django

    django.setup()
    from django.utils import timezone

    from selfhelp.modules.safe import envelope, weeks
    from selfhelp.modules.safe.models import KeptWorkbook

    small, middle, large = sorted(envelope.SEALED_SIZES)
    sizes = [small] * 7 + [middle] * 2 + [large]
    last = weeks.last_week(timezone.localdate())
    for start in range(0, count, _BATCH):
        rows = []
        for number in range(start, min(count, start + _BATCH)):
            lookup = base64.b64encode(os.urandom(32)).decode()
            sealed = bytes([envelope.VERSION]) + os.urandom(sizes[number % 10] - 1)
            row = KeptWorkbook(place=envelope.place(lookup), sealed=sealed, revision=number, last_week=last)
            rows.append(row)
            print(lookup)
        KeptWorkbook.objects.bulk_create(rows)


if __name__ == "__main__":
    main(int(sys.argv[1]))
