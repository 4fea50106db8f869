"""The language of a transcript: by script, then by its most frequent small words and its own letters."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from archive.parsing.lines import Reading

_SMALL_WORDS = {
    "en": "the of and to in that is for we it on with this are have be as was not our you i what do",
    "fr": "le la les des et de que nous est une dans pour qui sur pas vous avec sont du au",
    "de": "der die das und ist nicht wir dass auch mit von für den ich es auf ein eine sich zu",
    "es": "el los las que de en y por una con para del es nosotros se lo no como más muy",
    "pt": "o os as que de em e um uma com para do da não se por mais são nós dos",
    "it": "il gli che di e un una con per del della non si sono anche nel più noi dei",
    "ca": "el els les que de i en una amb per del és no com més molt aquest són als dels",
    "ro": "de și şi în la să a că nu pe cu este o din care pentru au sunt mai noi",
    "pl": "i w na że z się do nie to jest jak o dla przez oraz ale są po został co",
    "cs": "a je se na v že to s z do jsme ale o jako pro jsou byl bylo které jsem by",
    "sk": "a je sa na v že to s z do sme ale o ako pre sú bol bolo ktoré som by",
    "sl": "in je se na v da to z s za so ki pa bi tudi smo ne kot po bo",
    "hr": "i je se na u da to s za su od koji će smo ne kao što nije ali biti",
    "hu": "a az és hogy nem is ez egy van mi meg de el volt kell ha azt erre mint csak",
    "fi": "ja on ei että se myös ovat oli tämä mutta kun joka niin olemme me tai kuin sen hän jo",
    "et": "ja on ei et see ka oli me aga mis kui ning selle meie oma seda ta või need olla",
    "lv": "un ir ka uz no ar par tas arī kas to mēs bet kā nav pie šo vai lai tika",
    "lt": "ir yra kad į iš su tai kaip ne apie mes bet jis buvo prie taip dėl mūsų kurie bus",
    "sv": "och att det är i en som på av för med vi den inte har till om ett de var",
    "da": "og at det er i en som på af for med vi den ikke har til om et hvad efter blev meget os",
    "no": "og å det er i en som på av for med vi den ikke har til om hva etter ble mye oss skjedd",
    "is": "og að það er í sem á við um ekki með var hann en til af þetta hefur verið eru",
    "nl": "de het een en van dat is we niet in op voor met zijn ook die te er aan om",
    "tr": "ve bir bu için de da ile olarak daha çok olan var biz ne gibi en",
    "az": "və bir bu üçün də da ilə olan çox biz kimi ki var daha o mən",
    "sq": "dhe të në e për me që një nuk është si ne nga ka do kjo jemi por së",
    "vi": "và của là các có được cho trong với những một này không chúng đã để về ông tôi ta",
    "id": "yang dan di untuk dengan ini itu dari kita tidak akan kami pada adalah ke juga dalam bahwa telah",
    "sw": "na ya wa kwa ni katika za la hii kuwa hiyo yetu sisi pia lakini kama",
    "eu": "eta da ez du bat hau dira dugu gure ere izan baina egin",
    "ru": "и в не на что с мы это как по но из для к у о все так за был",
    "uk": "і в не на що з ми це як та але для до у про й від за які був",
    "bg": "и в не на че с ние това как по но от за се е са да ще към бяха",
    "mk": "и во не на дека со ние ова како по но од за се е да ќе до беа сме",
    "sr": "и у не на да са ми то како по али од за се је су ће што смо није",
    "be": "і ў не на што з мы гэта як па але для да у аб ад за каб быў",
    "kk": "және мен бұл үшін деп бір біз да де осы жоқ бар болып туралы",
    "mn": "ба нь энэ бол юм нэг бид байна гэж болон тухай",
}
# The letters of each language beyond a to z and а to я; others count against it.
_LETTERS = {
    "en": "",
    "fr": "àâæçéèêëîïôœùûü",
    "de": "äöüß",
    "es": "áéíñóúü",
    "pt": "áâãàçéêíóôõú",
    "it": "àèéìíòù",
    "ca": "àçèéíïòóúü",
    "ro": "ăâîșşțţ",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "fi": "äö",
    "et": "äöõüšž",
    "lv": "āčēģīķļņšūž",
    "lt": "ąčęėįšųūž",
    "sv": "åäöé",
    "da": "æøåé",
    "no": "æøåé",
    "is": "áæéíðóöúýþ",
    "nl": "ëïéèöü",
    "tr": "çğıöşüâî",
    "az": "çğıəöşü",
    "sq": "ëç",
    "vi": "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ",
    "id": "",
    "sw": "",
    "eu": "ñ",
    "ru": "ё",
    "uk": "іїєґ",
    "bg": "",
    "mk": "ѓќѕјљњџ",
    "sr": "ђћјљњџ",
    "be": "ёіў",
    "kk": "әғқңөұүһі",
    "mn": "ёөү",
}
# Letters from а to я that a language does not have.
_WITHOUT = {"uk": "ёъыэ", "bg": "ыэё", "mk": "йщъыьэюя", "sr": "йщъыьэюя", "be": "иъщ"}
_LETTER = re.compile(r"[\u00df-\u024f\u0400-\u052f\u1e00-\u1eff]")
_CYRILLIC = frozenset("ru uk bg mk sr be kk mn".split())
_SETS = {language: frozenset(text.split()) for language, text in _SMALL_WORDS.items()}
_OF_WORD = {word: [language for language in _SETS if word in _SETS[language]] for small in _SETS.values() for word in small}
# Unicode ranges of scripts, first and last.
_SCRIPTS = (
    ("latin", "AZ az \u00c0\u024f \u1e00\u1eff"),
    ("greek", "\u0370\u03ff \u1f00\u1fff"),
    ("cyrillic", "\u0400\u052f"),
    ("armenian", "\u0530\u058f"),
    ("hebrew", "\u05d0\u05ea"),
    ("arabic", "\u0600\u077f"),
    ("devanagari", "\u0900\u097f"),
    ("bengali", "\u0980\u09ff"),
    ("tamil", "\u0b80\u0bff"),
    ("thai", "\u0e01\u0e5b"),
    ("lao", "\u0e80\u0eff"),
    ("burmese", "\u1000\u109f"),
    ("georgian", "\u10a0\u10ff"),
    ("ethiopic", "\u1200\u137f"),
    ("khmer", "\u1780\u17ff"),
    ("han", "\u3040\u30ff \u3400\u9fff"),
    ("hangul", "\uac00\ud7af"),
)
_ONE_LANGUAGE = {
    "hangul": "ko",
    "greek": "el",
    "hebrew": "he",
    "thai": "th",
    "devanagari": "hi",
    "bengali": "bn",
    "tamil": "ta",
    "georgian": "ka",
    "armenian": "hy",
    "ethiopic": "am",
    "khmer": "km",
    "lao": "lo",
    "burmese": "my",
}
SAMPLE = 30_000
# Fewer words are not enough evidence.
FEW = 40


def script_of(text: str) -> str:
    """Return the script of most letters in a text ("latin", "cyrillic", "han", "greek" ...)."""
    sample = text[:SAMPLE]
    if sample.isascii():
        return "latin"
    counts: Counter[str] = Counter()
    for char, count in Counter(sample).items():
        counts[_script_of_letter(char)] += count
    del counts[""]
    return max(counts, key=lambda script: counts[script], default="latin")


@lru_cache(maxsize=10_000)
def _script_of_letter(char: str) -> str:
    return next((script for script, spans in _SCRIPTS for span in spans.split() if span[0] <= char <= span[1]), "")


@cache
def script_of_language(language: str) -> str:
    """Return the script a language is written in."""
    if language in _CYRILLIC:
        return "cyrillic"
    if language in ("zh", "ja"):
        return "han"
    if language in ("ar", "fa", "ur"):
        return "arabic"
    return next((script for script, code in _ONE_LANGUAGE.items() if code == language), "latin")


def find_language(reading: Reading, spoken: str) -> tuple[str, str]:
    """Return the language's two-letter code and its source."""
    whole = " ".join(line.text for line in reading.lines[:200])
    given = reading.field("language")
    if not (text := spoken or whole).strip():
        return (given.value[:2].lower(), given.where) if given else ("en", "default")
    if len(spoken.split()) < FEW and script_of(spoken) == script_of(whole):
        text = f"{spoken} {whole}"
    language = language_of(text)
    if given is not None and given.value[:2].lower() == language:
        return language, given.where
    return language, "the words"


