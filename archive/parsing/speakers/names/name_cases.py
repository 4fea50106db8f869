"""Names in the genitive and other cases, in the nominative: "Интервью Сергея Ильина", "Laura Hietamäen"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from archive.parsing.cleaning import fold
from archive.parsing.speakers.names.name_parts import is_given
from archive.parsing.speakers.names.short_names import plain

LEAST_STEM = 3  # letters


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read "ending nominative, ..."; "-" stands for no ending."""
    return tuple((ending, instead.strip("-")) for ending, instead in map(str.split, text.split(",")))


# Endings of given names and surnames in other cases, and those of the nominative: of Slavic languages,
# Lithuanian and Greek.
_GIVEN_OF_WOMEN = _pairs(
    """ии ия, ией ия, ию ия, ой а, ою а, ей я, ею я, ы а, и а, и я, у а, ю я, е а, е я, і а, ї я, y a, i a, ii ia, ie a, ą a, ę
    a, ou a, u a, om a, e a, ας α, ης η"""
)
_GIVEN_OF_MEN = _pairs(
    """а -, а о, у -, ом -, ом о, ем -, е -, я й, ю й, ем й, єм й, я ь, ю ь, ем ь, ови -, ові -, еві й, iem -, em -, a -, owi
    -, ovi -, om -, u -, o as, iaus ius, ου ος, ο ος, α ας, η ης, ła eł, łem eł, łowi eł, la el, lem el, lovi el, ka ek, kiem
    ek, kowi ek, kem ek, kovi ek, ка ек, ком ек, ра ер, ла ел, лом ел, лу ел, ьва ев, ьвом ев, ņa nis, ņa ņis, ša sis, ža
    dis, a s, am s, u s, ja js, a is, im is"""
)
_SURNAMES_OF_MEN = _pairs(
    """iņa iņš, ņa ņš, ского ский, скому ский, ским ский, ском ский, ського ський, ському ський, ським ський, ова ов, ову ов,
    овым ов, ове ов, ева ев, еву ев, евым ев, еве ев, ина ин, ину ин, иным ин, ине ин, вого вой, стого стой, ого ий, вому
    вой, стому стой, ному ный, рому рый, лому лый, ому ий, енка енко, енком енко, ым -, ом -, ем -, а -, у -, ы а, и а,
    аря арь, арю арь, арем арь, я й, ю й, skiego ski, skiemu ski, skim ski, ckiego cki, ckim cki, ského ský, skému ský,
    ským ský, iem -, em -, owi -, ovi -, om -, ou a, ę a, ą a, a -, y a, u -, io is, o as, ου ος, ο ος, α ας, η ης"""
)
_SURNAMES_OF_WOMEN = _pairs(
    """ской ская, скую ская, ською ська, ської ська, ську ська, овой ова, ову ова, овою ова, ової ова, евой ева, еву ева, иной
    ина, ину ина, ой ая, skiej ska, ską ska, ckiej cka, cką cka, ovou ová, ové ová, ą a, ę a, y a"""
)
# Surnames that only women in other cases bear: the given name may stay as it is ("Lucie Havránkové").
_OF_WOMEN = {"ové": "ová", "ovou": "ová", "skiej": "ska", "ckiej": "cka", "ської": "ська", "цької": "цька", "ској": "ска"}
# Surnames that only men in other cases bear: "Jana Wolskiego", "Jovana Lukića", where the given name alone may be a woman's.
_OF_MEN = dict(
    _pairs(
        """skiego ski, skiemu ski, ckiego cki, ckiemu cki, ského ský, skému ský, ckého cký, ckému cký, ića ić, iću ić, ићa ић, ића
        ић, ићу ић, ићем ић, ićem ić, ского ский, скому ский, цкого цкий, цкому цкий, ського ський, ському ський"""
    )
)
_PATRONYMICS_OF_MEN = _pairs(
    "овича ович, овичу ович, овичем ович, овиче ович, евича евич, евичу евич, евичем евич, ьича ьич, ьичу ьич, ьичем ьич"
)
_PATRONYMICS_OF_WOMEN = _pairs(
    """овны овна, овне овна, овну овна, овной овна, евны евна, евне евна, евну евна, евной евна, ичны ична, ичне ична, ичну ична,
    ичной ична, івни івна, івні івна, івну івна, івною івна"""
)
_ENDS_IN_O = _pairs("а о, a o")  # given names of men before a South Slavic surname: "Марка Лукића"
# Surnames that tell the case by themselves, in languages in which the given name before them stays as it is: Armenian,
# Georgian, Kazakh, Azerbaijani and Uzbek.
_TELLING = _pairs(
    """յանը յան, յանի յան, յանին յան, յանից յան, შვილის შვილი, შვილმა შვილი, შვილს შვილი, შვილთან შვილი, ძის ძე, ძემ ძე,
    ძეს ძე, ძესთან ძე, ұлының ұлы, ұлына ұлы, ұлымен ұлы, қызының қызы, қызына қызы, қызымен қызы, овтың ов, овқа ов,
    овпен ов, евтің ев, евке ев, евпен ев, ованың ова, еваның ева, zadənin zadə, zadəyə zadə, yevin yev, ovun ov, ovanın ova,
    yevanın yeva, ovning ov, yevning yev, ovaning ova, yevaning yeva, евтың ев, евтан ев, евқа ев, евпен ев, ның -, нің -, дың -,
    дің -, тың -, тің -"""
)
_LATIN = re.compile("[A-Za-zÀ-ɏ]")


