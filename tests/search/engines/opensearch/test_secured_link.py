"""A cluster behind TLS and an account, over real sockets."""

from __future__ import annotations

import pytest

from search.engines.base import EngineUnreachable
from search.engines.opensearch.server_link import LinkOptions, ServerLink
from tests.search.engines.opensearch.tls_front import PASSWORD, USER, make_authority, tls_front


@pytest.fixture(scope="module")
def ca(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def address(ca):
    with tls_front(ca.parent) as address:
        yield address


def ask(address, **options):
    told = {"user": USER, "password": PASSWORD, **options}
    link = ServerLink(
        LinkOptions((address,), **{name: str(value) if name != "verify" else value for name, value in told.items()})
    )
    return link.ask(lambda client: client.transport.perform_request("GET", "/_tried"))


def test_the_right_account_and_authority_are_let_in(address, ca):
    assert ask(address, ca_file=ca) == {"path": "/_tried"}


def test_a_certificate_that_is_not_looked_at_is_let_in_where_the_settings_say_so(address):
    assert ask(address, verify=False) == {"path": "/_tried"}


@pytest.mark.parametrize("account", [{"password": "wrong"}, {"user": "nobody"}, {"user": "", "password": ""}])
def test_another_account_is_told_which_settings_to_check(address, ca, account):
    with pytest.raises(EngineUnreachable, match="OPENSEARCH_USER and OPENSEARCH_PASSWORD"):
        ask(address, ca_file=ca, **account)


def test_a_certificate_of_another_authority_is_refused(address, tmp_path):
    with pytest.raises(EngineUnreachable, match="OPENSEARCH_CA_FILE"):
        ask(address, ca_file=make_authority(tmp_path / "other"))


def test_the_machine_s_own_authorities_do_not_vouch_for_it(address):
    with pytest.raises(EngineUnreachable, match="OPENSEARCH_CA_FILE"):
        ask(address)


def test_a_name_that_is_not_in_the_certificate_is_refused(address, ca):
    with pytest.raises(EngineUnreachable, match="OPENSEARCH_HOSTS"):
        ask(address.replace("127.0.0.1", "localhost"), ca_file=ca)


def test_tls_is_not_spoken_to_who_expects_none(address):
    with pytest.raises(EngineUnreachable):
        ask(address.replace("https:", "http:"))


@pytest.mark.parametrize("content", [None, b"", b"not a certificate\n", b"\xff\x00"])
def test_a_file_that_holds_no_authority_is_named(address, tmp_path, content):
    path = tmp_path / "authority.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EngineUnreachable, match="OPENSEARCH_CA_FILE.*authority.pem"):
        ask(address, ca_file=path)
