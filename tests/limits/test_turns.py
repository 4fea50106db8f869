"""The order in which pages are made."""

from __future__ import annotations

import threading

import pytest

from archive.limits.fair_queue import NoTurnError, Room, Turns

ROOM = Room(at_once=2, costly_at_once=1, queue=2, queue_of_all=3, wait=20, quick=50)
SOON = 20  # seconds; only a fault takes so long


class Page:
    """A page that is being made until it is let go."""

    def __init__(self, turns, address, costly=False, expected=0.0, kind=None):
        self.turns, self.address, self.costly, self.expected, self.kind = turns, address, costly, expected, kind
        self.began, self.may_end, self.refused = threading.Event(), threading.Event(), None
        self.thread = threading.Thread(target=self.run, daemon=True)
        before = len(turns.waiting)
        self.thread.start()
        while not (self.began.is_set() or self.refused or len(turns.waiting) > before):
            self.thread.join(0.001)

    def run(self):
        try:
            with self.turns.turn(self.address, self.costly, self.expected, self.kind):
                self.began.set()
                self.may_end.wait(SOON)
        except NoTurnError as refused:
            self.refused = refused

    def end(self):
        self.may_end.set()
        self.thread.join(SOON)
        assert not self.thread.is_alive()


def began_first(pages):
    """Return the page that began, when exactly one did."""
    for _ in range(2000):
        found = [page for page in pages if page.began.is_set()]
        if found:
            assert len(found) == 1
            return found[0]
        threading.Event().wait(0.005)
    raise AssertionError("no page began")


def test_cheap_pages_pass_while_costly_ones_wait():
    turns = Turns(ROOM)
    costly = [Page(turns, "192.0.2.1", costly=True) for _ in range(3)]
    cheap = Page(turns, "192.0.2.1")
    assert [page.began.is_set() for page in costly] == [True, False, False]
    assert cheap.began.wait(SOON)
    for page in [cheap, *costly]:
        page.end()


def test_one_address_has_half_of_the_cheap_pages_and_another_begins_at_once():
    turns = Turns(Room(4, 1, 8, 8, 20, 50))
    flood = [Page(turns, "192.0.2.1") for _ in range(6)]
    other = Page(turns, "192.0.2.2")
    assert [page.began.is_set() for page in flood] == [True, True, False, False, False, False]
    assert other.began.wait(SOON)
    flood[0].end()
    assert began_first([page for page in flood[2:] if not page.may_end.is_set()]) is flood[2]
    for page in [*flood[1:], other]:
        page.may_end.set()
    for page in [*flood[1:], other]:
        page.end()
    assert not turns.running_of
    assert not turns.cheap_of


def test_costly_pages_of_one_address_wait_in_a_short_queue():
    turns = Turns(ROOM)
    pages = [Page(turns, "192.0.2.1", costly=True) for _ in range(3)]
    beyond = Page(turns, "192.0.2.1", costly=True)
    other = Page(turns, "192.0.2.2", costly=True)
    beyond_all = Page(turns, "192.0.2.3", costly=True)
    assert beyond.refused and beyond.refused.own
    assert other.refused is None
    assert beyond_all.refused and not beyond_all.refused.own
    for page in [*pages, other]:
        page.may_end.set()
    for page in [*pages, other]:
        page.end()


def test_an_address_that_waits_goes_before_one_that_was_just_served():
    turns = Turns(ROOM)
    first = Page(turns, "192.0.2.1", costly=True)
    again, other = Page(turns, "192.0.2.1", costly=True), Page(turns, "192.0.2.2", costly=True)
    first.end()
    assert began_first([again, other]) is other
    other.end()
    assert again.began.wait(SOON)
    again.end()


def test_of_one_address_the_quicker_page_goes_first():
    turns = Turns(Room(1, 1, 8, 8, 20, 50))
    running = Page(turns, "192.0.2.1")
    long, short = Page(turns, "192.0.2.1", expected=120), Page(turns, "192.0.2.1", expected=30)
    running.end()
    assert began_first([long, short]) is short
    short.end()
    long.end()


def test_a_quick_page_passes_slower_ones_of_its_own_address():
    turns = Turns(Room(4, 1, 8, 8, 20, 50))
    slow = [Page(turns, "192.0.2.1", expected=120) for _ in range(5)]
    quick = Page(turns, "192.0.2.1", expected=30)
    assert [page.began.is_set() for page in slow] == [True, False, False, False, False]
    assert quick.began.wait(SOON)
    for page in [*slow, quick]:
        page.may_end.set()
    for page in [*slow, quick]:
        page.end()
    assert not turns.slow_of


def test_of_one_address_the_kind_served_longest_ago_goes_first():
    turns = Turns(Room(1, 1, 8, 8, 20, 50))
    flood = [Page(turns, "192.0.2.1", expected=3, kind="flood") for _ in range(3)]
    neighbour = Page(turns, "192.0.2.1", expected=40, kind="plain")
    flood[0].end()
    assert began_first([*flood[1:], neighbour]) is neighbour
    neighbour.end()
    assert began_first(flood[1:]) is flood[1]
    for page in flood[1:]:
        page.end()


def test_slower_pages_leave_half_of_all_to_quick_ones():
    turns = Turns(Room(4, 1, 8, 8, 20, 50))
    slow = [Page(turns, f"192.0.2.{number}", expected=120) for number in range(1, 5)]
    assert [page.began.is_set() for page in slow] == [True, True, False, False]
    quick = [Page(turns, f"192.0.2.{number}", expected=30) for number in (8, 9)]
    assert all(page.began.wait(SOON) for page in quick)
    slow[0].end()
    assert began_first(slow[2:]) is slow[2]
    for page in [*slow[1:], *quick]:
        page.may_end.set()
    for page in [*slow[1:], *quick]:
        page.end()


def test_a_page_does_not_wait_for_ever_and_leaves_no_trace():
    turns = Turns(ROOM._replace(wait=0.01))
    running = [Page(turns, f"192.0.2.{number}") for number in range(2)]
    with pytest.raises(NoTurnError) as refused, turns.turn("192.0.2.9", costly=False):
        pass
    assert not refused.value.own
    for page in running:
        page.end()
    assert not turns.waiting and not turns.running_of and not +turns.running


def test_an_error_gives_the_turn_back():
    turns = Turns(ROOM)
    for _ in range(5):
        with pytest.raises(ZeroDivisionError), turns.turn("192.0.2.1", costly=True):
            raise ZeroDivisionError
    assert not +turns.running