def nominative(name: str, printed: Collection[str] = ()) -> str:
    """Return a name in the nominative where only so its first word is a given name; any other as it is.

    A given name is one that is known, or that stands in the nominative among the words `printed` elsewhere in the document.
    """
    given, *rest = name.split()
    if rest and (pair := next((pair for pair in _TELLING if rest[-1].endswith(pair[0])), None)):
        return " ".join([given, *rest[:-1], rest[-1].removesuffix(pair[0]) + pair[1]])
    if rest and is_given(given) and rest[-1].endswith(tuple(_OF_WOMEN)):
        ending, instead = next(pair for pair in _OF_WOMEN.items() if rest[-1].endswith(pair[0]))
        return " ".join([given, *rest[:-1], rest[-1].removesuffix(ending) + instead])
    if rest and (man := _of_man(given, rest)) is not None:
        return man
    if not rest or is_given(given) or given in printed or name.isupper():
        return name
    own, woman = next(_nominatives(given, printed), (given, False))
    surname = [_surname(word, woman) for word in rest]
    # In Latin letters many women's names end as men's in the genitive do: the surname has to change as well.
    return name if own == given or (_LATIN.match(given) and surname == rest) else " ".join([own, *surname])


def may_be_given(word: str) -> bool:
    """Tell whether a word is a known given name in any case."""
    return is_given(word) or next(_nominatives(word, ()), None) is not None


def _of_man(given: str, rest: Sequence[str]) -> str | None:
    """Return a man's name in the nominative if the patronymic or the surname tells the case; None if neither does."""
    own = _without_ending(rest[-1], tuple(_OF_MEN.items()))
    if own == rest[-1] and all(_without_ending(word, _PATRONYMICS_OF_MEN) == word for word in rest[:-1]):
        return None
    southern = own.endswith(("ić", "ић"))
    forms = [
        given.removesuffix(end) + instead for end, instead in (*_ENDS_IN_O * southern, *_GIVEN_OF_MEN) if given.endswith(end)
    ]
    first = next((form for form in forms if len(form) >= LEAST_STEM and is_given(form)), given)
    return " ".join(
        [first, *(_surname(word, woman=False) for word in rest[:-1]), own if own != rest[-1] else _surname(own, False)]
    )


def _without_ending(word: str, endings: Sequence[tuple[str, str]]) -> str:
    for ending, instead in endings:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= LEAST_STEM - 1:
            return stem + instead
    return word


def _nominatives(given: str, printed: Collection[str]) -> Iterator[tuple[str, bool]]:
    endings = [*((one, True) for one in _GIVEN_OF_WOMEN), *((one, False) for one in _GIVEN_OF_MEN)]
    for (ending, instead), woman in endings:
        own = given.removesuffix(ending) + instead
        if given.endswith(ending) and len(own) >= LEAST_STEM and (is_given(own) or own in printed):
            yield own, woman


def _surname(word: str, woman: bool) -> str:
    patronymics = _PATRONYMICS_OF_WOMEN if woman else _PATRONYMICS_OF_MEN
    for ending, instead in (*patronymics, *(_SURNAMES_OF_WOMEN if woman else _SURNAMES_OF_MEN)):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= LEAST_STEM:
            return stem + instead
    return word


def inflected_alike(name: str, others: Iterable[str]) -> str | None:
    """Return the one other name of which a name is another case: "Остап Гавриленко" for "Остапа Гавриленка"."""
    words = name.split()
    same = {other for other in others if len(other.split()) == len(words) and all(map(_same_stem, words, other.split()))}
    return same.pop() if len(same) == 1 else None


def _same_stem(one: str, other: str) -> bool:
    stem = max(LEAST_STEM, min(len(one), len(other)) - 2)
    return one.casefold()[:stem] == other.casefold()[:stem]


