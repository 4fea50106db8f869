"""Which part of a name is the surname, for sorting lists. Order and particles differ by culture. Pure.

Lower-case particles ("von", "van", "de", "bin") and the Arabic article ("al-") are not sorted by; capitals make them part of the
surname. By default the surname is the last word.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from archive.text.folding import plain

PARTICLES = frozenset(
    "von van der den de del della di da do dos du ter ten zu al el bin bint ibn y e af av фон ван де дер аль".split()
)
ARTICLE = re.compile(r"(?:al|el|ad|ar|as|ash|at|az|аль|эль)[-‑]", re.IGNORECASE)
BEHIND = frozenset("jr jr. sr sr. ii iii iv".split())
BEFORE = frozenset("sir dame lord lady dr dr. prof prof. baroness baron count prince princess sheikh".split())
PATRONYMIC = re.compile(r"(?:[ое]вич|ич|[ое]вна|ична|[oey]vich|[oey]vna|ichna|ovych|ivna)$")
VIETNAMESE = frozenset(
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh trinh truong luong mai doan lam ha".split()
)
CHINESE = frozenset(
    """wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng han
    feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu lü ding ren shen yao lv jin mao hua qin
    geng tsai hsu chang hsieh chiang xi bo wen dai fan fang shi qian kong bai cui kang qiu hou meng long wan duan lei
    tao""".split()
)
SYLLABLES = re.compile(
    r"(?:(?:zh|ch|sh|hs|ts|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|üan|ai|ei|ao|ou|an|en|in|un"
    r"|ia|ie|iu|ua|uo|ui|ue|er|a|o|e|i|u|ü)-?){1,2}"
)
KOREAN = frozenset(
    "kim lee park choi jung chung kang cho yoon yun jang lim han oh seo shin kwon hwang ahn an song yoo hong moon ban".split()
)
HUNGARIAN_GIVEN = frozenset(
    """Péter László János József István Zoltán Gábor Tamás András György Sándor Béla Géza Balázs Mihály Miklós Pál Dénes Ernő
    Kálmán Ágnes Éva Ildikó Enikő Erzsébet Mária Márton Ádám Dávid Máté Áron Rózsa Kinga Katalin Zsolt Csaba Zsuzsanna Judit
    Attila Viktor Ferenc Levente Gergely Bence Imre Tibor Gyula Ilona Krisztina""".split()
)
HUNGARIAN = re.compile(r"[őűáéíóöúü]|sz|cs|zs|gy|ny", re.IGNORECASE)
SPANISH_GIVEN = frozenset(
    """jose juan luis carlos manuel jesus javier francisco pedro miguel angel fernando alejandro rafael ramon sergio alberto
    enrique vicente jorge diego andres pablo ignacio alvaro joaquin antonio maria carmen ana isabel pilar dolores teresa rosa
    cristina laura marta elena lucia mercedes josefa beatriz esperanza arancha nadia josep margarita guillermo gustavo hugo
    nicolas felipe ricardo roberto eduardo rodrigo gabriel gonzalo hector julio mario oscar raul ruben santiago victor alicia
    claudia patricia veronica ximena yolanda""".split()
)
PORTUGUESE = re.compile(r"[ãõç]|\b(?:da|do|dos|das)\b|nh|lh", re.IGNORECASE)


class PartedName(NamedTuple):
    """A name in its own order: the part before the surname, the surname, the part after it."""

    before: str
    surname: str
    after: str


@lru_cache(maxsize=20_000)
def parted(name: str) -> PartedName:
    """Split a name at its surname. Particles not sorted by are in the part before it."""
    words = name.split()
    first, end = _place(words)
    surname = " ".join(words[first:end])
    article = ARTICLE.match(surname)
    cut = article.end() if article else 0
    before = " ".join(words[:first]) + (" " if first else "") + surname[:cut]
    after = " ".join(words[end:])
    return PartedName(before, surname[cut:], f" {after}" if after else "")


@lru_cache(maxsize=20_000)
def sort_key(name: str) -> str:
    """Return the sort key of a name: surname first, then the rest."""
    of = parted(name)
    return plain(f"{of.surname} {of.before} {of.after}")


def _place(words: list[str]) -> tuple[int, int]:
    """Return the indexes of the surname's first word and of the word after it."""
    end = len(words)
    while end > 1 and words[end - 1].casefold().strip(",") in BEHIND:
        end -= 1
    begin = 0
    while begin < end - 1 and words[begin].casefold() in BEFORE:
        begin += 1
    own = words[begin:end]
    if len(own) < 2:
        return begin, end
    if _is_surname_first(own):
        return begin, begin + 1
    if (two := _spanish(own)) is not None:
        return begin + two, end
    return begin + _last_surname(own), end


def _is_surname_first(own: list[str]) -> bool:
    low = [plain(word) for word in own]
    if any("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in own[0]):  # kana, Han, Hangul
        return True
    if low[0] in VIETNAMESE and (len(own) > 2 or not "".join(own).isascii()):
        return True
    if low[0] in KOREAN and ((len(own) == 2 and "-" in own[1]) or (len(own) == 3 and all(len(word) < 6 for word in low[1:]))):
        return True
    if len(own) == 2 and low[0] in CHINESE and SYLLABLES.fullmatch(low[1]) and low[1] not in SPANISH_GIVEN:
        return True
    if own[-1] in HUNGARIAN_GIVEN and own[0] not in HUNGARIAN_GIVEN and HUNGARIAN.search(own[0]):
        return True
    return len(own) == 3 and bool(PATRONYMIC.search(own[-1].casefold())) and not PATRONYMIC.search(own[1].casefold())


def _spanish(own: list[str]) -> int | None:
    """Return the index of the first of two Spanish surnames, None if there are not two."""
    if plain(own[0]) not in SPANISH_GIVEN or PORTUGUESE.search(" ".join(own)):
        return None
    rest = 1
    while rest < len(own) and (plain(own[rest]) in SPANISH_GIVEN or own[rest] in PARTICLES | {"la", "las", "los"}):
        rest += 1
    surnames = [word for word in own[rest:] if word not in PARTICLES | {"la", "las", "los"}]
    return rest if len(surnames) == 2 else None


def _last_surname(own: list[str]) -> int:
    """Return the index of the last surname, including capitalised particles."""
    first = len(own) - 1
    while first > 1 and own[first - 1].casefold() in PARTICLES | {"la", "le"} and own[first - 1][:1].isupper():
        first -= 1
    return first
