"""Names beside offices in scripts without capitals: Chinese, Japanese, Korean, Thai, Devanagari, Arabic and Hebrew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.parsing import lexicon
from archive.parsing.speakers.names.name_parts import is_given

HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_CHARACTERS = r"[\u3400-\u9fff\u3005]"
_OFFICES = "|".join(sorted((office for office in lexicon.OFFICES if HAN.search(office)), key=len, reverse=True))
_BODY = r"(?:外交部|国务院|國務院|国防部|國防部|商务部|外務省|内閣|외교부|청와대|합참|국방부|통일부|대통령실|총리실)?"
_BODY_NAME = re.compile(
    r"外交部|.*[部省府局厅廳庁院署会會司處处委]|[가-힣]+[부청처]"
    r"|(?:内閣)?官房|内閣|行政|立法|外交|外務|国防|國防|防衛|財務|财政|財政|法務|環境|环境|総務|農林水産|国土交通|厚生労働|文部科学|経済産業"
    r"|経済|经济|經濟|商务|商務|教育|国务|國務|卫生|衛生|新闻|新聞|事務|常务|常務|執行|代表|議会"
)
_EVENT = re.compile(
    "브리핑|회의|회담|성명|논평|발표|질의|会見|會見|会见|冒頭|発言|發言|官邸|談話|讲话|講話|演説|演讲|演講|質疑|応答|概要|記録|纪要|紀要|要旨|定例|例行|說明|说明|記者|记者|致辞|致辭|問答|问答|提问|主持|会議|会议|會議|大会|大會|動静|活动|活動|報告|报告|출석|회견|브리핑|기자|발언"
)
# "外交部发言人林安书", "外交部发言人 林安书"
_OFFICE_FIRST = re.compile(rf"({_CHARACTERS}{{0,12}}(?:{_OFFICES}))\s*({_CHARACTERS}{{2,4}})")
# Offices of any length, then the name behind a space: "国新办副局长、新闻发言人 林晓棠".
_HELD = rf"[\u3400-\u9fff\u3005、，·（）() ]{{2,60}}(?:{_OFFICES}|[长長员員任理官])|(?:发布|發布|主持|發言|发言)人"
_LONG_OFFICE = re.compile(rf"({_HELD})\s+({_CHARACTERS}{{2,4}})")
# "王小雲議員", "山野外務大臣", "한바다 대변인"
_NAME_FIRST = re.compile(rf"({_CHARACTERS}{{1,5}}?|[\uac00-\ud7af]{{2,4}}?)\s*({_BODY}\s?(?:(?:副|前|新|第一)?(?:{_OFFICES}))+)")
# Japanese offices, which follow the surname alone, mostly of two characters.
_JAPANESE = re.compile("大臣|外相|首相|総理|報道官|官房長官|委員長")
# "2022年5月6日外交部发言人孟一舟主持例行记者会", "西園寺公武外務大臣記者会見記録": within a line without word spaces.
_WITHIN_CHINESE = re.compile(
    "((?:外交部)?(?:发言人|發言人|外长|外長|部长|部長|总理|總理|总统|總統|大使))"
    "([\u3400-\u9fff]{2,4}?)(?=主持|就|在|接受|答|出席|举行|舉行|会见|會見|的|同|与|和|于|向|[，。、：:（(\\s]|$)"
)
# "財政司司長梁卓賢今日出席"
_LED_BODY = re.compile(
    rf"((?:(?!以下|為|为|由|與|与|和|及)[\u3400-\u9fff]){{1,12}}?(?:{_OFFICES}|[局司署院部處处廳厅][长長]))"
    "([\u3400-\u9fff]{2,3})(?=今|昨|明|亦|表示|說|说|出席|主持|就|在|會見|会见|[，。、：:（(\\s]|$)"
)
# "서도윤 대통령의", "한가람 국민소통수석이"
_KOREAN_HELD = re.compile(
    rf"(?<![\uac00-\ud7af])([\uac00-\ud7af]{{3}})\s((?:[\uac00-\ud7af]{{2,6}}\s?)?(?:{_OFFICES}|수석|차관|실장|국장))(?:의|이|가|은|는|을|를|과|와|께서|에게)?(?=[\s,.]|$)"
)
_WITHIN_JAPANESE = re.compile(
    "(?<![\u3400-\u9fff])([\u3400-\u9fff]{4,6}?) ?"
    "((?:外務|防衛|経済産業|農林水産|財務|法務|環境|内閣総理|総務|厚生労働|文部科学|国土交通)大臣|首相|外務報道官|報道官|官房長官)"
    "(?=記者|定例|臨時|閣議|会見|の|は|に|、|[（(\\s]|$)"
)
_REPORTER = re.compile(r"[(（][^()（）]*?([\uac00-\ud7af]{2,4})\s*(?:기자|특파원)\s*[)）]\s*$")
_SHORTEST_JAPANESE = 4
LONGEST_NAME = 6  # characters
_OFFICE_LEFT = re.compile("[部院長长司局處处員员官人者答問问副前新總总國国會会]")


# "連發言人書墨": the surname before the office, the given name behind it, as Taiwan prints it.
_AROUND_OFFICE = re.compile(rf"({_CHARACTERS})((?:副)?(?:{_OFFICES}))({_CHARACTERS}{{1,2}})")


# "財政司司長", "商務及經濟發展局局長": a body and its head.
_HEAD_OF_BODY = re.compile(
    rf"{_CHARACTERS}*[部省府局厅廳庁院署会會司處处委室科国國](?:副|前|新|第一)?(?:{_OFFICES}|[\u3400-\u9fff]?[长長])"
)


def is_han_office(label: str) -> bool:
    """Tell whether a label in Chinese characters is a body and the office of who leads it, without a name."""
    return _HEAD_OF_BODY.fullmatch(label) is not None


def is_event(text: str) -> bool:
    """Tell whether words in Chinese characters, kana or Hangul are about an event: "신년 기자회견"."""
    return HAN.search(text) is not None and _EVENT.search(text) is not None


def part_han(label: str) -> tuple[str, str, bool] | None:
    """Return office, name, and whether the name is only a surname; None for a label of another form."""
    if HAN.search(label) is None:
        return None
    if (found := _AROUND_OFFICE.fullmatch(label)) and label not in lexicon.OFFICES:
        name = found.group(1) + found.group(3)
        if not _OFFICE_LEFT.search(name):
            return found.group(2), name, False
    if (found := _NAME_FIRST.fullmatch(label)) and _is_person(name := found.group(1)):
        return found.group(2).strip(), name, _is_surname(name, found.group(2))
    if (found := _OFFICE_FIRST.fullmatch(label)) and _is_person(found.group(2)):
        return found.group(1), found.group(2), False
    if (found := _LONG_OFFICE.fullmatch(label)) and _is_person(found.group(2)):
        return found.group(1), found.group(2), False
    return None


def named_han(text: str) -> Iterator[tuple[str, str]]:
    """Yield full names beside an office in a short text, and the offices: "2023.09.04 한바다 대변인"."""
    tokens = text.split() if HAN.search(text) else []
    yield from ((found.group(2), found.group(1)) for found in _WITHIN_CHINESE.finditer(text))
    yield from ((found.group(1), found.group(2)) for found in _WITHIN_JAPANESE.finditer(text))
    yield from ((found.group(2), found.group(1)) for found in _LED_BODY.finditer(text) if _is_person(found.group(2)))
    yield from ((found.group(1), found.group(2)) for found in _KOREAN_HELD.finditer(text) if _is_person(found.group(1)))
    tokens = [piece for token in tokens for piece in re.split("[、，,：:；;（）()「」]", token) if piece]
    for index in range(len(tokens)):
        for size in (1, 2, 3):
            parts = part_han(" ".join(tokens[index : index + size]).strip("()[]【】,:：、"))
            if parts is not None and not parts[2]:
                yield parts[1], parts[0]
                break


def reporter_at_end(text: str) -> str | None:
    """Return the asker named in brackets after the question: "... (등대신문 이파도 기자)"; None if there is none."""
    found = _REPORTER.search(text[-80:])
    return found.group(1) if found else None


def may_be_han_name(name: str) -> bool:
    """Tell whether a word in Chinese characters, kana or Hangul may be a name, and is no word for an event or a body."""
    return len(name) <= LONGEST_NAME and _is_person(name)


def _is_person(name: str) -> bool:
    return name not in lexicon.OFFICES and not _BODY_NAME.fullmatch(name) and not _EVENT.search(name)


def _is_surname(name: str, office: str) -> bool:
    if _HANGUL.match(name):
        return len(name) < 2
    return len(name) < (_SHORTEST_JAPANESE if _JAPANESE.search(office) else 2)


_THAI = r"[\u0e01-\u0e4e]"
_THAI_OFFICE = r"โฆษก|รัฐมนตรี|นายกรัฐมนตรี|ปลัด|อธิบดี|เอกอัครราชทูต|ประธาน|เลขาธิการ|ผู้แทน|ผู้อำนวยการ"
_THAI_NAME = re.compile(
    rf"((?:{_THAI_OFFICE}){_THAI}*)\s*(?:นางสาว|นาง|นาย(?!ก)|ดร\.|(?:พล\.?|พ\.)[ก-ฮ]\.(?:[ก-ฮ]\.)?)\s?({_THAI}{{2,30}}\s+{_THAI}{{2,30}})"
)
# "นายชัชวีร์ ทองดี อธิบดีกรมสารนิเทศและโฆษกกระทรวงการต่างประเทศ"
_THAI_HELD = re.compile(
    rf"(?:นางสาว|นาง|นาย(?!ก)|ดร\.)\s?({_THAI}{{2,30}}\s+{_THAI}{{2,30}})\s+({_THAI}*(?:{_THAI_OFFICE}){_THAI}*)"
)
_DEVANAGARI = r"[\u0900-\u0963\u0970-\u097f]"
_DEVANAGARI_OFFICE = "प्रवक्ता|मंत्री|सचिव|राष्ट्रपति|प्रधानमंत्री|राजदूत|अध्यक्ष|महासचिव|राज्यमंत्री|निदेशक"
_SMALL = "की|के|का|ने|को|से|द्वारा|और|एवं|तथा|व|जी|में|पर|साथ|हैं|है|कहा"
_WORD = rf"(?!(?:{_SMALL})(?!{_DEVANAGARI})){_DEVANAGARI}+"
_DEVANAGARI_NAME = re.compile(
    rf"({_WORD}\s+(?:के\s+)?)?((?:{_DEVANAGARI_OFFICE}))(?!{_DEVANAGARI})\s*,?\s*(?:श्री|श्रीमती|सुश्री|डॉ\.?|महामहिम)\s+({_WORD}(?:\s+{_WORD}){{1,2}})"
)


def named_caseless(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names after an office and an honorific in a short text, and the offices."""
    for found in _THAI_NAME.finditer(text):
        yield found.group(2), found.group(1)
    for found in _THAI_HELD.finditer(text):
        yield found.group(1), found.group(2)
    for found in _DEVANAGARI_NAME.finditer(text):
        yield found.group(3), f"{found.group(1) or ''}{found.group(2)}".strip()