# Words for events in a language, and there the endings of a genitive and of the nominative, most telling first.
_BEFORE_EVENTS = (
    (
        "konferens konferensen konferanse konferansen konference konferencen møde träff träffen tale tal anförande uttalande "
        "uttalelse innlegg indlæg besked intervju intervjun redogörelse",
        _pairs("s -"),
    ),
    (
        "tilaisuus tilaisuudessa tilaisuuden haastattelu haastattelussa puhe lausunto konferenssi esitys avaus puheenvuoro",
        _pairs(
            """
            mäen mäki, joen joki, niemen niemi, lahden lahti, rannan ranta, pellon pelto, kosken koski, järven järvi,
            lammen lampi, vuoren vuori, saaren saari, sen nen,
            kan kka, pan ppa, tan tta, an a, än ä, on o, ön ö, in i, un u, yn y, en i"""
        ),
    ),
    (
        "ბრიფინგი კონფერენცია ინტერვიუ განცხადება გამოსვლა პრესკონფერენცია",
        _pairs("შვილის შვილი, ძის ძე, იას ია, უას უა, ავას ავა, ის ი, ას ა, ოს ო"),
    ),
    ("ասուլիսը ասուլիս ճեպազրույց ճեպազրույցը հարցազրույցը հարցազրույց ելույթը խոսքը", _pairs("յանի յան, ունու ունի, ի -")),
    (
        "мәслихаты баспасөз сұхбаты брифингі сөзі конференциясы мәлімдемесі",
        _pairs("ның -, нің -, дың -, дің -, тың -, тің -"),
    ),
    ("konfransı brifinqi müsahibəsi çıxışı konfrans", _pairs("nın -, nin -, nun -, nün -, ın -, in -, un -, ün -")),
    ("ব্রিফিং সম্মেলন সাক্ষাৎকার বক্তব্য", _pairs("ের -")),
    ("anjumani brifingi suhbati intervyusi nutqi konferensiyasi", _pairs("ning -")),
)
_ENDINGS_OF = {event: endings for events, endings in _BEFORE_EVENTS for event in events.split()}
_ALL_PAIRS = tuple(pair for _, endings in _BEFORE_EVENTS for pair in endings)
# What other cases join to a name that stands in the nominative elsewhere in the document.
_JOINED = frozenset(
    """s ns n in en an än on ön lle lla lta ltä lta ssa ssä sta stä lle llä na nä e i u a l lt le t ga ks st nak nek val vel
    tól től hoz hez ral rel ról ről nal nel ban ben t ot et at öt ın in un ün nın nin nun nün ya ye dan den la le yla yle
    ning ni ga ის ს მა მ თან ით ი ին ից ով ը ն ի ու ның нің дың дің тың тің ға ге мен нын нин дын дин у ом ем е а ой ою ым
    ови еві єм і ої ую ая ів owi em om ą y ę iem ovi u ou ei io ui į is ai ą am ām im s ar ur i um ës it in ve un""".split()
)
_PLAIN_JOINED = frozenset(map(plain, _JOINED)) | frozenset(map(fold, _JOINED))


@lru_cache(maxsize=4096)
def _endings_before(word: str) -> tuple[tuple[str, str], ...]:
    """Return the endings of names before a folded word, if it names an event: "presskonferens"."""
    found = next(
        (event for event in _ENDINGS_OF if word == event or (len(event) > LEAST_STEM + 1 and word.endswith(event))), None
    )
    return _ENDINGS_OF[found] if found else ()


def before_event(name: str, behind: Sequence[str]) -> str:
    """Return a name in the nominative; of the words behind it (folded) one may be an event: "Karin Thorells presskonferens"."""
    given, *rest = name.split()
    if not rest or not (is_given(given) or given[:1].lower() == given[:1].upper()):
        return name
    last = rest[-1]
    for ending, instead in (pair for word in behind for pair in _endings_before(word)):
        stem = last.removesuffix(ending)
        if stem != last and len(stem) >= LEAST_STEM:
            return " ".join([given, *rest[:-1], stem + instead])
    return name


def basic_form(name: str, others: Sequence[str]) -> str:
    """Return a name in the nominative: as another passage prints it, or by the endings of its language."""
    own = plain(name).split()
    for other in others:
        last = plain(other).split()
        if other != name and last[:-1] == own[:-1] and declines(own[-1], last[-1]):
            return other
    return nominative(name)


def declines(form: str, basic: str) -> bool:
    """Tell whether one folded word is another with an ending joined, or with its last letters changed for one."""
    if form == basic or len(basic) < LEAST_STEM or not form.endswith(tuple(_JOINED)):
        return False
    if form.startswith(basic):
        return form[len(basic) :] in _PLAIN_JOINED
    pairs = ((form.removesuffix(plain(ending)), plain(instead)) for ending, instead in _ALL_PAIRS)
    if any(stem != form and stem + instead == basic for stem, instead in pairs):
        return True
    shared = len(basic) - 1
    return shared > LEAST_STEM and form[:shared] == basic[:shared] and form[shared:] in _PLAIN_JOINED
