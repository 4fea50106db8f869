"""What any engine must do with its note, and with an index that is built beside it: to be inherited beside EngineContract."""

from __future__ import annotations

from search.engines.base import IndexEntry
from search.query.request import SearchRequest
from search.query.tree import Everything, Word
from tests.search.engines.contract import SMALL, document

NEW = [document(11, answer="Harbours are dredged.", transcript=9), document(12, answer="Grain and harbours.", transcript=9)]


def found(engine, tree=None):
    return sorted(hit.record_id for hit in engine.search(SearchRequest(tree=tree or Everything())).hits)


class SwapContract:
    """Inherit this, and give an empty engine whose stamp is "stamp"."""

    def test_a_note_is_kept_with_the_index(self, engine):
        assert engine.note() == ""
        for text in ("one", "another", "with — more"):
            engine.keep_note(text)
            assert engine.note() == text

    def test_a_note_outlives_changes_and_not_a_reset(self, engine):
        engine.keep_note("here")
        engine.replace([], SMALL)
        assert (engine.note(), engine.stamp()) == ("here", "stamp")
        engine.reset("stamp")
        assert engine.note() == ""

    def test_there_is_nothing_beside_at_first(self, engine):
        assert (engine.beside().stamp(), engine.beside().note()) == (None, "")

    def test_the_old_one_answers_while_the_other_is_built(self, engine):
        engine.replace([], SMALL)
        engine.beside().reset("new")
        engine.beside().replace([], NEW)
        engine.replace([1], [])
        assert found(engine) == [3, 4, 5]
        assert found(engine.beside()) == [11, 12]
        assert (engine.stamp(), engine.beside().stamp()) == ("stamp", "new")

    def test_the_new_one_takes_its_place_with_stamp_and_note(self, engine):
        engine.replace([], SMALL)
        engine.keep_note("old note")
        engine.beside().reset("new")
        engine.beside().keep_note("new note")
        engine.beside().replace([], NEW[:1])
        engine.beside().replace([], NEW[1:])
        engine.swap()
        assert (found(engine), found(engine, Word("grain"))) == ([11, 12], [12])
        assert sorted(engine.entries()) == [IndexEntry(11, 9, "print11"), IndexEntry(12, 9, "print12")]
        assert (engine.stamp(), engine.note()) == ("new", "new note")
        assert engine.beside().stamp() is None

    def test_it_can_be_written_on_and_swapped_again(self, engine):
        for turn in range(3):
            engine.beside().reset(f"stamp {turn}")
            engine.beside().replace([], NEW)
            engine.swap()
            engine.replace([9], [document(20 + turn, answer="Later.", transcript=9)])
            assert (found(engine), engine.stamp()) == ([20 + turn], f"stamp {turn}")

    def test_an_empty_one_takes_its_place_too(self, engine):
        engine.replace([], SMALL)
        engine.beside().reset("new")
        engine.swap()
        assert (found(engine), engine.stamp(), engine.note()) == ([], "new", "")

    def test_what_was_begun_beside_is_thrown_away_by_a_reset(self, engine):
        engine.beside().reset("one")
        engine.beside().replace([], NEW)
        engine.beside().reset("two")
        engine.swap()
        assert (found(engine), engine.stamp()) == ([], "two")

    def test_a_reset_leaves_what_is_built_beside(self, engine):
        engine.beside().reset("new")
        engine.beside().replace([], NEW)
        engine.reset("stamp")
        assert found(engine) == []
        engine.swap()
        assert found(engine) == [11, 12]
