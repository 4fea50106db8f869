"""Words are found in every script and language, and joined, hyphenated and grouped ones however they are printed."""

from __future__ import annotations

import unicodedata

import pytest

from search.query.syntax import parse
from search.text.scripts import cleaned, fold_letters
from search.text.words import folded_words
from tests.search.text.scripts import Shelf

TEXTS = {
    "chinese": ("zh", "和平是可能的。平等与和谐,也是目標。部长2023年访问中国-ASEAN中心。"),
    "traditional": ("zh", "國家之間的談判仍在繼續"),
    "parted": ("zh", "他说和。平静之后再谈"),
    "japanese": ("ja", "平和は可能です。ﾊﾞﾙﾄﾞｱの大臣はジョー・カルドと会談した。"),
    "korean": ("ko", "평화는 가능하다. 평화를 위한 협정이 필요하다."),
    "korean apart": ("ko", unicodedata.normalize("NFD", "우리는 안보를 논의했다")),
    "thai": ("th", "สันติภาพเป็นไปได้ รัฐมนตรีประชุมที่กรุง"),
    "lao": ("lo", "ສັນຕິພາບເປັນໄປໄດ້"),
    "khmer": ("km", "សន្តិភាពអាចធ្វើទៅបាន"),
    "burmese": ("my", "ငြိမ်းချမ်းရေးဖြစ်နိုင်သည်"),
    "arabic": ("ar", "السَّلام ممكن، وسلام الشعوب غاية. الحكومة قالت كلمتها"),
    "arabic clitics": ("ar", "نطالب بسلام عادل وبالمفاوضات مع الحكومات"),
    "arabic letters": ("ar", "إعـــلان الرؤية على لسان مصطفى"),
    "persian": ("fa", "دولت کشور‌های منطقه را دعوت کرد؛ مذاکره‌ها ادامه دارد"),
    "urdu": ("ur", "حکومت نے امن کی بات کی"),
    "hebrew": ("he", "הַשָּׁלוֹם אפשרי, והממשלה תדון בהסכמים"),
    "russian": ("ru", "Россия и её соседи ведут переговоры. Министр Королёв верит в это."),
    "russian 2": ("ru", "Мы говорили с Россией о договоре"),
    "ukrainian": ("uk", "Україна захищає своє здоров'я, Ґалич у нашій пам’яті"),
    "serbian": ("sr", "Народна скупштина разматра мировни споразум, рекао је Шешичић"),
    "french": ("fr", "L'Ukraine a négocié des accords nationaux; aujourd'hui, les négociations continuent à l’Élysia."),
    "spanish": ("es", "Las negociaciones de paz continúan mañana"),
    "german": ("de", "Die Verhandlungen in Groß-Müllheim führten zu Maßnahmen des Präsidenten"),
    "italian": ("it", "Il vertice dell'Unione e le trattative con l'Egizia"),
    "portuguese": ("pt-BR", "As negociações com os países vizinhos"),
    "turkish": ("tr", "IĞDIR'da İstanbul’un barış görüşmelerini konuştu"),
    "dutch": ("nl", "De onderhandelingen over vrede"),
    "polish": ("pl", "Rozmowy pokojowe o Łodzi z ministrem"),
    "vietnamese": ("vi", "Hòa bình ở Đà Nẵng là điều có thể"),
    "greek": ("el", "Η ειρήνη είναι δυνατή, είπε ο υπουργός ΕΞΩΤΕΡΙΚΏΝ"),
    "hindi": ("hi", "शांति संभव है, मंत्री ने फ़ैसला किया"),
    "numerals": ("ar", "في عام ٢٠٢٣ كان ١٬٢٣٤٬٥٦٧ شخصا"),
    "english": ("en", "The pre-war sil­ver­wing x-ray of al-Zibi's F-16s; COVID-19 met Lord Malloch-Brunt. Ｗｉｄｅ words."),
    "joined": ("en", "A prewar xray, Covid19 and an F16 of alzibi, said d'Estorel."),
    "grouped": ("en", "We counted 1 234 567 people and 9,876,543 votes, then 7.654.321 seats, then 12 345 carts."),
    "narrow": ("fr", "Il y avait 2\u202f345\u202f678 habitants"),
    "plain": ("en", "The sum was 1234567 in all, 12345 too, and the general relations of national relatives."),
    "russian word": ("en", "He said Россию twice, and Zürich once; CAFE\u0301 too."),
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return Shelf(tmp_path_factory.mktemp("scripts") / "index", TEXTS)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("和平", {"chinese"}),
        ("平和", {"japanese"}),
        ("和", {"chinese", "japanese", "parted"}),
        ("和平*", {"chinese"}),
        ('"和平是可能"', {"chinese"}),
        ("和平 可能", {"chinese"}),
        ("国家", {"traditional"}),
        ("谈判", {"traditional"}),
        ("2023年", {"chinese"}),
        ("中国", {"chinese"}),
        ("asean 中心", {"chinese"}),
        ("中国-ASEAN", {"chinese"}),
        ("バルドア", {"japanese"}),
        ("ﾊﾞﾙﾄﾞｱ", {"japanese"}),
        ("ジョーカルド", {"japanese"}),
        ("평화", {"korean"}),
        ("협정", {"korean"}),
        ("안보", {"korean apart"}),
        ("สันติภาพ", {"thai"}),
        ("รัฐมนตรี ประชุม", {"thai"}),
        ("ພາບ", {"lao"}),
        ("សន្តិភាព", {"khmer"}),
        ("ငြိမ်းချမ်းရေး", {"burmese"}),
        ("سلام", {"arabic", "arabic clitics"}),
        ("السلام", {"arabic", "arabic clitics"}),
        ("السَّلام", {"arabic", "arabic clitics"}),
        ("حكومة", {"arabic", "arabic clitics"}),
        ("مفاوضات", {"arabic clitics"}),
        ("اعلان", {"arabic letters"}),
        ("الرویه", {"arabic letters"}),
        ("مصطفي", {"arabic letters"}),
        ("كشورها", {"persian"}),
        ("مذاكره", {"persian"}),
        ("حكومت", {"urdu"}),
        ("שלום", {"hebrew"}),
        ("השלום", {"hebrew"}),
        ("ממשלה", {"hebrew"}),
        ("הסכם", {"hebrew"}),
        ("Россию", {"russian", "russian 2", "russian word"}),
        ("россия переговорам", {"russian"}),
        ("Королев", {"russian"}),
        ("korolev", {"russian"}),
        ('"Россию"', {"russian word"}),
        ("україну", {"ukrainian"}),
        ("здоровя", {"ukrainian"}),
        ("ґалич", {"ukrainian"}),
        ("галич", {"ukrainian"}),
        ("sporazum", {"serbian"}),
        ("Šešičić", {"serbian"}),
        ("скупштине", {"serbian"}),
        ("Ukraine", {"french"}),
        ("l'Ukraine", {"french"}),
        ("négociation", {"french"}),
        ("negocie", {"french", "spanish", "portuguese"}),
        ("national", {"french", "plain"}),
        ("elysia", {"french"}),
        ("negociación", {"spanish"}),
        ("negociação", {"portuguese"}),
        ("verhandlung", {"german"}),
        ("Muellheim", {"german"}),
        ("massnahme", {"german"}),
        ("präsident", {"german"}),
        ("unione", {"italian"}),
        ("trattativa", {"italian"}),
        ("ığdır", {"turkish"}),
        ("istanbul", {"turkish"}),
        ("görüşmeler", {"turkish"}),
        ("onderhandeling", {"dutch"}),
        ("rozmowa", {"polish"}),
        ("da nang", {"vietnamese"}),
        ("Đà Nẵng", {"vietnamese"}),
        ("ειρηνη", {"greek"}),
        ("Εξωτερικών", {"greek"}),
        ("फैसला", {"hindi"}),
        ("फ़ैसले", {"hindi"}),
        ("2023", {"chinese", "numerals"}),
        ("٢٠٢٣", {"chinese", "numerals"}),
        ("Malloch-Bru*", {"english"}),
        ("al-zi*", {"english"}),
        ("F-16*", {"english", "joined"}),
        ("F-1*", {"english", "joined"}),
        ("l'Ukr*", {"french"}),
        ("F-16", {"english", "joined"}),
        ("Ｆ－１６", {"english", "joined"}),
        ("F16s", {"english", "joined"}),
        ("sil­ver­wing", {"english"}),
        ("silver\u200bwing", {"english"}),
        ("silverwing", {"english"}),
        ("cafe\u0301", {"russian word"}),
        ("wide", {"english"}),
        ("1234567", {"grouped", "plain", "numerals"}),
        ("1 234 567", {"grouped", "plain", "numerals"}),
        ("1,234,567", {"grouped", "plain", "numerals"}),
        ("1.234.567", {"grouped", "plain", "numerals"}),
        ("1\u202f234\u2009567", {"grouped", "plain", "numerals"}),
        ("9876543", {"grouped"}),
        ("7 654 321", {"grouped"}),
        ("2345678", {"narrow"}),
        ("12345", {"grouped", "plain"}),
        ("12 345", {"grouped", "plain"}),
        ("covid19", {"english", "joined"}),
        ("covid-19", {"english", "joined"}),
        ("COVID 19", {"english", "joined"}),
        ("prewar", {"english", "joined"}),
        ("pre-war", {"english", "joined"}),
        ("xray", {"english", "joined"}),
        ("x-ray", {"english", "joined"}),
        ("alzibi", {"english", "joined"}),
        ("al-Zibi", {"english", "joined"}),
        ("mallochbrunt", {"english"}),
        ("Estorel", {"joined"}),
        ("destorel", {"joined"}),
        ('"pre-war silverwing"', {"english"}),
        ("relation", {"plain"}),
    ],
)
def test_it_is_found_there_and_nowhere_else(shelf, typed, names):
    assert shelf.found(typed) == names


