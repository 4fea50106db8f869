"""Made-up talks of many kinds, without end: what `benchmarks.parsing` cuts to a size."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Iterator, Sequence

from benchmarks.importing import Words

HEAD = "Foreign Minister Ilka Moren’s answers to media questions, Port Vaska, March 4, 2021"
MARGIN = 72
HAN = range(0x4E00, 0x4E00 + 800)
HANGUL = range(0xAC00, 0xAC00 + 800)
HEBREW, ARABIC = range(0x5D0, 0x5EB), range(0x627, 0x63B)
LABELS = 10_000
SENTENCES = 300

Talk = Callable[[Words], Iterator[str]]


def paragraphs(words: Words, colon: str = ":") -> Iterator[tuple[str, str]]:
    """Yield labels and words for ever: a question, an answer, another paragraph of the answer."""
    while True:
        yield f"Question{colon}", f"{words.sentences(30).rstrip('.')}?"
        yield f"Ilka Moren{colon}", words.sentences(80)
        yield "", words.sentences(80)


def turns(words: Words) -> Iterator[tuple[str, str]]:
    """Yield only the paragraphs that have labels, without the colon."""
    return ((label[:-1], said) for label, said in paragraphs(words) if label)


def _from(head: str, pieces: Iterator[str]) -> Iterator[str]:
    yield head
    yield from pieces


def wrapped(words: Words) -> Iterator[str]:
    """Yield a news conference wrapped at 72 columns, without blank lines."""
    lines = ("\n".join(textwrap.wrap(f"{label} {said}".strip(), MARGIN)) for label, said in paragraphs(words))
    return _from(f"{HEAD}\n\n", (f"{one}\n" for one in lines))


def in_columns(words: Words) -> Iterator[str]:
    """Yield the same with blank lines between paragraphs."""
    lines = ("\n".join(textwrap.wrap(f"{label} {said}".strip(), MARGIN)) for label, said in paragraphs(words))
    return _from(f"{HEAD}\n\n", (f"{one}\n\n" for one in lines))


def a_label_a_line(words: Words) -> Iterator[str]:
    """Yield turns of one short line each."""
    return _from(f"{HEAD}\n\n", (f"{label}: {said[:70]}\n" for label, said in turns(words)))


def bold_alone(words: Words) -> Iterator[str]:
    """Yield a page with labels in bold above their words."""
    return _from(
        f"<!doctype html><h1>{HEAD}</h1>", (f"<p><strong>{who}</strong></p><p>{said}</p>\n" for who, said in turns(words))
    )


def table(words: Words) -> Iterator[str]:
    """Yield a page with a table of labels and words."""
    rows = (f"<tr><td>{who}</td><td>{said}</td></tr>\n" for who, said in turns(words))
    return _from(f"<!doctype html><h1>{HEAD}</h1><table>", rows)


def prose(words: Words) -> Iterator[str]:
    """Yield paragraphs without labels."""
    return _from(f"{HEAD}\n\n", (f"{said}\n\n" for _, said in paragraphs(words)))


def one_paragraph(words: Words) -> Iterator[str]:
    """Yield words without a line break."""
    return (f"{said} " for _, said in paragraphs(words))


def short_lines(words: Words) -> Iterator[str]:
    """Yield lines of one word: far more than are read."""
    while True:
        yield "Yes.\n"


def letters(words: Words) -> Iterator[str]:
    """Yield questions and answers by letters, with wide gaps."""
    return _from(f"{HEAD}\n\n", (f"{'Q' if who == 'Question' else 'A'}     {said}\n\n" for who, said in turns(words)))


def subtitles(words: Words) -> Iterator[str]:
    """Yield subtitles as .vtt has them."""
    cues = (f"{_clock(at)}.000 --> {_clock(at + 3)}.000\n<v {who}>{said[:80]}\n\n" for at, (who, said) in enumerate(turns(words)))
    return _from("WEBVTT\n\n", cues)


def numbered_subtitles(words: Words) -> Iterator[str]:
    """Yield subtitles as .srt has them."""
    for at, (who, said) in enumerate(turns(words)):
        yield f"{at + 1}\n{_clock(at)},000 --> {_clock(at + 3)},000\n{who}: {said[:80]}\n\n"


def _clock(seconds: int) -> str:
    return f"{seconds // 3600 % 100:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def automatic(words: Words) -> Iterator[str]:
    """Yield an automatic transcript: a time above each line."""
    pieces = (piece for _, said in paragraphs(words) for piece in textwrap.wrap(said, 50))
    return (f"{at // 30}:{at * 2 % 60:02}\n{piece}\n" for at, piece in enumerate(pieces))


def unknown_xml(words: Words) -> Iterator[str]:
    """Yield an XML file of unknown elements, without its end."""
    said = (f"<Turn><Speaker>{who}</Speaker><P>{text}</P></Turn>\n" for who, text in turns(words))
    return _from('<?xml version="1.0"?><Debate><Title>News conference</Title>', said)


def without_spaces(words: Words) -> Iterator[str]:
    """Yield a Chinese news conference."""
    return _between("外交部发言人主持例行记者会\n2021年3月4日\n\n", _sentences(HAN, "", "。"), ("记者：", "王海宁："))


def korean(words: Words) -> Iterator[str]:
    """Yield a Korean one."""
    return _between("대변인 브리핑\n2021년 3월 4일\n\n", _sentences(HANGUL, " ", ". "), ("<질문> ", "<답변> "))


def hebrew(words: Words) -> Iterator[str]:
    """Yield a Hebrew one."""
    return _between("מסיבת עיתונאים\n4.3.2021\n\n", _sentences(HEBREW, " ", ". "), ("שאלה: ", "השר לוי: "))


def arabic(words: Words) -> Iterator[str]:
    """Yield an Arabic one."""
    return _between("مؤتمر صحفي\n4 مارس 2021\n\n", _sentences(ARABIC, " ", ". "), ("سؤال: ", "الوزير: "))


def _sentences(script: Sequence[int], space: str, stop: str) -> list[str]:
    chance = random.Random(3)
    words = ["".join(chr(chance.choice(script)) for _ in range(chance.randint(2, 6))) for _ in range(SENTENCES)]
    return [space.join(chance.choices(words, k=14)) + stop for _ in range(SENTENCES)]


def _between(head: str, sentences: Sequence[str], labels: Sequence[str]) -> Iterator[str]:
    chance = random.Random(3)
    yield head
    while True:
        yield f"{labels[0]}{chance.choice(sentences).rstrip('。. ')}？\n\n"
        yield labels[1] + "".join(chance.choices(sentences, k=6)).rstrip() + "\n\n"


def many_labels(words: Words) -> Iterator[str]:
    """Yield ten thousand different labels again and again."""
    chance = random.Random(5)
    scripts = (("bdfgklmnprstv", "aeiou"), ("бдгклмнпрст", "аеиоу"), ("βδγκλμνπρστ", "αεηιο"))
    names = [" ".join(_name(chance, *scripts[number % 3]) for _ in range(2)) for number in range(LABELS)]
    yield f"{HEAD}\n\n"
    while True:
        chance.shuffle(names)
        yield from (f"{name}: {words.sentences(28)}\n\n" for name in names)


def _name(chance: random.Random, hard: str, soft: str) -> str:
    return "".join(chance.choice(hard) + chance.choice(soft) for _ in range(chance.randint(2, 4))).capitalize()


KINDS: dict[str, Talk] = {
    "wrapped at 72 columns": wrapped,
    "wrapped, blank lines between": in_columns,
    "a label a line": a_label_a_line,
    "bold labels alone, HTML": bold_alone,
    "a table, HTML": table,
    "no labels": prose,
    "one paragraph": one_paragraph,
    "lines of a word": short_lines,
    "Q and A": letters,
    "subtitles, .vtt": subtitles,
    "subtitles, .srt": numbered_subtitles,
    "times of an automatic transcript": automatic,
    "unknown XML, cut off": unknown_xml,
    "Chinese": without_spaces,
    "Korean": korean,
    "Hebrew": hebrew,
    "Arabic": arabic,
    "10,000 different labels": many_labels,
}