def language_of(text: str) -> str:
    """Guess the language from a text's first 30,000 characters; English by default."""
    sample = text[:SAMPLE].casefold()
    script = script_of(sample)
    if script == "han":
        return "ja" if re.search(r"[\u3040-\u30ff]", sample) else "zh"
    if script == "arabic":
        return "ur" if re.search(r"[ٹڈڑے]", sample) else "fa" if re.search(r"[پچژگ]", sample) else "ar"
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    found = Counter(re.findall(r"[^\W\d_]+", sample))
    if script == "latin" and sum(found[word] for word in _SETS["en"]) * 5 > found.total():
        return "en"
    usual = "ru" if script == "cyrillic" else "en"
    among = [language for language in _SETS if (language in _CYRILLIC) == (script == "cyrillic")]
    letters = Counter(_LETTER.findall(sample))
    scores = {language: -_foreign(language, letters) for language in among}
    for word in found.keys() & _OF_WORD.keys():
        for language in _OF_WORD[word]:
            if language in scores:
                scores[language] += found[word]
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > scores[usual] + abs(scores[usual]) * 0.2 else usual


def _foreign(language: str, letters: Counter[str]) -> int:
    own, without = _LETTERS[language], _WITHOUT.get(language, "")
    return sum(count for letter, count in letters.items() if letter in without or not (letter in own or "а" <= letter <= "я"))
