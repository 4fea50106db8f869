"""Hashing passwords blocks no page."""

from __future__ import annotations

import threading

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, identify_hasher, make_password
from django.test import Client

from archive.models import SignInTry
from archive.signin import passwords
from archive.signin.passwords import BoundedPBKDF2, BusyError
from tests.signin.conftest import try_in

BOUNDED = ["archive.signin.passwords.BoundedPBKDF2"]


@pytest.fixture
def full(monkeypatch):
    """Take every place until the test is over."""
    for _ in range(passwords.PLACES):
        assert passwords._places.acquire(blocking=False)
    yield
    for _ in range(passwords.PLACES):
        passwords._places.release()


def test_the_hash_is_django_s_own(settings):
    settings.PASSWORD_HASHERS = BOUNDED
    stored = make_password("lamps-and-ferries")
    assert identify_hasher(stored).algorithm == "pbkdf2_sha256"
    assert isinstance(identify_hasher(stored), BoundedPBKDF2)
    assert int(stored.split("$")[1]) >= 600_000
    assert check_password("lamps-and-ferries", stored)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    assert check_password("lamps-and-ferries", stored)


def test_one_more_than_there_are_places_is_refused_at_once(full):
    with pytest.raises(BusyError):
        BoundedPBKDF2().encode("any", "salt")


def test_it_is_made_apart_and_behind_what_serves(monkeypatch):
    seen = []
    really = passwords.subprocess.run
    monkeypatch.setattr(
        passwords.subprocess, "run", lambda command, **words: seen.append((command, words)) or really(command, **words)
    )
    stored = BoundedPBKDF2().encode("lamps-and-ferries", "salt", 10)
    assert stored == PBKDF2PasswordHasher().encode("lamps-and-ferries", "salt", 10)
    [(command, words)] = seen
    assert command[-1] == str(passwords.NICENESS)
    assert passwords.NICENESS > 0
    assert "lamps" not in " ".join(command)
    assert "lamps" in words["input"]


def test_any_letters_are_hashed_as_django_does():
    for password in ("ключ от маяка", "🗼" * 5, 'a"b\\c\n', " "):
        assert BoundedPBKDF2().encode(password, "salt", 3) == PBKDF2PasswordHasher().encode(password, "salt", 3)


def test_only_one_is_made_at_a_time(monkeypatch):
    at_once, most = [0], [0]

    def slow(*about):
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        barrier.wait(5)
        at_once[0] -= 1
        return "x"

    barrier = threading.Barrier(1)
    monkeypatch.setattr(passwords, "_made_apart", slow)
    threads = [threading.Thread(target=passwords.digest, args=("a", "b", 1)) for _ in range(passwords.PLACES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_places_are_given_back_also_after_a_fault(monkeypatch):
    def broken(*about):
        raise ValueError("no")

    monkeypatch.setattr(passwords, "_made_apart", broken)
    for _ in range(5):
        with pytest.raises(ValueError, match="no"):
            passwords.digest("a", "b", 1)


def test_one_that_takes_too_long_is_given_up(monkeypatch):
    def late(command, **words):
        raise passwords.subprocess.TimeoutExpired(command, passwords.LONGEST)

    monkeypatch.setattr(passwords.subprocess, "run", late)
    with pytest.raises(BusyError):
        BoundedPBKDF2().encode("a", "b", 1)


def test_where_no_process_is_to_be_had_it_is_made_all_the_same(monkeypatch):
    def none_left(command, **words):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(passwords.subprocess, "run", none_left)
    assert BoundedPBKDF2().encode("a", "b", 10) == PBKDF2PasswordHasher().encode("a", "b", 10)


@pytest.mark.django_db
def test_a_sign_in_without_a_place_is_told_to_come_again(settings, editor, full):
    settings.PASSWORD_HASHERS = BOUNDED
    answer = try_in(Client())
    assert (answer.status_code, answer["Retry-After"]) == (429, str(passwords.SECONDS))
    assert "try again in a few seconds" in answer.text
    assert SignInTry.objects.count() == 0


@pytest.mark.django_db
def test_other_pages_that_hash_say_the_same(settings, editor, client, full):
    client.force_login(editor)
    settings.PASSWORD_HASHERS = BOUNDED
    words = {"old_password": "pw", "new_password1": "lamps-and-ferries", "new_password2": "lamps-and-ferries"}
    assert client.post("/admin/password_change/", words).status_code == 429


def test_the_site_hashes_and_checks_with_it_alone():
    from archive import settings as real

    assert real.PASSWORD_HASHERS == BOUNDED


@pytest.mark.django_db
def test_while_there_is_no_place_a_sign_in_costs_no_query(full, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answers = [try_in(client) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {429}
    assert "try again in a few seconds" in answers[-1].text
    assert answers[-1]["Cache-Control"] == "no-store, private"
    assert client.get("/admin/login/").status_code == 200
