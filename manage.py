#!/usr/bin/env python
"""Django's command line for the helpline."""

import gc
import os
import sys


def main() -> None:
    if sys.argv[1:2] == ["figures"]:
        os.nice(10)  # the chat goes first, also while this one loads
    if sys.argv[1:2] == ["serve"]:
        gc.disable()  # nothing of what a server loads is garbage; helpline.serving.memory takes it from there
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")
    from django.core.management import execute_from_command_line

    from helpline.logs import take_over

    take_over()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
