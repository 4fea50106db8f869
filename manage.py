#!/usr/bin/env python
"""Run Chancery's management commands."""

import os
import sys

from archive.serving.outages import TRY_AGAIN, for_operators, outage_of


def main() -> None:
    """Hand the command line to Django; a fault of the machine is said in words and ends with status 75."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        outage = outage_of(error)
        if outage is None or "--traceback" in sys.argv:
            raise
        sys.stderr.write(f"{for_operators(outage, error)} Nothing is half-done: the same command may be given again.\n")
        sys.exit(TRY_AGAIN)


if __name__ == "__main__":
    main()
