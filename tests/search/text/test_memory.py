"""Caches stay within one cap; the least recently used entries go first."""

from __future__ import annotations

import gc
import threading
from functools import partial

import numpy as np
import pytest

from search.text.memory import (
    ARRAY_BYTES,
    FOR_RECENT,
    MEGABYTE,
    MEMORY,
    WORD_BYTES,
    Memory,
    Recent,
    Remembered,
    Shelf,
    kept,
    size_of,
)

SIZE = 1000
EACH = SIZE + ARRAY_BYTES


@pytest.fixture
def memory():
    return Memory(10 * EACH)


def fill(shelf: Shelf, *names: str) -> None:
    for name in names:
        shelf.get(name, lambda: np.zeros(SIZE, np.uint8))


def test_a_thing_is_made_once(memory):
    made = []
    shelf = Shelf(memory)
    for _ in range(3):
        assert shelf.get("a", lambda: made.append(1) or len(made)) == 1
    assert made == [1]


def test_what_was_not_used_for_longest_goes_first(memory):
    shelf = Shelf(memory)
    fill(shelf, *"abcdefghij")
    fill(shelf, "a", "k")
    assert "a" in shelf.entries
    assert "b" not in shelf.entries
    assert "k" in shelf.entries


def test_nothing_is_dropped_below_the_cap(memory):
    shelf = Shelf(memory)
    fill(shelf, *"abcdefghij")
    assert len(shelf.entries) == 10


def test_all_shelves_are_under_one_cap(memory):
    one, other = Shelf(memory), Shelf(memory)
    fill(one, *"abcde")
    fill(other, *"abcdefgh")
    assert memory.tables_size <= memory.limit
    assert len(other.entries) == 8


def test_what_is_larger_than_the_cap_is_used_all_the_same(memory):
    shelf = Shelf(memory)
    assert len(shelf.get("whole", lambda: np.zeros(20 * SIZE, np.uint8))) == 20 * SIZE
    fill(shelf, "next")
    assert list(shelf.entries) == ["next"]


def test_what_goes_with_its_owner_is_no_longer_counted(memory):
    shelf = Shelf(memory)
    fill(shelf, *"abcde")
    del shelf
    gc.collect()
    assert memory.tables_size == 0


class Owner:
    def __init__(self) -> None:
        self.times = 0

    @kept
    def table(self) -> list[int]:
        """Return something made at a cost."""
        self.times += 1
        return [self.times]


def test_a_kept_property_is_made_when_first_asked_for_and_again_after_it_was_dropped():
    owner = Owner()
    assert owner.table is owner.table
    owner.__dict__["_shelf"].entries["table"].drop()
    assert owner.table == [2]


def test_a_kept_property_is_not_set():
    with pytest.raises(AttributeError):
        Owner().table = []


def test_words_are_remembered_within_their_part_of_the_cap():
    memory = Memory(4 * 2000 * 2 * WORD_BYTES)
    words = Remembered(str.upper, memory)
    for number in range(20_000):
        assert words[f"w{number}"] == f"W{number}"
    assert words.size <= memory.limit // 4 + WORD_BYTES


def test_a_word_in_use_outlives_many_that_are_seen_once():
    made = []
    words = Remembered(lambda word: made.append(word) or word, Memory(4 * 2000 * 2 * WORD_BYTES))
    for number in range(20_000):
        words["often"], words[f"w{number}"]
    assert made.count("often") == 1


def test_forgotten_words_are_made_again():
    words = Remembered(str.upper, Memory(MEGABYTE))
    assert words["a"] == "A"
    words.forget()
    assert words.size == 0
    assert words["a"] == "A"


def test_values_recently_used_stay_within_their_share_the_least_recently_used_go_first():
    memory = Memory(3 * EACH * FOR_RECENT)
    recent = Recent(lambda value: EACH, memory)
    assert recent.known("now", "abcd") == {}
    recent.add("now", {"a": 1, "b": 2, "c": 3})
    assert recent.known("now", "a") == {"a": 1}
    recent.add("now", {"d": 4, "c": 5})
    assert recent.known("now", "abcd") == {"a": 1, "c": 5, "d": 4}
    assert recent.size == memory.recent_size == 3 * EACH
    assert memory.left == memory.limit - 3 * EACH


def test_values_recently_used_make_room_among_the_tables(memory):
    Recent(lambda value: 2 * EACH, memory)
    recent, shelf = memory.recent[0], Shelf(memory)
    memory.limit *= FOR_RECENT
    recent.known("now", "a")
    recent.add("now", {"a": 1})
    memory.limit //= FOR_RECENT
    fill(shelf, *"abcdefghi")
    assert memory.tables_size + recent.size <= memory.limit


def test_nothing_made_under_one_stamp_is_returned_under_another():
    recent = Recent(lambda value: 1, Memory(MEGABYTE))
    recent.known(1, "a")
    recent.add(1, {"a": "old"})
    assert recent.known(2, "a") == {}
    recent.add(1, {"a": "made before the change"})
    assert recent.known(2, "a") == {}
    assert recent.size == 0


def test_threads_that_fill_one_memory_all_get_what_they_asked_for(memory):
    wrong = []

    def work(start: int) -> None:
        shelf = Shelf(memory)
        for number in range(2000):
            name = (start + number) % 17
            if shelf.get(name, partial(np.full, 100, name))[0] != name:
                wrong.append(name)

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert memory.tables_size <= memory.limit


def test_sizes_are_those_of_arrays_and_of_what_is_in_lists():
    assert size_of(np.zeros(100, np.int64)) == 800 + ARRAY_BYTES
    assert size_of([b"x" * 100] * 2) > 200


def test_the_settings_say_the_cap(settings):
    assert MEMORY.limit == settings.SEARCH_MEMORY_MB * MEGABYTE
