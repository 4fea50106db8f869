"""How often the encoding of an undeclared text is recognised: `python -m benchmarks.encodings [--chardet|--charset-normalizer]`.

Invented sentences of thirty languages (tests/parsing/sentences.txt) are encoded as their publishers did, in lengths from 40 to
4000 bytes. A reading is right if every character is, whatever the encoding's name.
"""

from __future__ import annotations

import random
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.parsing.decoding.decode import decode

SENTENCES = Path(__file__).resolve().parent.parent / "tests" / "parsing" / "sentences.txt"
LENGTHS = (40, 80, 160, 400, 1000, 4000)
CENTRAL = "cp1250 iso8859_2 cp852"
WESTERN = "cp1252 iso8859_15 mac_roman cp850 cp437"
CYRILLIC = "cp1251 koi8_r iso8859_5 mac_cyrillic cp866"
ENCODINGS = {
    **dict.fromkeys(("cs", "pl", "sk", "hu", "hr", "sl", "ro"), CENTRAL),
    **dict.fromkeys(("ru", "bg"), CYRILLIC),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257 iso8859_13 cp775"),
    **dict.fromkeys(("fr", "de", "es", "pt", "it", "nl", "sv", "da", "fi", "is"), WESTERN),
    "uk": "cp1251 koi8_u iso8859_5 mac_cyrillic",
    "sr": "cp1251 iso8859_5",
    "el": "cp1253 iso8859_7 cp737",
    "tr": "cp1254 iso8859_9 cp857",
    "he": "cp1255 iso8859_8 cp862",
    "ar": "cp1256 iso8859_6",
    "vi": "cp1258",
    "th": "cp874",
    "zh": "gb18030",
    "zt": "big5",
    "ja": "shift_jis euc_jp iso2022_jp",
    "ko": "euc_kr",
}
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8")
# Characters missing in old encodings, and what was typed instead.
SUBSTITUTES = str.maketrans("’‘“”–—", "''\"\"--")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text of one language in one encoding."""

    language: str
    encoding: str
    length: int
    data: bytes


def sentences() -> dict[str, list[str]]:
    """Return the sentences of each language."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, _, text = line.partition("\t")
            found[language].append(text)
    return dict(found)


def samples(wide: bool = True) -> Iterator[Sample]:
    """Yield the matrix: each language, encoding and length."""
    for language, own in sentences().items():
        for encoding in [*ENCODINGS[language].split(), *(WIDE if wide else ())]:
            for length in LENGTHS:
                if (data := _data(own, encoding, length)) is not None:
                    yield Sample(language, encoding, length, data)


def _data(own: list[str], encoding: str, length: int) -> bytes | None:
    """Return about `length` bytes of whole characters, each sample starting with another sentence; None without evidence."""
    chance = random.Random(f"{own[0]} {encoding} {length}")
    text = ""
    while len(data := written(text, encoding)) < length:
        text += "".join(f"{sentence}\n" for sentence in chance.sample(own, len(own)))
    while len(data) > length:
        text = text[: min(len(text) - 1, len(text) * length // len(data) + 1)]
        data = written(text, encoding)
    return None if data.isascii() and encoding not in ("iso2022_jp", *WIDE) else data


def written(text: str, encoding: str) -> bytes:
    """Return a text in an encoding. Vietnamese needs separate marks, and old encodings have no curly quotes."""
    if encoding == "cp1258":
        return b"".join(_with_marks(char) for char in text)
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(SUBSTITUTES).replace("û", "u").encode(encoding, "ignore")


def _with_marks(char: str) -> bytes:
    for form in (char, *(unicodedata.normalize("NFC", p) for p in _parted(char))):
        try:
            return form.encode("cp1258")
        except UnicodeEncodeError:
            continue
    return unicodedata.normalize("NFD", char).encode("cp1258", "ignore")


def _parted(char: str) -> Iterator[str]:
    """Yield the letter with each one of its tone marks set apart."""
    apart = unicodedata.normalize("NFD", char)
    for place in range(1, len(apart)):
        yield unicodedata.normalize("NFC", apart[:place] + apart[place + 1 :]) + apart[place]


def is_right(sample: Sample, text: str) -> bool:
    """Say whether a reading has every character right."""
    wanted = sample.data.decode(sample.encoding)
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff")) == unicodedata.normalize("NFC", wanted)


def ours(data: bytes) -> str:
    """Read bytes as the product does."""
    return decode(data).text


def with_chardet(data: bytes) -> str:
    """Read bytes as chardet says."""
    import chardet  # type: ignore[import-not-found]

    return data.decode(chardet.detect(data)["encoding"] or "cp1252", "replace")


def with_charset_normalizer(data: bytes) -> str:
    """Read bytes as charset-normalizer says."""
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return data.decode(best.encoding, "replace") if best else ""


READERS: dict[str, Callable[[bytes], str]] = {
    "--chardet": with_chardet,
    "--charset-normalizer": with_charset_normalizer,
}


def main() -> None:
    """Print the share of right readings by length and encoding, and the wrong ones."""
    read = next((READERS[word] for word in sys.argv[1:] if word in READERS), ours)
    right: dict[str, list[bool]] = defaultdict(list)
    warned: dict[bool, list[bool]] = defaultdict(list)
    for sample in samples():
        fine = is_right(sample, read(sample.data))
        if read is ours:
            warned[fine].append(bool(decode(sample.data).doubt))
        for key in ("all", f"{sample.length:>5} bytes", sample.encoding, f"language {sample.language}"):
            right[key].append(fine)
        if not fine and "--wrong" in sys.argv:
            print(f"wrong: {sample.language} {sample.encoding} {sample.length}{' (warned)' * any(warned[False][-1:])}")
    for fine, told in warned.items():
        print(f"warned of {'right' if fine else 'wrong'} readings: {sum(told) / len(told):.1%} of {len(told)}")
    for key, found in sorted(right.items()):
        print(f"{key:20} {sum(found) / len(found):6.1%} of {len(found)}")


if __name__ == "__main__":
    main()