# Arabic and Hebrew put the article before an office's field: "وزير الخارجية", "שר החוץ". Without it, the country follows.
# Of whose name the next word is a part: "government of ...".
STATE_OF = frozenset("ממשלת ממלכת רפובליקת مملكة جمهورية حكومة دولة".split())
_CONSTRUCT = frozenset({"خارجية", "دفاع", "داخلية", "مالية"})
AND_JOINED, LEAST_JOINED = ("و", "ו"), 3
# What stands between an office and the name: fields, bodies and countries.
FIELDS = frozenset(
    """شؤون خارجية دفاع داخلية مالية اقتصاد عدل صحة تعليم تربية زراعة طاقة نقل إعلام حكومة برلمان وزراء جمهورية مملكة دولة مجلس
    السويد البرتغال فرنسا ألمانيا إيطاليا إسبانيا روسيا الصين تركيا مصر العراق سوريا لبنان قطر تونس ليبيا اليمن فلسطين
    إيران باكستان الهند
    اليابان بريطانيا هولندا بلجيكا النمسا النرويج الدنمارك فنلندا بولندا اليونان قبرص رومانيا المجر أوكرانيا كندا أستراليا
    البرازيل
    دولت جمهوری مجلس عراق سوریه ترکیه روسیه چین هند پاکستان افغانستان آلمان فرانسه انگلیس عمان قطر ژاپن ارمنستان آذربایجان
    ממשלת מדינת משרד הפרלמנט ממלכת רפובליקת החוץ הביטחון האוצר החינוך הבריאות המשפטים
    קפריסין יוון גרמניה צרפת איטליה ספרד רוסיה סין טורקיה מצרים ירדן פולין הונגריה רומניה בולגריה צכיה אוסטריה הולנד בלגיה שוודיה
    נורבגיה דנמרק פינלנד אוקראינה הודו יפן קנדה אוסטרליה ברזיל ארגנטינה מרוקו אזרבייגאן קזחסטן פורטוגל קרואטיה סרביה""".split()
)
_ARTICLE = re.compile("(?:ال|لل|ה)\\w{2,}")
INITIALS_AND_NAME = re.compile(r"(?:[^\W\d_]\.){1,3}[^\W\d_]{2,}")


