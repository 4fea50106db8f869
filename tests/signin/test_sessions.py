"""Sessions: they end when nobody uses them, they are listed, they can be ended. Passwords that others gave are changed first."""

from __future__ import annotations

import hashlib

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.test import Client

from archive.models import GivenPassword, OpenSession, SignInTry
from archive.serving import first_start
from archive.signin.passwords import is_listed, look_at_the_list
from tests.signin.conftest import is_in, later, try_in

pytestmark = pytest.mark.django_db
GOOD = "lamps-and-ferries-7"
CHANGE = "/admin/password_change/"
NEW = {"new_password1": GOOD, "new_password2": GOOD}


@pytest.fixture
def inside(client, editor):
    client.force_login(editor)
    return client


def test_a_session_that_nobody_uses_ends(inside, settings, monkeypatch):
    later(monkeypatch, settings.SESSION_IDLE + 5)
    answer = inside.get("/admin/archive/upload/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/admin/login/?next=")
    assert "the session was idle" in answer.text
    assert OpenSession.objects.count() == 0


def test_a_session_in_use_goes_on(inside, settings, monkeypatch):
    for share in (0.5, 0.9, 1.3, 1.7):
        monkeypatch.undo()
        later(monkeypatch, settings.SESSION_IDLE * share)
        assert is_in(inside)


def test_a_session_ends_after_its_longest_even_in_use(inside, settings, monkeypatch):
    settings.SESSION_IDLE = 10**9
    later(monkeypatch, settings.SESSION_COOKIE_AGE + 5)
    assert not is_in(inside)


def test_use_is_written_once_a_minute_not_with_every_page(inside, monkeypatch):
    before = OpenSession.objects.get().seen_at
    is_in(inside)
    assert OpenSession.objects.get().seen_at == before
    later(monkeypatch, 61)
    is_in(inside)
    assert OpenSession.objects.get().seen_at > before


def test_one_s_own_sessions_are_listed(inside, editor, boss):
    other = Client(headers={"user-agent": "Harbour Browser 7"})
    other.force_login(editor)
    other.get("/admin/")
    try_in(Client(headers={"user-agent": "Harbour Browser 8"}), address="192.0.2.88")
    try_in(Client(headers={"user-agent": "Somebody Else's"}), "boss", address="192.0.2.99")
    page = inside.get("/admin/account/").text
    assert "this session" in page
    assert "192.0.2.88" in page and "Harbour Browser 8" in page
    assert "192.0.2.99" not in page


def test_one_of_one_s_own_can_be_ended(inside, editor):
    other = Client()
    other.force_login(editor)
    theirs = OpenSession.objects.get(session_key=other.session.session_key)
    inside.post("/admin/account/end/", {"which": theirs.pk})
    assert not is_in(other)
    assert is_in(inside)


def test_all_others_can_be_ended_at_once(inside, editor):
    others = [Client() for _ in range(3)]
    for other in others:
        other.force_login(editor)
    assert "3 sessions ended" in inside.post("/admin/account/end/", {"which": "others"}, follow=True).text
    assert [is_in(other) for other in others] == [False] * 3
    assert is_in(inside)


def test_an_editor_cannot_end_another_s(inside, boss):
    other = Client()
    other.force_login(boss)
    theirs = OpenSession.objects.get(user=boss)
    assert "already ended" in inside.post("/admin/account/end/", {"which": theirs.pk}, follow=True).text
    assert is_in(other)


@pytest.mark.parametrize("which", ["", "x", "²", "-1", "9" * 60, "\x00"])
def test_a_session_that_is_not_there_cannot_be_ended(inside, which):
    assert inside.post("/admin/account/end/", {"which": which}, follow=True).status_code == 200
    assert is_in(inside)


def test_a_superuser_sees_and_ends_everybody_s(client, inside, editor, boss):
    chief = Client()
    chief.force_login(boss)
    page = chief.get("/admin/sessions/").text
    assert "vera" in page and "boss" in page
    chief.post("/admin/account/end/", {"which": OpenSession.objects.get(user=editor).pk, "back": "sessions"})
    assert not is_in(inside)


def test_an_editor_does_not_see_everybody_s(inside):
    assert inside.get("/admin/sessions/").status_code == 403


@pytest.mark.parametrize("path", ["/admin/account/", "/admin/sessions/", "/admin/account/second-factor/"])
def test_a_stranger_sees_none(client, db, path):
    assert client.get(path)["Location"].startswith("/admin/login/")


def test_signing_out_ends_the_session(inside):
    inside.post("/admin/logout/")
    assert OpenSession.objects.count() == 0


def test_signing_in_changes_the_key_of_the_session(client, editor):
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    try_in(client)
    assert client.session.session_key != before
    assert OpenSession.objects.get().session_key == client.session.session_key


def test_an_account_that_is_closed_is_out_at_once(inside, editor):
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert not is_in(inside)


def test_the_list_costs_no_more_with_more_sessions(inside, editor, boss, django_assert_max_num_queries):
    chief = Client()
    chief.force_login(boss)
    for _ in range(30):
        Client().force_login(editor)
    with django_assert_max_num_queries(8):
        chief.get("/admin/sessions/")


