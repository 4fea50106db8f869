"""Stems of the languages of transcripts, and how an index distinguishes them. Pure.

A word of an English text, or of a script without stems, is indexed by its form and found by its English stem. Any other word is
*spoken* in a language: its form, its language and, if the form loses information, the word as written are indexed as one text,
and its stem is indexed with the language. So a search in an unknown language looks up the stem in each language of the index, and
never finds a word of another language that only looks similar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import local

import Stemmer

from search.text.scripts import INVISIBLES, fold_letters, usual_digits

MARK = "\x1f"  # separates form, language and written word, and encloses the language of a stem

# Language of a record -> Snowball's name of its stemmer, by script. Languages without one use a close relative's.
LATIN_STEMS = {
    "fr": "french", "es": "spanish", "de": "german", "it": "italian", "pt": "portuguese", "nl": "dutch", "pl": "polish",
    "tr": "turkish", "sv": "swedish", "da": "danish", "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "fi": "finnish",
    "hu": "hungarian", "ro": "romanian", "cs": "czech", "sk": "czech", "ca": "catalan", "gl": "portuguese", "eu": "basque",
    "et": "estonian", "lt": "lithuanian", "id": "indonesian", "ms": "indonesian", "ga": "irish", "eo": "esperanto",
    "sr": "serbian", "hr": "serbian", "bs": "serbian", "sh": "serbian", "az": "turkish", "af": "dutch",
}  # fmt: skip
CYRILLIC_STEMS = dict.fromkeys(("ru", "uk", "be", "bg", "mk", "kk", "ky", "tg", "mn"), "russian")
CYRILLIC_STEMS |= dict.fromkeys(("sr", "hr", "bs", "sh"), "serbian")
OTHER_STEMS = {"el": "greek", "hy": "armenian", "hi": "hindi", "ne": "nepali", "ta": "tamil"}
# script -> the languages written in it, and the default for other languages
SCRIPTS: dict[str, tuple[tuple[str, ...], str]] = {
    "CYRILLIC": (tuple(CYRILLIC_STEMS), "ru"),
    "ARABIC": (("ar", "fa", "ur", "ps", "ku"), "ar"),
    "HEBREW": (("he",), "he"),
    "GREEK": (("el",), "el"),
    "ARMENIAN": (("hy",), "hy"),
    "DEVANAGARI": (("hi", "ne", "mr"), "hi"),
    "TAMIL": (("ta",), "ta"),
    "LATIN": (tuple(LATIN_STEMS), ""),
}
BLOCKS = (
    (0x0041, 0x02AF, "LATIN"), (0x0370, 0x03FF, "GREEK"), (0x0400, 0x052F, "CYRILLIC"), (0x0531, 0x058F, "ARMENIAN"),
    (0x05D0, 0x05FF, "HEBREW"), (0x0600, 0x077F, "ARABIC"), (0x0900, 0x097F, "DEVANAGARI"), (0x0B80, 0x0BFF, "TAMIL"),
    (0x1E00, 0x1EFF, "LATIN"), (0x1F00, 0x1FFF, "GREEK"), (0xFB1D, 0xFB4F, "HEBREW"), (0xFB50, 0xFEFC, "ARABIC"),
    (0xFF21, 0xFF5A, "LATIN"),
)  # fmt: skip
APOSTROPHES = re.compile(r"['’ʼ]")
APART = frozenset(("tr", "az"))  # languages that separate a name from its ending with an apostrophe
UMLAUTS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
# Prefixes that Arabic and Hebrew attach to a word. A query word is looked up with each, and without.
CLITICS = {
    "ar": tuple("ب ل ف ك".split()),
    "he": tuple("ה ו ב ל מ ש כ וה ול וב ומ וש שה מה לה בה כש מש וכ של".split()),
}
ARTICLES = {"he": ("ה", "וה", "שה")}  # a query word is looked up without them too
_local = local()


def spoken_language(tag: str) -> str:
    """Return a record's language for stemming ("pt-BR" is "pt"), empty if it is English or unknown."""
    language = tag.lower().replace("_", "-").partition("-")[0]
    return "" if language == "en" else language


def english_stem(form: str) -> str:
    return _snowball("english", form)


def _snowball(name: str, word: str) -> str:
    stemmers: dict[str, Stemmer.Stemmer] | None = getattr(_local, "stemmers", None)  # one per thread: it holds a word
    if stemmers is None:
        stemmers = _local.stemmers = {}
    if name not in stemmers:
        stemmers[name] = Stemmer.Stemmer(name, 0)  # no cache: stems are cached elsewhere
    return str(stemmers[name].stemWord(word))