@pytest.mark.parametrize(
    ("typed", "name", "marked"),
    [
        ("和平", "chinese", ["和平"]),
        ("可能 和", "chinese", ["和", "可能", "和"]),
        ("谈判", "traditional", ["談判"]),
        ("バルドア", "japanese", ["ﾊﾞﾙﾄﾞｱ"]),
        ("평화", "korean", ["평화", "평화"]),
        ("สันติภาพ", "thai", ["สันติภาพ"]),
        ("سلام", "arabic", ["السَّلام", "وسلام"]),
        ("سلام", "arabic clitics", ["بسلام"]),
        ("שלום", "hebrew", ["הַשָּׁלוֹם"]),
        ("Россию", "russian", ["Россия"]),
        ("Россию", "russian 2", ["Россией"]),
        ("sporazum", "serbian", ["споразум"]),
        ("Ukraine", "french", ["Ukraine"]),
        ("negocie", "french", ["négocié", "négociations"]),
        ("1234567", "grouped", ["1 234 567"]),
        ("prewar", "english", ["pre-war"]),
        ("Malloch-Bru*", "english", ["Malloch-Brunt"]),
        ("F-16", "english", ["F-16s"]),
        ("covid19", "english", ["COVID-19"]),
        ("alzibi", "english", ["al-Zibi's"]),
        ("silverwing", "english", ["sil­ver­wing"]),
        ("war*", "english", ["war"]),
    ],
)
def test_the_right_letters_are_marked(shelf, typed, name, marked):
    assert shelf.marked(typed, name) == marked