class TestFirstPassword:
    """A password that somebody else chose is changed before anything else."""

    def test_the_first_account_must_choose_its_own(self, client):
        name, password = first_start.first_account()
        answer = try_in(client, name, password, follow=True)
        assert answer.redirect_chain[-1][0] == CHANGE
        assert "Somebody else set your password" in answer.text
        assert client.get("/admin/archive/transcript/")["Location"] == CHANGE

    def test_nothing_can_be_sent_before(self, client):
        try_in(client, *first_start.first_account())
        assert client.post("/admin/archive/source/add/", {"name": "x"})["Location"] == CHANGE

    def test_then_everything_is_open(self, client):
        name, password = first_start.first_account()
        try_in(client, name, password)
        answer = client.post(CHANGE, {"old_password": password, **NEW}, follow=True)
        assert "Your password was changed" in answer.text
        assert client.get("/admin/archive/transcript/").status_code == 200
        assert try_in(Client(), name, GOOD)["Location"] == "/admin/"
        assert not GivenPassword.objects.exists()

    def test_it_cannot_be_the_same_again(self, client):
        name, password = first_start.first_account()
        try_in(client, name, password)
        same = {"old_password": password, "new_password1": password, "new_password2": password}
        assert "That is your current password" in client.post(CHANGE, same).text
        assert GivenPassword.objects.exists()

    def test_one_that_a_superuser_gave_must_be_changed(self, client, boss):
        chief = Client()
        chief.force_login(boss)
        words = {"username": "clerk", "password1": GOOD, "password2": GOOD, "usable_password": "true"}
        chief.post("/admin/auth/user/add/", words)
        User.objects.filter(username="clerk").update(is_staff=True)
        assert try_in(client, "clerk", GOOD, follow=True).redirect_chain[-1][0] == CHANGE

    def test_one_that_a_superuser_set_anew_must_be_changed_and_ends_sessions(self, inside, editor, boss):
        chief = Client()
        chief.force_login(boss)
        words = {"password1": GOOD, "password2": GOOD, "usable_password": "true"}
        chief.post(f"/admin/auth/user/{editor.pk}/password/", words)
        assert not is_in(inside)
        assert try_in(Client(), "vera", GOOD, follow=True).redirect_chain[-1][0] == CHANGE


def test_changing_the_password_ends_all_other_sessions(inside, editor):
    other = Client()
    other.force_login(editor)
    inside.post(CHANGE, {"old_password": "pw", **NEW})
    assert is_in(inside)
    assert not is_in(other)
    assert OpenSession.objects.get().session_key == inside.session.session_key


def test_the_old_password_is_asked_for(inside):
    assert inside.post(CHANGE, {"old_password": "wrong", **NEW}).status_code == 200
    assert try_in(Client()).status_code == 302


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (CHANGE, {"old_password": "wrong", **NEW}),
        (CHANGE, {"old_password": "w" * 5000, **NEW}),
        ("/admin/account/second-factor/", {"password": "wrong", "code": "123456"}),
        ("/admin/account/second-factor/change/", {"password": "wrong", "do": "remove"}),
        ("/admin/account/second-factor/change/", {"do": "codes"}),
    ],
)
def test_a_stolen_session_does_not_guess_the_password_for_ever(inside, editor, settings, path, fields):
    settings.SIGN_IN_TRIES_ACCOUNT = 3
    statuses = [inside.post(path, fields).status_code for _ in range(4)]
    assert statuses[3] == 429
    assert 429 not in statuses[:3]
    assert SignInTry.objects.filter(user=editor, outcome=SignInTry.Outcome.PASSWORD).count() == 3
    assert is_in(inside)


@pytest.mark.parametrize(
    "password",
    ["short-one", "password1234", "qwertyuiop123", "123456789012345", "chancery-2026", "Chancery!Chancery1"],
)
def test_a_weak_password_is_refused(editor, password):
    with pytest.raises(ValidationError):
        validate_password(password, editor)


@pytest.mark.parametrize("password", [GOOD, "correct horse battery staple", "ключ от маяка в порту", "x" * 5 + "yz" * 30])
def test_any_other_is_taken_whatever_it_is_made_of(editor, password):
    validate_password(password, editor)


class TestBreachedList:
    """The operator's list of leaked passwords, ordered digests as Have I Been Pwned hands them out."""

    LEAKED = ["harbour-lights-2019", "ferry-to-the-north", "mackerel-quota-77"]

    @pytest.fixture(params=["\n", "\r\n"])
    def leaked(self, request, tmp_path, settings):
        digests = sorted(hashlib.sha1(word.encode()).hexdigest().upper() for word in [*self.LEAKED, *map(str, range(500))])
        path = tmp_path / "pwned.txt"
        path.write_text("".join(f"{digest}:{at}{request.param}" for at, digest in enumerate(digests)), newline="")
        settings.BREACHED_PASSWORDS = str(path)
        return path

    def test_what_is_in_it_is_refused(self, leaked, editor):
        for word in self.LEAKED:
            with pytest.raises(ValidationError, match="in a leak"):
                validate_password(word, editor)

    def test_every_line_of_it_is_found_the_first_and_last_too(self, leaked):
        assert all(is_listed(leaked, word) for word in (*self.LEAKED, *map(str, range(500))))

    def test_what_is_not_in_it_is_taken(self, leaked, editor):
        validate_password(GOOD, editor)
        assert not any(is_listed(leaked, f"other{number}") for number in range(500))

    def test_one_line_or_none_is_a_list_too(self, tmp_path):
        (tmp_path / "one").write_text(hashlib.sha1(b"a").hexdigest())
        (tmp_path / "none").touch()
        assert is_listed(tmp_path / "one", "a")
        assert not is_listed(tmp_path / "one", "b")
        assert not is_listed(tmp_path / "none", "a")

    @pytest.mark.parametrize("content", [None, b"", b"password\n", b"\xff\xfe"])
    def test_a_file_that_is_no_such_list_is_refused_at_the_start(self, tmp_path, content):
        if content is not None:
            (tmp_path / "list").write_bytes(content)
        with pytest.raises(ImproperlyConfigured, match="BREACHED_PASSWORDS"):
            look_at_the_list(str(tmp_path / "list"))