def script_of(word: str) -> str:
    """Return the script of a word's first letter, empty if it has no stems here."""
    for letter in word:
        if letter.isalpha():
            code = ord(letter)
            return next((script for first, last, script in BLOCKS if first <= code <= last), "")
    return ""


def language_of(word: str, language: str) -> str:
    """Return the stemming language of a word in a record, empty for English and for scripts without stems."""
    if word.isascii() and language not in LATIN_STEMS:
        return ""
    script = script_of(word)
    if not script:
        return ""
    languages, usual = SCRIPTS[script]
    return language if language in languages else usual


def spoken_in(form: str, written: str, language: str) -> str:
    """Return a word as indexed: its form, with its language and written form if stems need them."""
    if not (of := language_of(written, language)):
        return form
    whole = plainly(_without_case_ending(written) if of in APART else written)
    return f"{form}{MARK}{of}" if whole == form else f"{form}{MARK}{of}{MARK}{whole}"


def _without_case_ending(written: str) -> str:
    """Return a name without the Turkish ending after an apostrophe ("İstanbul'da")."""
    return APOSTROPHES.split(written, maxsplit=1)[0] or written


def plainly(written: str) -> str:
    """Return a word in lower case with accents, without apostrophes, points and invisible characters."""
    bare = APOSTROPHES.sub("", INVISIBLES.sub("", written)).replace("İ", "i").replace(".", "")
    return usual_digits(unicodedata.normalize("NFC", bare).lower())


def form_of(spoken: str) -> str:
    """Return the form of an indexed word."""
    return spoken.partition(MARK)[0]


def term_in(spoken: str) -> str:
    """Return the search term of a word: its English stem, or the stem with its language."""
    form, _, rest = spoken.partition(MARK)
    if not rest:
        return english_stem(form)
    language, _, whole = rest.partition(MARK)
    return f"{MARK}{language}{MARK}{stem_in(whole or form, language)}"


def stem_in(word: str, language: str) -> str:
    """Return the stem of a word (lower case, with its accents) in a language, folded."""
    if language == "ar":
        return arabic_stem(fold_letters(word))
    if language == "he":
        return hebrew_stem(fold_letters(word))
    if language in CYRILLIC_STEMS and script_of(word) == "CYRILLIC":
        return fold_letters(_snowball(CYRILLIC_STEMS[language], word.replace("ё", "е")))
    if language == "fa":
        return fold_letters(_snowball("persian", word.replace("ي", "ی").replace("ك", "ک")))
    name = LATIN_STEMS.get(language) or OTHER_STEMS.get(language)
    return fold_letters(_snowball(name, word) if name else word)


def arabic_stem(word: str) -> str:
    """Return the light stem of a folded Arabic word: Light10 of Larkey, Ballesteros and Connell (2007).

    Light Stemming for Arabic Information Retrieval.
    """
    if word.startswith("و") and len(word) > 3:
        word = word[1:]
    for article in ("ال", "بال", "كال", "فال", "لل"):
        if word.startswith(article) and len(word) - len(article) >= 2:
            word = word[len(article) :]
            break
    for ending in ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"):
        if word.endswith(ending) and len(word) - len(ending) >= 2 + (len(ending) == 1):
            word = word[: -len(ending)]
    return word


def hebrew_stem(word: str) -> str:
    """Return a folded Hebrew word without a plural ending."""
    for ending in ("ימ", "ות"):
        if word.endswith(ending) and len(word) >= 5:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=4096)
def meant(written: str, language: str) -> frozenset[str]:
    """Return all search terms of a query word in texts of a language, empty if it cannot occur in them.

    Readers may omit accents, write ü as ue, and leave out attached prefixes.
    """
    if language_of(written, language) != language:
        return frozenset()
    words = set(_ways_to_write(plainly(_without_case_ending(written) if language in APART else written), language))
    stems = {stem_in(word, language) for word in words}
    stems |= {before + each for before in CLITICS.get(language, ()) for each in stems}
    return frozenset(f"{MARK}{language}{MARK}{each}" for each in stems)


def _ways_to_write(word: str, language: str) -> Iterator[str]:
    yield word
    if language == "fr" and word.isascii():
        yield from (re.sub(ending, accented, word) for ending, accented in ((r"e(s?)$", r"é\1"), (r"ee(s?)$", r"ée\1")))
    if language == "de":
        yield from (word.replace(two, one) for two, one in UMLAUTS if two in word)
        yield from (word.replace(one, two) for two, one in UMLAUTS if one in word)
    for article in ARTICLES.get(language, ()):
        if word.startswith(article) and len(word) - len(article) >= 3:
            yield word[len(article) :]
