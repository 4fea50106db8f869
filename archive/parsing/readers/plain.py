"""Plain text: hard-wrapped or one paragraph a line; and mangled dumps of it, repaired."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial

from archive.parsing.cleaning import tidy
from archive.parsing.lines import Line, Reading

TAB = 4


def read(text: str) -> Reading:
    """Read plain text. Every source line becomes a line, blank ones become gaps."""
    return Reading(lines=tuple(physical_lines(_parted_by_tags(text))), format="text", flowing=False, fields={})


def physical_lines(text: str, first: int = 1) -> list[Line]:
    """Split text into its non-blank lines, with gaps, indents and source line numbers from `first`."""
    lines: list[Line] = []
    blank = 0
    for number, raw in enumerate(tidy(text).split("\n"), first):
        body = raw.strip()
        if not body:
            blank += 1
            continue
        before = raw[: len(raw) - len(raw.lstrip())].expandtabs(TAB)
        lines.append(Line(text=body, number=number, gap=blank > 0 or not lines, indent=len(before), blank=blank))
        blank = 0
    return lines


_LITERAL = re.compile(r"(?:^|(?<=\n))[ \t]*[bu]?(['\"])(?=.)")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|\r?\n|.)", re.S)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"', "a": "", "b": "", "f": "\f", "v": "\n", "/": "/"}
_CLOSING = re.compile(r"</([A-Za-z]\w{1,30})>")
FEWEST_TAGGED = 3
LONGEST = 20_000
_FOREIGN_RUN = re.compile(r"[^\x00-\x7f]+")
_MISREAD_AS = (*(f"sloppy-windows-{number}" for number in (1252, 1251, 1250, 1253, 1254, 1257)), "mac-roman", "cp437", "cp866")
# This many letters that all form valid UTF-8 are no accident.
LEAST_MISREAD = 8
MOST_LAYERS = 3
_MOJIBAKE = re.compile(r"Ã[\x80-\xbf\u0192\u2018-\u2022€-™]|â€|Â[\xa0-\xbf]|[ÐÑ][\x80-\xbf\u2018-\u203a€-™]|ï»¿|Ð°|Ð¾")


def mend(text: str) -> str:
    """Repair a dumped text; a sound text is unchanged."""
    return _mend_mojibake(_unescape(text))


def _parted_by_tags(text: str) -> str:
    """Return a text with paragraphs where tags of a corpus part its speeches: "<Newspeech>Mr. Moor: Yes.</Newspeech>"."""
    for name, count in Counter(_CLOSING.findall(text)).items():
        if count >= FEWEST_TAGGED and text.count(f"<{name}>") >= FEWEST_TAGGED:
            text = re.sub(rf"[ \t]*</?{name}>[ \t]*", "\n\n", text)
    return text


def _unescape(text: str) -> str:
    """Expand the escapes of a text printed as a literal: many escaped line breaks and few real ones."""
    escaped = text.count("\\n")
    if escaped < 3 or escaped < text.count("\n"):
        return text
    last = text.rstrip()[-1:]
    found = next((match for match in _LITERAL.finditer(text) if match.group(1) == last), None)
    if found is None:
        return _expand(text)
    before, inside = text[: found.start()], text[found.end() :].rstrip()
    return f"{before}\n{_expand(inside[:-1])}"


def _expand(text: str) -> str:
    """Expand escapes; runs of characters from 0x80 to 0xFF are UTF-8 bytes."""
    expanded = _ESCAPE.sub(_character, text)
    return re.sub(r"[\x80-\xff]{2,}", _as_utf8, expanded)


def _character(found: re.Match[str]) -> str:
    code = found.group(1)
    if code[0] in "xuU" and len(code) > 1:
        value = int(code[1:], 16)
        return chr(value) if value < 0x110000 and not 0xD800 <= value < 0xE000 else "\ufffd"
    if code[0] in "01234567":
        return chr(int(code, 8) & 0xFF)
    return _SIMPLE.get(code, "" if code.strip() == "" else code)


def _as_utf8(found: re.Match[str]) -> str:
    try:
        return found.group().encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return found.group()


def _mend_mojibake(text: str) -> str:
    """Repair UTF-8 that was decoded wrongly, perhaps twice: the whole text, else the affected lines."""
    if text.isascii():
        return text
    for _ in range(MOST_LAYERS):
        if not (name := _misread_in(text)):
            break
        text = _FOREIGN_RUN.sub(partial(_put_right, name), text)
    if len(_MOJIBAKE.findall(text[:200_000])) < 3:
        return text
    return "".join(_mend_line(line) if _MOJIBAKE.search(line) else line for line in text.splitlines(keepends=True))


def _put_right(name: str, run: re.Match[str]) -> str:
    return _as_misread(run.group(), name) or run.group()


def _misread_in(text: str) -> str:
    """Return the encoding in which UTF-8 was misread: encoded in it, nearly all non-ASCII letters are valid UTF-8.

    Isolated letters never result from this; sound texts have many.
    """
    runs = _FOREIGN_RUN.findall(text[:200_000])
    total = sum(map(len, runs))
    if total < LEAST_MISREAD or sum(len(run) for run in runs if len(run) == 1) > 0.1 * total:
        return ""
    sound = {name: sum(len(run) for run in runs if _as_misread(run, name) is not None) for name in _MISREAD_AS}
    best = max(sound, key=lambda name: sound[name])
    return best if sound[best] > 0.9 * total else ""


def _as_misread(run: str, name: str) -> str | None:
    """Return the original of a run of letters if it was UTF-8 read as `name`."""
    import ftfy.bad_codecs

    ftfy.bad_codecs.ok()
    try:
        return run.encode(name).decode("utf-8")
    except UnicodeError:
        return None


def _mend_line(line: str) -> str:
    """Undo one misreading as Windows-1252, the usual one; leave rare ones to ftfy, which is thorough and slow."""
    import ftfy
    import ftfy.bad_codecs

    ftfy.bad_codecs.ok()
    try:
        return line.encode("sloppy-windows-1252").decode("utf-8")
    except UnicodeError:
        return ftfy.fix_encoding(line) if len(line) < LONGEST else line
