"""Which 8-bit or East Asian encoding a text is in: as declared, else by its letters."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

import chardet
import webencodings

SAMPLE = 60_000
# This many words with letters beyond ASCII are enough.
WORDS = 400
LONGEST_WORD = 80
# How close a rival reading may come before a person should look; measured by benchmarks/encodings.py.
CLOSE = 0.8
# A declared encoding is accepted if its likelihood is at least this share of the best one's.
BELIEVED = 0.5
_LIKELY = 1e-6

# Encodings of pages, mail and word processors. No mainframe encodings; of each family, the largest.
_CANDIDATES = """
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874
    iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-13 iso8859-15 iso8859-16
    koi8-r koi8-u kz1048 mac-roman mac-cyrillic mac-latin2 mac-greek mac-turkish
    cp437 cp737 cp775 cp850 cp852 cp855 cp857 cp862 cp866
    gb18030 big5hkscs cp932 shift_jis_2004 euc_jis_2004 iso2022_jp_2 cp949 euc_kr utf-7
""".split()
# Rare encodings, which must fit better than the usual ones of their alphabet.
_WEIGHTS = {
    **dict.fromkeys(
        "iso8859-4 iso8859-16 mac-latin2 mac-greek mac-turkish cp437 cp737 cp775 cp850 cp855 cp857 cp862 iso8859-3".split(), 0.75
    ),
    "kz1048": 0.85,
    **dict.fromkeys("iso8859-15 iso8859-13 iso8859-2 mac-cyrillic mac-roman cp852".split(), 0.9995),
}
_WITH_CAPITALS = "cp1251 koi8-r koi8-u iso8859-5 cp866 mac-cyrillic cp1253 iso8859-7 cp1250 iso8859-2 cp1252 cp1254".split()
_WIDER = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "ascii": "cp1252",
}
# Refused by the web's standard, but used in old files.
_STILL_READ = {
    "iso-2022-kr": "iso2022_kr",
    "csiso2022kr": "iso2022_kr",
    "hz-gb-2312": "hz",
    "iso-2022-jp": "iso2022_jp_2",
    "csiso2022jp": "iso2022_jp_2",
    "_iso-2022-jp$esc": "iso2022_jp_2",
    "x-mac-roman": "mac-roman",
    "x-mac-ce": "mac-latin2",
    "x-mac-greek": "mac-greek",
    "x-mac-turkish": "mac-turkish",
    "x-windows-949": "cp949",
    "unicode-1-1-utf-7": "utf-7",
}
_ESCAPED = (
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
    (re.compile(rb"\x1b(?:\$[@B]|\([BJI])"), "iso2022_jp_2"),
    (re.compile(rb"~\{(?:[\x21-\x7e]{2})+~\}"), "hz"),
)
_DECLARES = re.compile(rb"charset|encoding", re.I)
_UTF7_RUN = re.compile(rb"\+[A-Za-z0-9+/]{3,}")
_LETTER_SCRIPTS = re.compile(r"(LATIN|GREEK|CYRILLIC|HEBREW|ARABIC|THAI)")
_WORD = re.compile(r"\w+")
# A sign beyond ASCII between two letters. Dashes, apostrophes and marks over letters are normal there.
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f’‘–—·…\u0300-\u036f](?=[^\W\d_])")
# Czech misread as Western: "Dvoøák". No Nordic word has both.
_NORDIC, _ACCENTED = re.compile("[øØ]"), re.compile("[áíìèòùúýÁÍÌÈÒÙÚÝ]")
_OWN_LETTERS = tuple(map(frozenset, "ўЎ їЇґҐєЄ ќЌѓЃѕЅ ђЂћЋ ėĖįĮ āĀēĒīĪģĢķĶļĻņŅ őŐűŰ łŁ řŘěĚůŮ ğĞ ħĦġĠ ĉĝĥĵŝŭ ĸŧŋ".split()))
_SOUTHERN = frozenset("ќЌѓЃѕЅђЂћЋљЉњЊџЏ")
_QUOTES_TOGETHER = re.compile("[“„«‹‚][“„«»‹›‚”]")
_LONG_RUN = re.compile("[\u00c0-\u024f]{4,}")
_ICELANDIC = frozenset("ðÐþÞýÝ")
_ODD = frozenset("¤¦¨¬¯¶¸†‡‰ƒ×÷˛ˇ˘˙˝ˆ˜±µ¢¥§³¹²¾¼½ªº¡£")
# The letters of languages that have few beyond ASCII, and those of names that any of them prints: read in another code page,
# "België" ends in â, which Dutch does not write.
_OF_NAMES = frozenset("áéíóúäöüçñèøåß")
_LETTERS = {
    language: frozenset(letters) | _OF_NAMES
    for language, letters in (
        *(("it", "àèéìíîòóùú"), ("nl", "àäèéêëïöü"), ("pt", "àâãçéêóôõúü"), ("es", "áéíóúüñ"), ("de", "àâêô"), ("fi", "šž")),
        *(("fr", "àâæçéèêëîïôœùûüÿ"), ("sv", "àæ"), ("da", "æ"), ("no", "æòô"), ("en", "àâæêëîïôœšž")),
    )
}
# What opens a quotation stands before a word, not at its end.
_OPENED_BEHIND = re.compile(r"(?<=[^\W\d_])[‚‹«„](?![^\W\d_])")
_FITTING = {"es": "ªº¡", "pt": "ªº", "it": "ªº", "en": "£§"}


@dataclass(frozen=True, slots=True)
class Guess:
    """A reading of bytes: text, encoding, likelihood (0 to 1, comparable only with its rivals), language."""

    text: str
    encoding: str
    likely: float
    language: str = ""


def codec_of(label: str) -> str | None:
    """Return Python's codec for a label, as in the WHATWG Encoding Standard, else Python's own; None for others."""
    name = label.strip().strip("\"'").lower()
    if name in _STILL_READ:
        return _STILL_READ[name]
    known = webencodings.lookup(name)
    if known is not None:
        codec = known.codec_info.name
        return None if codec in ("replacement", "x-user-defined") else _WIDER.get(codec, codec)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return _WIDER.get(found.name, found.name) if getattr(found, "_is_text_encoding", True) else None


def escaped(data: bytes) -> str | None:
    """Return the encoding of ASCII bytes with escape sequences, as in Japanese, Korean and Chinese mail."""
    found = next((codec for mark, codec in _ESCAPED if mark.search(data) and _reads(data, codec)), None)
    return found or ("utf-7" if utf7(data) else None)


def utf7(data: bytes) -> bool:
    """Tell whether ASCII bytes are UTF-7: runs after a plus sign, all of which decode to letters."""
    if len(_UTF7_RUN.findall(data)) < 2:
        return False
    try:
        foreign = [char for char in data.decode("utf-7") if char > "\x7f"]
    except UnicodeDecodeError:
        return False
    return bool(foreign) and all((char.isalpha() and char < "\u0800") or "\u2010" <= char < "\u2040" for char in foreign)


def _reads(data: bytes, codec: str) -> bool:
    try:
        return not data.decode(codec).isascii()
    except UnicodeDecodeError:
        return False


def guesses(data: bytes) -> list[Guess]:
    """Return the likely readings, most likely first. Readings with the same text are merged."""
    sample = _whole_lines(data)
    found: dict[str, Guess] = {}
    for guess in sorted([*_detected(sample), *_in_capitals(sample)], key=lambda guess: -guess.likely):
        found.setdefault(guess.text, guess)
    return sorted(found.values(), key=lambda guess: -guess.likely)


def likelihood(data: bytes, codec: str) -> Guess:
    """Return the likelihood of one encoding, on the scale of `guesses`."""
    sample = _whole_lines(data)
    text = sample.decode(codec, "replace")
    same = [guess for guess in _detected(sample) if guess.encoding == codec or guess.text == text]
    return max(same, key=lambda guess: guess.likely, default=Guess(text, codec, 0.0))


def _whole_lines(data: bytes) -> bytes:
    """Return the beginning of long bytes up to a line end, without encoding declarations, which chardet would trust."""
    whole = data if len(data) <= SAMPLE else data[: data.rfind(b"\n", 0, SAMPLE) + 1] or data[:SAMPLE]
    return _DECLARES.sub(b"declared", whole)


def _detected(sample: bytes) -> Iterator[Guess]:
    results = chardet.detect_all(
        sample, ignore_threshold=True, max_bytes=SAMPLE, compat_names=False, include_encodings=_CANDIDATES
    )
    least = 0.2 * max((float(result["confidence"]) for result in results), default=0.0)
    for result in results:
        if result["encoding"] is None or float(result["confidence"]) < least:
            continue
        codec = _WIDER.get(name := codecs.lookup(str(result["encoding"])).name, name)
        text = sample.decode(codec, "replace")
        language = result["language"] or ""
        likely = max(float(result["confidence"]), _LIKELY) * _WEIGHTS.get(name, 1.0)
        yield Guess(text, codec, likely * soundness(text, language), language)


def _in_capitals(sample: bytes) -> Iterator[Guess]:
    """Yield readings of text in capitals, judged by its lower case, for which the language statistics hold."""
    for codec in _WITH_CAPITALS:
        text = sample.decode(codec, "replace")
        letters = [char for char in text[:SAMPLE] if char > "\x7f" and char.isalpha()]
        if not letters or sum(map(str.isupper, letters)) < 0.8 * len(letters):
            continue
        small = text.lower().encode(codec, "ignore")
        for guess in _detected(small):
            if guess.encoding == codec:
                yield Guess(text, codec, guess.likely, guess.language)


def soundness(text: str, language: str = "") -> float:
    """Return 1 for text whose foreign letters are used normally, towards 0 for signs and other alphabets within words."""
    words = [word[:LONGEST_WORD] for word in islice((word for word in text.split() if not word.isascii()), WORDS)]
    foreign = [char for word in words for char in word if char > "\x7f"]
    if not foreign:
        return 1.0
    fitting = _FITTING.get(language, "")
    odd = sum((char in _ODD or unicodedata.category(char) == "Sm") and char not in fitting for char in foreign)
    odd += 4 * sum("\x80" <= char < "\xa0" or char == "\ufffd" or "\u2500" <= char <= "\u25ff" for char in foreign)
    # Turkish misread as Western is full of letters used only in Icelandic; Czech has one of them.
    odd += 0 if language in ("is", "fo", "cs", "sk", "vi") else sum(char in _ICELANDIC for char in foreign)
    odd += _of_many_languages(foreign) + sum(len(run) - 3 for word in words for run in _LONG_RUN.findall(word))
    odd += 2 * sum(len(_QUOTES_TOGETHER.findall(word)) for word in words)
    odd += sum(char in _SOUTHERN for char in foreign) if language in ("ru", "bg", "uk", "be") else 0
    odd += sum(_mixed(part) for word in words for part in _WORD.findall(word))
    odd += sum(len(_SIGN_IN_WORD.findall(word)) for word in words)
    if (letters := _LETTERS.get(language)) is not None:
        odd += sum(char.isalpha() and char.lower() not in letters for char in foreign)
    odd += sum(len(_OPENED_BEHIND.findall(word)) for word in words)
    return max(0.02, 1.0 - 2.0 * odd / len(foreign))


def _of_many_languages(foreign: list[str]) -> int:
    """Count the letters used by one language only, except those of the most frequent language."""
    counts = [sum(char in letters for char in foreign) for letters in _OWN_LETTERS]
    return sum(counts) - max(counts)


def _mixed(word: str) -> int:
    """Count what no word has: letters of a second alphabet, capitals after lower case."""
    if word.isascii():
        return 0
    scripts = [_script(char) for char in word if char.isalpha()]
    strange = len(scripts) - max(map(scripts.count, set(scripts)), default=0)
    capitals = sum(before.islower() and char.isupper() and (before > "\x7f" or char > "\x7f") for before, char in pairwise(word))
    return strange + capitals + bool(_NORDIC.search(word) and _ACCENTED.search(word))


def _script(char: str) -> str:
    if char < "\u0250":
        return "LATIN"
    found = _LETTER_SCRIPTS.match(unicodedata.name(char, ""))
    return found.group() if found else "OTHER"
