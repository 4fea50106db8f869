"""A node behind TLS and an account. OpenSearch's own security is not among its Maven artefacts, so a front does it."""

from __future__ import annotations

import pytest

from search.engines.base import EngineUnreachable
from search.engines.opensearch.opensearch_engine import OpenSearchEngine
from search.query.tree import Word
from tests.cluster.conftest import options_of
from tests.cluster.sites import site_over
from tests.search.engines.contract import SMALL, EngineContract
from tests.search.engines.opensearch.tls_front import PASSWORD, USER, make_authority, tls_front


@pytest.fixture(scope="module")
def ca(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def front(node, ca):
    with tls_front(ca.parent, node.hosts[0]) as address:
        yield address


def engine_of(node, front, **options):
    engine = OpenSearchEngine()
    engine.options = options_of(node, "secured") | {"hosts": [front], "user": USER, "password": PASSWORD, **options}
    return engine


def test_records_go_in_and_are_found_through_it(node, front, ca):
    engine = engine_of(node, front, ca_file=str(ca))
    engine.reset("stamp")
    engine.replace([], SMALL)
    assert sorted(EngineContract.ids(engine, Word("stability"))) == [1, 2, 3, 5]
    assert (engine.stamp(), len(list(engine.entries()))) == ("stamp", len(SMALL))


@pytest.mark.parametrize("options", [{"password": "wrong"}, {"user": "", "password": ""}])
def test_who_is_refused_never_has_the_index_built_anew(node, front, ca, options):
    good = engine_of(node, front, ca_file=str(ca))
    good.reset("kept")
    refused = engine_of(node, front, ca_file=str(ca), **options)
    with pytest.raises(EngineUnreachable):
        refused.stamp()
    with pytest.raises(EngineUnreachable):
        refused.reset("thrown away")
    assert good.stamp() == "kept"


def test_a_site_is_set_up_for_it_by_its_environment(node, front, ca, tmp_path):
    settings = {
        "OPENSEARCH_HOSTS": front,
        "OPENSEARCH_USER": USER,
        "OPENSEARCH_PASSWORD": PASSWORD,
        "OPENSEARCH_CA_FILE": str(ca),
    }
    with site_over(tmp_path, node, "sqlite", "secured-site", 4, **settings) as site:
        site.serve()
        site.publish("leave", 1)
        site.wait_for_transcripts(5)
        assert site.told_by("check_index").startswith("Index and database agree")
