"""Nearly equal texts: pure measures first, then the stored signatures."""

from __future__ import annotations

import random

import pytest

from archive.importing.identity import duplicates
from archive.importing.identity.duplicates import bands_of, nearest, remember, resemblance, signature_of
from archive.models import SignatureBand, TextSignature, Transcript, Turn
from tests.world import said, talk

WORDS = [f"word{n}" for n in range(900)]


def prose(seed: int = 1, words: int = 600) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choice(WORDS) for _ in range(words))


def with_changes(text: str, count: int) -> str:
    words = text.split()
    for place in random.Random(7).sample(range(len(words)), count):
        words[place] = "changed"
    return " ".join(words)


def stored(text: str, title: str = "Kept") -> Transcript:
    return talk(said(text, None), title=title, kind="speech", publisher="Ministry of Samples")


def test_equal_texts_resemble_each_other_wholly():
    assert resemblance(signature_of(prose()), signature_of(prose())) == 1.0


def test_case_and_punctuation_make_no_difference():
    text = prose()
    assert resemblance(signature_of(text), signature_of(text.upper().replace(" ", ", "))) == 1.0


def test_different_texts_resemble_each_other_hardly():
    assert resemblance(signature_of(prose(1)), signature_of(prose(2))) < 0.05


def test_it_estimates_the_share_of_common_shingles():
    one, other = prose(1, 4000), with_changes(prose(1, 4000), 100)
    exact = share_of_shingles(one, other)
    assert resemblance(signature_of(one), signature_of(other)) == pytest.approx(exact, abs=0.12)


def share_of_shingles(one: str, other: str) -> float:
    first, second = ({tuple(words[n : n + 5]) for n in range(len(words) - 4)} for words in (one.split(), other.split()))
    return len(first & second) / len(first | second)


def test_the_order_of_words_counts():
    words = prose().split()
    assert resemblance(signature_of(" ".join(words)), signature_of(" ".join(reversed(words)))) < 0.05


def test_a_text_without_words_has_no_signature():
    assert signature_of(" -- \n\n ...") is None


def test_a_text_of_one_word_has_a_signature():
    assert signature_of("Welcome.") is not None


def test_scripts_without_spaces_are_compared_by_character():
    one = "".join(chr(0x4E00 + n) for n in range(400))
    other = one[:200] + "\u4e00" + one[200:]
    assert resemblance(signature_of(one), signature_of(other)) > 0.8


def test_a_signature_has_a_number_for_each_band():
    assert len(set(bands_of(signature_of(prose())))) == duplicates.BANDS


@pytest.mark.django_db
def test_it_finds_a_stored_transcript_with_a_few_words_changed():
    kept = stored(prose())
    stored(prose(2))
    found = nearest(with_changes(prose(), 5))
    assert found is not None
    assert found.transcript == kept


@pytest.mark.django_db
def test_it_finds_nothing_where_half_the_words_differ():
    stored(prose())
    assert nearest(with_changes(prose(), 300)) is None


@pytest.mark.django_db
def test_remembering_twice_keeps_one_signature():
    kept = stored(prose())
    remember(kept.pk)
    assert (TextSignature.objects.count(), SignatureBand.objects.count()) == (1, duplicates.BANDS)


@pytest.mark.django_db
def test_the_signature_follows_the_words():
    kept = stored(prose())
    Turn.objects.update(text=prose(3))
    remember(kept.pk)
    assert nearest(prose()) is None
    assert nearest(prose(3)).percent == 100


@pytest.mark.django_db
def test_a_transcript_that_lost_its_words_is_forgotten():
    kept = stored(prose())
    Turn.objects.all().delete()
    remember(kept.pk)
    assert not TextSignature.objects.exists()


@pytest.mark.django_db
def test_a_look_up_costs_as_many_queries_in_a_larger_archive(django_assert_num_queries):
    for seed in range(25):
        stored(prose(seed, 60))
    with django_assert_num_queries(3):
        assert nearest(prose(11, 60)) is not None


@pytest.mark.django_db
def test_it_compares_few_transcripts_however_many_are_alike(monkeypatch):
    for _ in range(15):
        stored(prose())
    assert len(duplicates._candidates(signature_of(prose()))) == duplicates.CANDIDATES
