"""What an address has used lately."""

from __future__ import annotations

import os

import pytest
from django.core.cache import caches

from archive.limits import request_rates
from archive.limits.limits_middleware import PageCosts, shape_of
from archive.limits.request_rates import CachedRates, SharedRates


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now=1_000_000.0):
        self.now = now

    def time(self):
        return self.now

    monotonic = time


@pytest.fixture
def clock(monkeypatch):
    clock = Clock(60.0 * 20_000)
    monkeypatch.setattr(request_rates, "time", clock)
    return clock


@pytest.fixture(params=["shared", "cached"])
def counted(request, clock):
    caches["default"].clear()
    return SharedRates(60) if request.param == "shared" else CachedRates(60, caches["default"])


def test_each_address_is_counted_for_itself(counted):
    counted.add("192.0.2.1", requests=1)
    assert counted.add("192.0.2.1", requests=2, milliseconds=70) == (3, 70)
    assert counted.add("192.0.2.2", requests=1) == (1, 0)


def test_the_window_before_counts_less_and_less(counted, clock):
    counted.add("192.0.2.1", requests=100)
    clock.now += 60
    assert counted.add("192.0.2.1").requests == pytest.approx(100)
    clock.now += 45
    assert counted.add("192.0.2.1").requests == pytest.approx(25)
    assert counted.until_next() == pytest.approx(15)
    clock.now += 75
    assert counted.add("192.0.2.1").requests == 0


def test_processes_count_together(clock):
    together = SharedRates(60)
    child = os.fork()
    if not child:
        together.add("192.0.2.1", requests=5)
        os._exit(0)
    os.waitpid(child, 0)
    assert together.add("192.0.2.1", requests=1).requests == 6


def test_addresses_without_end_take_bounded_memory_and_the_greediest_is_remembered(clock):
    together = SharedRates(60)
    together.add("192.0.2.1", requests=1000)
    for number in range(request_rates.PLACES * 2):
        together.add(f"2001:db8:{number >> 16:x}:{number & 0xFFFF:x}::/64", requests=1)
    assert together.add("192.0.2.1", requests=1).requests == 1001
    assert len(together.memory) == request_rates.PLACES * request_rates.LAYOUT.size


def test_a_cache_that_is_down_limits_nobody(clock, caplog):
    class Down:
        def __getattr__(self, name):
            raise ConnectionError("refused")

    counted = CachedRates(60, Down())
    assert counted.add("192.0.2.1", requests=1) == (0, 0)
    counted.add("192.0.2.1", requests=1)
    assert caplog.text.count("LIMIT_CACHE_URL") == 1


def test_what_pages_cost_is_learnt_by_their_shape():
    costs = PageCosts(150)
    dear = shape_of("GET", "/search/", "q=" + "a*+OR+" * 5)
    cheap = shape_of("GET", "/search/", "q=border")
    assert costs.expected(dear) < 150
    for _ in range(3):
        costs.learn(dear, 300)
        costs.learn(cheap, 30)
    assert costs.expected(dear) >= 150 > costs.expected(cheap)
    assert shape_of("GET", "/search/", "q=" + "b*+OR+" * 5) == dear
    for _ in range(10):
        costs.learn(dear, 20)
    assert costs.expected(dear) < 150


def test_one_slow_page_makes_no_others_costly():
    costs, cheap = PageCosts(150), shape_of("GET", "/search/", "q=border")
    costs.learn(cheap, 5000)
    assert costs.expected(cheap) < 150


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("POST", "/admin/login/", ""),
        ("GET", "/search/", "q=" + "ab~2+" * 120),
        ("GET", "/search/", "q=" + "%22the+of%22~900+" * 10),
        ("GET", "/search.json", "&".join(f"country={number}" for number in range(20))),
    ],
)
def test_what_was_never_seen_is_taken_for_costly_when_it_looks_so(method, path, query):
    costs = PageCosts(150)
    assert costs.expected(shape_of(method, path, query)) >= 150


@pytest.mark.parametrize(
    "query", ["", "q=border", "q=%22border+treaty%22&country=US&from=2011", "q=water&speaker=a&page=3&sort=newest"]
)
def test_ordinary_searches_never_seen_are_taken_for_cheap(query):
    assert PageCosts(150).expected(shape_of("GET", "/search/", query)) == 0


def test_signing_in_stays_costly_however_little_of_it_this_thread_does():
    """Otherwise wrong passwords would occupy the slots of plain pages while they are hashed."""
    costs, shape = PageCosts(150), shape_of("POST", "/admin/login/", "")
    for _ in range(50):
        costs.learn(shape, 2.0)
    assert costs.expected(shape) >= 150
