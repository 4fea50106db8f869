"""Find stored transcripts whose words are nearly those of a new one.

MinHash over shingles of five words (Broder 1997, "On the resemblance and containment of documents"), found by banding
(Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4). 128 hashes estimate the Jaccard similarity to about 0.04;
32 bands of 4 find texts that share 0.8 of their shingles practically always (1 - (1 - 0.8^4)^32 > 0.9999999). A look-up
costs one indexed query of 32 values and at most `CANDIDATES` comparisons, whatever the archive's size.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from django.db.models import Count

from archive.models import SignatureBand, TextSignature, Transcript, Turn

Numbers: TypeAlias = npt.NDArray[np.uint64]
Signature: TypeAlias = npt.NDArray[np.uint32]

WORDS_A_SHINGLE = 5
HASHES = 128
BANDS = 32
CANDIDATES = 10
REMEMBERED = 16
NEARLY_EQUAL = 0.8
# Scripts without spaces are taken character by character.
_last: dict[bytes, Signature] = {}
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A stored transcript and the share of wording (0 to 1, Jaccard of shingles) that it has in common with a text."""

    transcript: Transcript
    share: float

    @property
    def percent(self) -> int:
        """Return the share as a whole number of per cent."""
        return round(self.share * 100)


def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


@lru_cache(maxsize=4)
def _odd_numbers(purpose: str, count: int) -> Numbers:
    return np.array([_number(f"{purpose}{n}") | 1 for n in range(count)], dtype=np.uint64)


def _mixed(numbers: Numbers) -> Numbers:
    """Spread every bit over the whole number (the finaliser of splitmix64, Steele et al. 2014)."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        numbers = (numbers ^ (numbers >> np.uint64(shift))) * np.uint64(factor)
    return numbers ^ (numbers >> np.uint64(31))


def _shingles(text: str) -> Numbers:
    words = _WORD.findall(text.casefold())
    numbers = {word: _number(word) for word in set(words)}
    row = np.array([numbers[word] for word in words], dtype=np.uint64)
    width = min(WORDS_A_SHINGLE, len(row))
    weights = _odd_numbers("place", WORDS_A_SHINGLE)
    sums = np.zeros(len(row) - width + 1, dtype=np.uint64)
    for place in range(width):
        sums += row[place : place + len(sums)] * weights[place]
    return np.unique(_mixed(sums))


def signature_of(text: str) -> Signature | None:
    """Return the MinHash of a text, shape (128,); None where it has no words.

    Publishing asks for that of one text several times, and 5 MB take a third of a second: the last ones are remembered.
    """
    if not _WORD.search(text):
        return None
    key = blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
    signature = _last.get(key)
    if signature is None:
        signature = _worked_out(text)
        if len(_last) >= REMEMBERED:
            _last.clear()
        _last[key] = signature
    return signature


def _worked_out(text: str) -> Signature:
    shingles = _shingles(text)
    factors, terms = _odd_numbers("factor", HASHES), _odd_numbers("term", HASHES)
    least = [int((shingles * factors[n] + terms[n]).min() >> np.uint64(32)) for n in range(HASHES)]
    signature = np.array(least, dtype="<u4")
    signature.setflags(write=False)  # it is given to whoever asks for the same text
    return signature


def signature_from(kept: bytes) -> Signature | None:
    """Return the signature that was kept as bytes; None of no bytes, which stand for a text without words."""
    return np.frombuffer(kept, dtype="<u4") if kept else None


def resemblance(one: Signature, other: Signature) -> float:
    """Return the estimated Jaccard similarity of two texts, 0 to 1."""
    return float(np.mean(one == other))


def bands_of(signature: Signature) -> list[int]:
    """Return a signed 64-bit number a band; equal numbers mean equal bands at the same place."""
    rows = signature.reshape(BANDS, -1)
    digests = [blake2b(bytes([n]) + row.tobytes(), digest_size=8).digest() for n, row in enumerate(rows)]
    return [int.from_bytes(digest, "little", signed=True) for digest in digests]


def remember(transcript_id: int) -> None:
    """Store the signature of a transcript's words as they stand; call it in the transaction that changes them."""
    texts = Turn.objects.filter(transcript=transcript_id).order_by("position").values_list("text", flat=True)
    signature = signature_of("\n\n".join(texts))
    stored = TextSignature.objects.filter(transcript=transcript_id).first()
    if signature is None:
        TextSignature.objects.filter(transcript=transcript_id).delete()
    elif stored is None or bytes(stored.minhash) != signature.tobytes():
        _store(transcript_id, signature)


def _store(transcript_id: int, signature: Signature) -> None:
    TextSignature.objects.update_or_create(transcript_id=transcript_id, defaults={"minhash": signature.tobytes()})
    SignatureBand.objects.filter(signature=transcript_id).delete()
    SignatureBand.objects.bulk_create([SignatureBand(signature_id=transcript_id, value=value) for value in bands_of(signature)])


def nearest(text: str, at_least: float = NEARLY_EQUAL) -> Resemblance | None:
    """Return the stored transcript most like a text, if it shares at least this much of its wording."""
    return nearest_to(signature_of(text), at_least)


def nearest_to(signature: Signature | None, at_least: float = NEARLY_EQUAL) -> Resemblance | None:
    """Return the stored transcript most like the text of a signature, if it shares at least this much of its wording."""
    if signature is None:
        return None
    found = {row.pk: resemblance(signature, np.frombuffer(bytes(row.minhash), dtype="<u4")) for row in _candidates(signature)}
    best = max(found, key=lambda pk: found[pk], default=None)
    if best is None or found[best] < at_least:
        return None
    return Resemblance(Transcript.objects.get(pk=best), found[best])


def _candidates(signature: Signature) -> list[TextSignature]:
    shared = SignatureBand.objects.filter(value__in=bands_of(signature)).values_list("signature")
    best = shared.annotate(bands=Count("pk")).order_by("-bands")[:CANDIDATES]
    return list(TextSignature.objects.filter(pk__in=[pk for pk, _ in best]))