@pytest.mark.parametrize("typed", ["和平", "Россию", "سلام", "negocie", "1234567", "prewar", "F-16", "평화", "al-zi*", "שלום"])
def test_what_is_found_is_marked(shelf, typed):
    assert all(shelf.marked(typed, name) for name in shelf.found(typed)) and shelf.found(typed)


def test_words_that_are_known_in_any_language_are_not_misspelt(shelf):
    assert not shelf.corrections("Россию négociation سلام 和平 평화 prewar negocie")


def test_a_misspelt_word_of_another_language_is_put_right(shelf):
    assert shelf.corrections("verhandlungn") == {"verhandlungn": "verhandlungen"}
    assert shelf.corrections("pereggovory") == {"pereggovory": "peregovory"}


def test_nearly_spelt_words_are_found_in_any_language(shelf):
    assert shelf.found("переговори~") == {"russian"}
    assert shelf.found("verhandlungn~") == {"german"}


@pytest.mark.parametrize("typed", ['"россия переговоры"~5', '"negociations continuent"~3', '"和平 目标"~20'])
def test_words_near_each_other_are_found(shelf, typed):
    assert len(shelf.found(typed)) == 1


def test_an_address_that_is_pasted_is_no_pattern():
    query = parse("https://x.example/a?b=c*")
    assert not query.problems and folded_words("https://x.example/a?b=c*") == ("https", "x", "example", "a", "b", "c")
    assert query.said == parse("https://x.example/a?b=c*").said and "Wildcard" not in repr(query.said)


@pytest.mark.parametrize("typed", ["sil\u00adver", "sil\u200bver", "sil\u2060ver", "sil\ufeffver", "\u200esilver\u200f"])
def test_what_is_pasted_is_cleaned_as_a_text_is(typed):
    assert cleaned(typed) == "silver" and folded_words(typed) == ("silver",) and parse(typed).said == parse("silver").said


def test_marks_of_letters_are_not_taken_off_where_they_make_another_letter():
    assert fold_letters("が") != fold_letters("か")
    assert fold_letters("नीति") != fold_letters("नति")
    assert fold_letters("й") != fold_letters("и") and fold_letters("ё") == fold_letters("е")


def test_a_title_in_capitals_is_searched_as_words_and_the_other_way_is_offered():
    query = parse("TO BE OR NOT TO BE")
    assert "Or(" not in repr(query.said) and "Not(" not in repr(query.said)
    (problem,) = query.problems
    assert problem.message == "Everything is in capitals, so OR and NOT are searched as words."
    assert problem.suggestion == "to be OR NOT to be" and parse(problem.suggestion).said != query.said
    assert "Not(" in repr(parse(problem.suggestion).said)


def test_names_in_capitals_are_joined_by_operators_and_the_other_way_is_offered():
    query = parse("NATO OR EU")
    assert query.said == parse("nato OR eu").said or "Or(" in repr(query.said)
    (problem,) = query.problems
    assert problem.suggestion == "NATO or EU" and "Or(" not in repr(parse(problem.suggestion).said)


@pytest.mark.parametrize("typed", ["war OR peace", "NATO EU", "(NATO OR EU)", "speaker:X OR NATO", "WAR AND PEACE"])
def test_nothing_is_said_of_operators_where_they_are_plain(typed):
    assert not [problem for problem in parse(typed).problems if "capitals" in problem.message or "operator" in problem.message]
