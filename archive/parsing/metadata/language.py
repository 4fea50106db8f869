"""Which language a transcript is in: by its script, then by its commonest small words."""

from __future__ import annotations

import re
from collections import Counter

from archive.parsing.lines import Reading

_SMALL_WORDS = {
    "en": "the of and to in that is for we it on with this are have be as was not our you",
    "fr": "le la les des et de que nous est une dans pour qui sur pas vous avec sont du au",
    "de": "der die das und ist nicht wir dass auch mit von für den ich es auf ein eine sich zu",
    "es": "el los las que de en y por una con para del es nosotros se lo no como más muy",
    "pt": "o os as que de em e um uma com para do da não se por mais são nós dos",
    "it": "il gli che di e un una con per del della non si sono anche nel più noi dei",
    "pl": "i w na że z się do nie to jest jak o dla przez oraz ale są po",
    "tr": "ve bir bu için de da ile olarak daha çok olan var biz ne gibi en",
    "nl": "de het een en van dat is we niet in op voor met zijn ook die te",
}
_RUSSIAN = re.compile(r"[ыэъё]")
_UKRAINIAN = re.compile(r"[іїєґ]")
_SETS = {language: frozenset(text.split()) for language, text in _SMALL_WORDS.items()}
_SCRIPTS = {
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
    "cyrillic": re.compile(r"[\u0400-\u052f]"),
    "han": re.compile(r"[\u3040-\u30ff\u3400-\u9fff]"),
    "hangul": re.compile(r"[\uac00-\ud7af]"),
    "arabic": re.compile(r"[\u0600-\u077f]"),
}
SAMPLE = 30_000


def script_of(text: str) -> str:
    """Return the script most letters of a text are in: latin, cyrillic, han, hangul or arabic."""
    sample = text[:SAMPLE]
    if sample.isascii():
        return "latin"
    counts = {script: len(letters.findall(sample)) for script, letters in _SCRIPTS.items()}
    return max(counts, key=lambda script: counts[script])


def find_language(reading: Reading, spoken: str) -> tuple[str, str]:
    """Return the language's two-letter code and where it was found."""
    if not (text := spoken or " ".join(line.text for line in reading.lines[:200])).strip():
        given = reading.field("language")
        return (given.value[:2].lower(), given.where) if given else ("en", "default")
    language = language_of(text)
    given = reading.field("language")
    if given is not None and given.value[:2].lower() == language:
        return language, given.where
    return language, "the words"


def language_of(text: str) -> str:
    """Guess the language of a text from its first 30,000 characters; English where nothing tells."""
    sample = text[:SAMPLE].casefold()
    script = script_of(sample)
    if script == "han":
        return "ja" if re.search(r"[\u3040-\u30ff]", sample) else "zh"
    if script == "hangul":
        return "ko"
    if script == "arabic":
        return "fa" if re.search(r"[پچژگ]", sample) else "ar"
    if script == "cyrillic":
        return "uk" if len(_UKRAINIAN.findall(sample)) > len(_RUSSIAN.findall(sample)) else "ru"
    found = Counter(re.findall(r"[^\W\d_]+", sample))
    if sum(found[word] for word in _SETS["en"]) * 5 > found.total():
        return "en"
    scores = {language: sum(found[word] for word in small) for language, small in _SETS.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > scores["en"] * 1.2 else "en"
