#!/usr/bin/env python
"""Django's command line for the helpline."""

import gc
import os
import sys


def main() -> None:
    if sys.argv[1:2] == ["serve"]:
        gc.disable()  # nothing of what a server loads is garbage; helpline.serving.memory takes it from there
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from helpline.logs import take_over

    take_over()
    try:
        settings.BASE_DIR  # noqa: B018 - reads the environment, which says in a sentence what it misses
    except ImproperlyConfigured as refused:
        sys.exit(f"Not started: {refused}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
