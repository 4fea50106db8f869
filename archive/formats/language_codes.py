"""Language tags (BCP 47) to the three letters of ISO 639-2/T."""

from __future__ import annotations

_THREE = dict(
    pair.split(":")
    for pair in (
        "ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces cy:cym da:dan de:deu el:ell en:eng es:spa et:est eu:eus fa:fas "
        "fi:fin fr:fra ga:gle gl:glg he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat kk:kaz km:khm ko:kor "
        "ky:kir lo:lao lt:lit lv:lav mk:mkd mn:mon ms:msa mt:mlt my:mya nb:nob ne:nep nl:nld nn:nno no:nor pl:pol ps:pus pt:por "
        "ro:ron ru:rus si:sin sk:slk sl:slv so:som sq:sqi sr:srp sv:swe sw:swa ta:tam tg:tgk th:tha tk:tuk tr:tur uk:ukr ur:urd "
        "uz:uzb vi:vie zh:zho"
    ).split()
)


def three_letters(tag: str) -> str:
    """Return the three letters of a language, "und" if unknown."""
    first = tag.lower().split("-")[0]
    return _THREE.get(first, first if len(first) == 3 and first.isascii() and first.isalpha() else "und")
