"""Fuzz every address: see tests/addresses/fuzz.py."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import traceback
from collections import Counter

import django


def main() -> int:
    """Build an archive in a database of its own and fuzz it; print every finding with the end of its traceback."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    from django.conf import settings
    from django.core.management import call_command
    from django.core.signals import got_request_exception

    from tests.addresses import fuzz, site

    settings.ALLOWED_HOSTS.append("testserver")
    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)
    raised: list[str] = []
    got_request_exception.connect(lambda **_: raised.append(traceback.format_exc(limit=-3)), weak=False)
    made, told, found = site.build(), Counter[int](), 0
    for one, status in fuzz.findings(made, options.requests, options.seed, told):
        found += 1
        sys.stdout.write(f"{status} {one} {raised[-1] if raised else ''}\n")
        sys.stdout.flush()
    total = sum(told.values())
    sys.stdout.write(f"{total} requests, seed {options.seed}: {dict(sorted(told.items()))}; {found} findings\n")
    return int(found > 0)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    sys.exit(main())
