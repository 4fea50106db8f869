"""Names with an ending at the last word alone: "Laura Hietamäen", "Erik Sandelins"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from archive.parsing.cleaning import fold
from archive.parsing.speakers.given_names import is_given
from archive.parsing.speakers.oblique_names import nominative
from archive.parsing.speakers.short_names import plain

LEAST_STEM = 3  # letters


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read "genitive nominative, ..."; "-" stands for no ending."""
    return tuple((ending, instead.strip("-")) for ending, instead in map(str.split, text.split(",")))


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