def behind_article(tokens: Sequence[str], first: int) -> int:
    """Return where the name begins behind an office and what it is of, which has the article; 0 if nothing tells."""
    if _ARTICLE.match(tokens[first - 1]) and unjoined(tokens[first]) not in FIELDS:  # "the minister" is followed by the name
        return 0
    if (found := _initials(tokens, first)) > first:
        return found
    if tokens[first - 1] in STATE_OF:
        return first + 1 if first + 1 < len(tokens) else 0
    if tokens[first] in _CONSTRUCT:  # "foreign minister of ..."
        return first + 2 if first + 1 < len(tokens) else 0
    if (behind := _behind_fields(tokens, first)) > first:
        return behind
    start = first
    while (
        start < len(tokens) - 1
        and not is_given(tokens[start])
        and (_ARTICLE.match(tokens[start]) or unjoined(tokens[start]) in FIELDS)
    ):
        start += 1
    if is_given(tokens[start]):
        return start if start > first else 0
    return next((index for index in range(start, len(tokens) - 1) if is_given(tokens[index])), start if start > first else 0)


def _says_of_what(word: str) -> bool:
    return _ARTICLE.match(word) is not None or unjoined(word) in FIELDS


def unjoined(word: str) -> str:
    """Return a word without an "and" joined to it."""
    return word[1:] if word.startswith(AND_JOINED) and len(word) > LEAST_JOINED else word


def _behind_fields(tokens: Sequence[str], first: int) -> int:
    """Return the place behind fields and countries that have no article: "נשיא קפריסין ..."."""
    if unjoined(tokens[first]) not in FIELDS:
        return first
    return next((at for at in range(first, len(tokens)) if not _says_of_what(tokens[at])), first)


def _initials(tokens: Sequence[str], first: int) -> int:
    """Return the place of a word such as "С.В.Лавров", or of an initial before a surname; 0 if there is none."""
    return next((index for index in range(first, len(tokens)) if INITIALS_AND_NAME.fullmatch(tokens[index])), 0)
