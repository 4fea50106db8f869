"""How Word writes the number of a list item: 4, iv, D, 四, ④ (`w:numFmt`, ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_HEBREW = dict(zip("אבגדהוזחטיכלמנסעפצקרשת", [*range(1, 10), *range(10, 100, 10), 100, 200, 300, 400], strict=True))
_ENGLISH = "one two three four five six seven eight nine ten eleven twelve".split()
_ENGLISH_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
# Letters that stand for 1, 2, 3 ...; past the last they are doubled, as Word does it.
_ALPHABETS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "hebrew2": "אבגדהוזחטיכלמנסעפצקרשת",
    "ganada": "가나다라마바사아자차카타파하",
    "chosung": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "aiueo": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "iroha": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
    "thaiLetters": "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "hindiConsonants": "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
_DIGITS = {
    "decimalFullWidth": "０１２３４５６７８９",
    "decimalFullWidth2": "０１２３４５６７８９",
    "thaiNumbers": "๐๑๒๓๔๕๖๗๘๙",
    "hindiNumbers": "०१२३४५६७८९",
    "ideographDigital": "〇一二三四五六七八九",
    "japaneseDigitalTenThousand": "〇一二三四五六七八九",
    "taiwaneseDigital": "○一二三四五六七八九",
    "koreanDigital": "영일이삼사오육칠팔구",
    "koreanDigital2": "零一二三四五六七八九",
}
_COUNTING = {
    **dict.fromkeys(
        "chineseCounting chineseCountingThousand taiwaneseCounting taiwaneseCountingThousand japaneseCounting".split(),
        "一二三四五六七八九十百千",
    ),
    **dict.fromkeys("chineseLegalSimplified ideographLegalTraditional".split(), "壹贰叁肆伍陆柒捌玖拾佰仟"),
    "japaneseLegal": "壱弐参四伍六七八九拾百阡",
    "koreanCounting": "일이삼사오육칠팔구십백천",
    "koreanLegal": "일이삼사오육칠팔구십백천",
}
_CIRCLED = {"decimalEnclosedCircle": ("①", 20), "decimalEnclosedCircleChinese": ("①", 20), "ideographEnclosedCircle": ("㊀", 10)}
_SIGNS = {"decimalEnclosedParen": "({})", "decimalEnclosedFullstop": "{}.", "numberInDash": "- {} -", "decimalZero": "{:0>2}"}
MOST = 30_000


def numeral(number: int, format_: str) -> str | None:
    """Return a number in one of Word's formats; None for a format that is not known, or a number that has no such form."""
    if not 0 <= number <= MOST:
        return str(number)
    if format_ in ("decimal", "decimalHalfWidth"):
        return str(number)
    write = _WRITERS.get(format_)
    return write(number) if write is not None else _by_table(number, format_)


def _by_table(number: int, format_: str) -> str | None:
    if format_ in _SIGNS:
        return _SIGNS[format_].format(number)
    if format_ in _DIGITS:
        return str(number).translate(dict(zip(map(ord, "0123456789"), _DIGITS[format_], strict=True)))
    if format_ in _ALPHABETS and number:
        times, place = divmod(number - 1, len(_ALPHABETS[format_]))
        return _ALPHABETS[format_][place] * (times + 1)
    if signs := _COUNTING.get(format_):
        return _counted(number, signs) if 0 < number < 10_000 else str(number)
    if format_ in _CIRCLED:
        first, most = _CIRCLED[format_]
        return chr(ord(first) + number - 1) if 0 < number <= most else str(number)
    return None


def _counted(number: int, signs: str) -> str:
    """Write a number below ten thousand in the words of East Asia: 12 is 十二, 115 is 一百一十五."""
    figures, powers = signs[:9], ("", *signs[9:])
    places = [int(digit) for digit in reversed(str(number))]
    spoken = [(figures[digit - 1] + powers[place]) for place, digit in enumerate(places) if digit]
    text = "".join(reversed(spoken))
    return text.removeprefix(figures[0]) if 10 <= number < 20 and figures[0] in "一일" else text


def _roman(number: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        times, number = divmod(number, worth)
        text += sign * times
    return text + _UNITS[number]


def _hebrew(number: int) -> str:
    text, left = "", number
    for letter, worth in reversed(_HEBREW.items()):
        while left >= worth and left not in (15, 16):
            text, left = text + letter, left - worth
    return text + {15: "טו", 16: "טז"}.get(left, "")


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def _word(words: list[str]) -> Callable[[int], str]:
    return lambda number: words[number - 1].capitalize() if 0 < number <= len(words) else str(number)


_WRITERS: dict[str, Callable[[int], str]] = {
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "hebrew1": _hebrew,
    "ordinal": _ordinal,
    "cardinalText": _word(_ENGLISH),
    "ordinalText": _word(_ENGLISH_ORDINALS),
}
