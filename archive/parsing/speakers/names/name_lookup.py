"""Names of a document by their words, so that a label is compared with the names that can fit, not with all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.parsing.cleaning import fold
from archive.parsing.speakers.names.full_names import is_form_of_longer
from archive.parsing.speakers.names.short_names import first_letters, plain
from archive.parsing.speakers.offices.label_parts import is_full_name

_ENDING = re.compile(r"\w['’]\w*[a-zçğış]\b")  # "Altuğ’un"


class NamesByWord:
    """Names by each word of their plain form, by the last one, by their initials and by their first characters."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, list[str]] = {}
        self._by_end: dict[str, list[str]] = {}
        self._by_letters: dict[str, list[str]] = {}
        self._by_start: dict[str, list[str]] = {}
        for name in names:
            words = plain(name).split()
            for word in set(words):
                self._by_word.setdefault(word, []).append(name)
            self._by_end.setdefault(words[-1] if words else "", []).append(name)
            for letters in set(first_letters(name)):
                self._by_letters.setdefault(letters, []).append(name)
            for start in {name[:1], name[:2]}:
                self._by_start.setdefault(start, []).append(name)

    def with_words(self, words: str) -> Sequence[str]:
        """Return names among which are all that contain some words: those with the rarest of them."""
        return min((self._by_word.get(word, []) for word in plain(words).split()), key=len, default=[])

    def ending_like(self, name: str) -> Sequence[str]:
        """Return the names with the last word of another."""
        return self._by_end.get("".join(plain(name).split()[-1:]), [])

    def with_letters(self, letters: str) -> Sequence[str]:
        """Return the names of which these are the initials, or those of the first and the last word."""
        return self._by_letters.get(letters, [])

    def beginning(self, start: str) -> Sequence[str]:
        """Return the names that begin with one or two characters."""
        return self._by_start.get(start, [])


class LongerNames:
    """Full names of three words or more, by those that leave out some of their words."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_words: dict[tuple[str, str], list[tuple[str, Sequence[str]]]] = {}
        for name in names:
            words = plain(name).split()
            whole = len(words) > 2 and is_full_name(name) and not _ENDING.search(name)
            for word in set(words[1:]) if whole else ():
                self._by_words.setdefault((words[0], word), []).append((name, words))

    def one_of(self, name: str) -> str | None:
        """Return the one longer name that begins as a name does and has all its words in order."""
        own = plain(name).split()
        near = min((self._by_words.get((own[0], word), []) for word in own[1:]), key=len, default=[])
        longer = {" ".join(words): other for other, words in near if is_form_of_longer(own, words)}
        return next(iter(longer.values())) if len(longer) == 1 else None


class NearMisses:
    """Words or names, to be found by one that differs by a letter changed, added or omitted, or by two swapped neighbours."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_rest: dict[str, list[str]] = {}
        for name in dict.fromkeys(names):
            for rest in _rests(name):
                self._by_rest.setdefault(rest, []).append(name)

    def near(self, name: str) -> list[str]:
        """Return names among which are all that differ so little, without the name itself."""
        found = dict.fromkeys(other for rest in _rests(name) for other in self._by_rest.get(rest, ()))
        return [other for other in found if other != name]


def _rests(name: str) -> Iterator[str]:
    """Yield a name, and what is left of it without each of its letters: two of one edit have one of these in common."""
    yield from {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def heads(text: str) -> Iterator[str]:
    """Yield the words that begin a text, before at least one more: "a", "a b" of "a b c"."""
    return (text[:at] for at, letter in enumerate(text) if letter == " ")


def last_words(names: Iterable[str | None]) -> set[str]:
    """Return the last words of names, folded."""
    return {words[-1] for name in names if (words := fold(name or "").split())}
