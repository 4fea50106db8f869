"""Find the countries that texts mention."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.countries import find_mentions


class Command(BaseCommand):
    """Read texts from standard input, print the mentions found in each."""

    help = "Find the countries mentioned in texts: JSON Lines {id, text} in, {id, mentions} out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help='read {"id", "text"} a line, print {"id", "mentions"} a line')

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer each line of standard input with one line."""
        if not options["json"]:
            raise CommandError("say --json, and give JSON Lines on standard input")
        for number, line in enumerate(sys.stdin, 1):
            if line.strip():
                self.stdout.write(self.answer(line, number))

    def answer(self, line: str, number: int) -> str:
        """Return the JSON for one line of input; raises CommandError when it is not {id, text}."""
        try:
            row = json.loads(line)
            found = [asdict(mention) for mention in find_mentions(row["text"])]
            return json.dumps({"id": row["id"], "mentions": found}, ensure_ascii=False)
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(f'line {number}: not a JSON object with "id" and "text" ({error})') from error
