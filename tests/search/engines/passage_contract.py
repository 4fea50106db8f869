"""What an engine that names the best paragraph of a record must name: to be inherited with a fixture `engine`."""

from __future__ import annotations

import random

import pytest

from archive.text.paragraphs import paragraphs_of
from search.display.highlight import Marker
from search.query.request import SearchRequest
from search.query.tree import And, Everything, Filter, Not, Or, Phrase, Prefix, Word
from search.text.paragraph_score import leaf_worth
from tests.search.engines.contract import VOCABULARY, document, random_leaf

THREE = "The harvest was good.\n\nStrategic talks were held on grain.\n\n  \nGrain, and grain again."


def random_paragraphs(chance, most):
    """Return a text of chance paragraphs; no phrase goes over from one into the next, as each ends with words of its own."""
    texts = [
        " ".join([*chance.choices(VOCABULARY, k=chance.randint(0, 9)), *["finis"] * 6]) for _ in range(chance.randint(0, most))
    ]
    return chance.choice(("\n\n", "\n \n", "\n\n\n")).join(texts)


def random_tree(chance):
    """Return a tree that wants something, and may not want something else."""
    leaves = tuple(random_leaf(chance) for _ in range(chance.randint(1, 3)))
    return chance.choice((And, Or))((*leaves, Not(Word("grain")))[: chance.randint(1, 4)])


def worths(made, tree):
    """Return what the leaves in each paragraph of a document are worth by reading it: (field, number) -> worth."""
    found = {}
    for field in ("question", "answer"):
        marker = Marker(tree, field)
        for number, paragraph in enumerate(paragraphs_of(made[field])):
            if leaves := {place.leaf for place in marker.found(paragraph.text)}:
                found[field, number] = sum(leaf_worth(len(marker.patterns[leaf].tests)) for leaf in leaves)
    return found


class PassageContract:
    """Inherit this beside `EngineContract`."""

    @staticmethod
    def settle(engine):
        """Have an engine bring its index into the shape that it takes in time; many have no such thing."""

    @staticmethod
    def passages(engine, tree):
        return {hit.record_id: hit.passage for hit in engine.search(SearchRequest(tree=tree)).hits}

    def test_the_paragraph_with_most_of_what_is_searched_is_named(self, engine):
        engine.replace([], [document(1, answer=THREE), document(2, question="Grain?\n\nWhat of talks?", answer="Good.")])
        assert self.passages(engine, Word("harvest")) == {1: ("answer", 0)}
        assert self.passages(engine, And((Word("grain"), Word("talks")))) == {1: ("answer", 1), 2: ("question", 0)}
        assert self.passages(engine, Word("grain"))[1] == ("answer", 2)

    def test_a_phrase_is_worth_more_than_its_words_apart(self, engine):
        engine.replace([], [document(1, answer="Strategic this, talks that.\n\nThe strategic talks.\n\nTalks, strategic.")])
        assert self.passages(engine, Phrase(("strategic", "talks"))) == {1: ("answer", 1)}

    def test_what_is_answered_goes_before_a_question_that_says_as_much(self, engine):
        engine.replace([], [document(1, question="And the grain?", answer="First things first.\n\nThe grain is ripe.")])
        assert self.passages(engine, Word("grain")) == {1: ("answer", 1)}
        assert self.passages(engine, Word("grain", "question")) == {1: ("question", 0)}

    def test_no_paragraph_is_named_where_none_has_words_searched(self, engine):
        engine.replace([], [document(1, title="On grain", answer="Good.", country="US")])
        assert self.passages(engine, Word("grain")) == {1: None}
        assert self.passages(engine, Filter("country", "US")) == {1: None}
        assert self.passages(engine, Everything()) == {1: None}

    def test_many_beginnings_are_found_at_their_places(self, engine):
        words = [f"gr{letter}{other}" for letter in "abcdef" for other in "uvwxyz"]
        texts = [f"Nothing here.\n\n{' '.join(words[i : i + 3])}\n\nOnce {words[i]}." for i in range(30)]
        engine.replace([], [document(pk, answer=text, transcript=pk) for pk, text in enumerate(texts, 1)])
        assert set(self.passages(engine, Prefix("gr")).values()) == {("answer", 1)}

    @pytest.mark.parametrize("seed", range(4))
    def test_no_other_paragraph_has_more_of_what_is_searched(self, engine, seed):
        chance = random.Random(seed)
        made = [
            document(pk, title="finis", question=random_paragraphs(chance, 2), answer=random_paragraphs(chance, 5), transcript=pk)
            for pk in range(1, 121)
        ]
        for start in range(0, 120, 40):
            engine.replace([], made[start : start + 40])
        engine.replace([7, 50], [made[49]])
        if seed % 2:
            self.settle(engine)
        by_key = {int(one["django_id"]): one for one in made}
        for _ in range(80):
            tree = random_tree(chance)
            for pk, passage in self.passages(engine, tree).items():
                read = worths(by_key[pk], tree)
                best = max(read.values(), default=0)
                assert (read.get(passage, "unread") if passage else 0) == best, (tree, by_key[pk], passage, read)
