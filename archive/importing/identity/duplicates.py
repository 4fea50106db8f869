"""Finds stored transcripts with nearly the same words as a new one.

MinHash over five-word shingles (Broder 1997, "On the resemblance and containment of documents"), looked up by banding (Leskovec,
Rajaraman, Ullman, "Mining of Massive Datasets", 3.4). 128 hashes estimate the Jaccard similarity to about 0.04; 32 bands of 4
find texts that share 0.8 of their shingles practically always (1 - (1 - 0.8^4)^32 > 0.9999999). A look-up costs one indexed query
of 32 values and at most `CANDIDATES` comparisons, whatever the archive's size.
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
# Scripts without spaces are split by character.
_last: dict[bytes, Signature] = {}
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A stored transcript, and the share of wording (Jaccard of shingles, 0 to 1) that it has in common with a text."""

    transcript: Transcript
    share: float

    @property
    def percent(self) -> int:
        """Return the share in whole per cent."""
        return round(self.share * 100)


def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


@lru_cache(maxsize=4)
def _odd_numbers(purpose: str, count: int) -> Numbers:
    return np.array([_number(f"{purpose}{n}") | 1 for n in range(count)], dtype=np.uint64)


def _mixed(numbers: Numbers) -> Numbers:
    """Mix the bits of each number (the finaliser of splitmix64, Steele et al. 2014)."""
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
    """Return the MinHash of a text, shape (128,); None if it has no words.

    Cached: publishing asks for one text several times, and 5 MB take a third of a second.
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
    signature.setflags(write=False)  # callers share the cached array
    return signature


def signature_from(kept: bytes) -> Signature | None:
    """Return the signature stored as bytes; None for empty bytes, which mean a text without words."""
    return np.frombuffer(kept, dtype="<u4") if kept else None


def resemblance(one: Signature, other: Signature) -> float:
    """Return the estimated Jaccard similarity of two texts, 0 to 1."""
    return float(np.mean(one == other))


def bands_of(signature: Signature) -> list[int]:
    """Return one signed 64-bit number a band. Equal numbers mean equal bands."""
    rows = signature.reshape(BANDS, -1)
    digests = [blake2b(bytes([n]) + row.tobytes(), digest_size=8).digest() for n, row in enumerate(rows)]
    return [int.from_bytes(digest, "little", signed=True) for digest in digests]


def remember(transcript_id: int) -> None:
    """Store the signature of a transcript's present words. Call it in the transaction that changes them."""
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
    """Return the stored transcript most like a text, if their resemblance is at least `at_least`."""
    return nearest_to(signature_of(text), at_least)


def nearest_to(signature: Signature | None, at_least: float = NEARLY_EQUAL) -> Resemblance | None:
    """Return the stored transcript whose signature is most alike, if the resemblance is at least `at_least`."""
    if signature is None:
        return None
    shares = {row.pk: resemblance(signature, np.frombuffer(bytes(row.minhash), dtype="<u4")) for row in _candidates(signature)}
    best = max(shares, key=lambda pk: shares[pk], default=None)
    if best is None or shares[best] < at_least:
        return None
    return Resemblance(Transcript.objects.get(pk=best), shares[best])


def _candidates(signature: Signature) -> list[TextSignature]:
    shared = SignatureBand.objects.filter(value__in=bands_of(signature)).values_list("signature")
    best = shared.annotate(bands=Count("pk")).order_by("-bands")[:CANDIDATES]
    return list(TextSignature.objects.filter(pk__in=[pk for pk, _ in best]))
