"""Names of values: read once for each version of the archive."""

from __future__ import annotations

from archive.models import Source
from search.index.facet_labels import labels_of, names_of_speakers
from tests import world


def test_names_are_read_once_for_each_version_of_the_archive(db, django_assert_num_queries):
    talks = world.harbour_talks()
    wanted = {"speaker": ["ilse-marchetti", "nobody"], "source": [talks.source.slug]}
    named = labels_of(wanted)
    with django_assert_num_queries(1):  # the archive's version
        assert labels_of(wanted) == named
    with django_assert_num_queries(2):
        assert labels_of({"speaker": ["ilse-marchetti", "nobody-else"]}).items() < named.items()
    Source.objects.filter(pk=talks.source_id).update(name="Office of the Harbour Master")
    assert labels_of(wanted) == named
    world.changed(talks)
    assert labels_of(wanted) == named | {("source", talks.source.slug): "Office of the Harbour Master"}


def test_who_is_not_public_has_no_name_though_that_is_known(db):
    world.harbour_talks()
    for _ in range(2):
        assert list(names_of_speakers(["ilse-marchetti", "nobody"])) == ["ilse-marchetti"]
