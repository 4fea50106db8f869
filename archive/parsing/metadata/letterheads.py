"""Lines that name an institution and no event: never the title, but the publisher."""

from __future__ import annotations

import re
from itertools import takewhile

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.layout_patterns import EVENT_WORDS
from archive.parsing.metadata.dates import find_date

MOST_WORDS = 14
_ENDS = re.compile(r"[.!?:;…”\"]$|[:|•]")
# After these words a name adds its purpose or owner; its head comes before.
_BEHIND_HEAD = frozenset({"of", "for", "to", "on", "in", "at", "de", "des", "du", "del", "della", "do", "da", "für", "zu"})
_GLUE = frozenset({"and", "the", "und", "et", "y", "e", "и", "s"})
# "Foreign Office", "Press Office", "Prime Minister's Office"; any other office is a room unless it says of what.
_OFFICES = frozenset(
    "foreign press home cabinet commonwealth development information communications media president presidential minister"
    " ministers chancellor spokesperson federal private liaison representative coordination rights s ireland scotland".split()
)
# Languages that put the kind of institution first: "Ministerio de ...", "Embajada ...".
_FIRST = frozenset(
    "ministère ambassade gouvernement présidence secrétariat ministerio embajada gobierno presidencia ministério embaixada"
    " governo ministero ambasciata bundesministerium ministerstwo ministerstvo ambasada kedutaan kementerian pemerintah"
    " ministerul guvernul ministarstvo pejabat kantor jabatan istana".split()
)
# "某国外交部": East Asian institutions end in a character or two for their kind.
_EAST_ASIAN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]{2,20}(?:部|院|省|庁|厅|府|委员会|委員会|委員會|办公室|辦公室|大使馆|大使館|使館|代表团|代表部|总署|總署|局|办)"
)
_KOREAN = re.compile(r"(?:[\uac00-\ud7af]+ ?){0,4}[\uac00-\ud7af]+(?:부|처|청|실|대사관|대표부|위원회|국회)")


def names_institution(text: str) -> bool:
    """Tell whether a line is only an institution's name: capitalised words whose head is a word for an institution."""
    text = text.strip()
    if _EAST_ASIAN.fullmatch(text) or _KOREAN.fullmatch(text):
        return True
    tokens = text.split()
    if not 1 < len(tokens) <= MOST_WORDS or _ENDS.search(text) or EVENT_WORDS.search(text) or find_date(text):
        return False
    folded = [fold(token) for token in tokens]
    capital = all(token[0].isupper() or word in lexicon.PARTICLES or not word for token, word in zip(tokens, folded, strict=True))
    told_first = folded[0] in _FIRST or (folded[0] in lexicon.LETTERHEADS and not folded[0].isascii())
    if not (capital or told_first) or not (lexicon.SENTENCE_WORDS - lexicon.PARTICLES).isdisjoint(folded):
        return False
    return _is_institution(tokens)


def _is_institution(tokens: list[str]) -> bool:
    """Tell whether the first or last word before "of" or a comma is a word for an institution, and not an office or room."""
    before_comma = tokens[: next((i + 1 for i, token in enumerate(tokens) if token.endswith(",")), len(tokens))]
    head = list(takewhile(lambda word: word not in _BEHIND_HEAD, map(fold, before_comma)))
    named = [word for word in " ".join(head).split() if word not in _GLUE]
    if not named or named[-1] in lexicon.VENUES or not lexicon.OFFICES.isdisjoint(named[-1:]):
        return False
    if named[-1] == "office" and len(head) == len(before_comma):
        return len(named) > 1 and (named[-2] in _OFFICES or named[-2] in lexicon.OFFICES)
    institution = lexicon.LETTERHEADS
    return named[-1] in institution or (named[0] in institution and not named[0].isascii()) or named[0] in _FIRST
