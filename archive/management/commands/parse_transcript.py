"""Show how Chancery reads transcripts, without touching the database."""

from __future__ import annotations

import json
import logging
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from archive.importing.confined_reading import parse_confined
from archive.parsing import ParsedTranscript, TranscriptError
from archive.parsing.parsed import ParsedTurn, to_dict

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Parse files and print the result as text or JSON."""

    help = "Parse transcripts and print what was read; touches no database. Exit status 1 if a file could not be read."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the paths and --json."""
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="file to parse")
        parser.add_argument("--json", action="store_true", help="print one JSON object a line, in the order of the paths")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show every file. A bad one prints a line on stderr and sets exit status 1."""
        failed = [path for path in options["paths"] if not self._show(path, as_json=options["json"])]
        if failed:
            sys.exit(1)

    def _show(self, path: Path, as_json: bool) -> bool:
        try:
            parsed = parse_confined(path.read_bytes(), path.name)
        except OSError as fault:
            return self._complain(path, fault.strerror or str(fault))
        except TranscriptError as fault:
            return self._complain(path, str(fault))
        except Exception as fault:  # an error of ours in one file must not stop the others
            log.info("parsing %s", path, exc_info=True)
            what = f"{type(fault).__name__}: {fault}"
            return self._complain(path, f"a fault in Chancery itself ({what}); LOG_LEVEL=INFO shows where, please report it.")
        if as_json:
            self.stdout.write(json.dumps({"file": path.name, **to_dict(parsed)}, ensure_ascii=False))
        else:
            self.stdout.write(readable(parsed, path.name))
        return True

    def _complain(self, path: Path, reason: str) -> bool:
        self.stderr.write(f"{path}: {reason}")
        return False


def readable(parsed: ParsedTranscript, name: str) -> str:
    """Format a parsed transcript for a terminal."""
    head = [f"{name}: {parsed.title or '(no title)'}"]
    for field in ("date", "place", "kind", "language", "publisher", "published", "source_url"):
        if (value := getattr(parsed, field)) is not None:
            head.append(f"  {field}: {value}" + (f"  [{parsed.found[field]}]" if field in parsed.found else ""))
    head.append(
        f"  {len(parsed.turns)} turns, {len(parsed.pairs)} pairs, confidence {parsed.confidence:.2f}, read as {parsed.format}"
    )
    head += [f"  warning, line {warning.line or '-'}: {warning.message}" for warning in parsed.warnings]
    turns = [
        f"\n[{turn.role}] {turn.label or '(no label)'} = {_who(turn)}  (line {turn.line})\n{turn.text}" for turn in parsed.turns
    ]
    return "\n".join([*head, *turns, ""])


def _who(turn: ParsedTurn) -> str:
    return (turn.speaker or "?") + (f" ({turn.known_as})" if turn.known_as else "")
