"""What any engine must answer: a suite to be inherited with a fixture `engine` that gives an empty one.

The documents are what `RecordIndex.full_prepare` makes of records, written by hand.
"""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from search import facets
from search.engines.base import Document, IndexEntry, SearchEngine
from search.query.request import Choice, SearchRequest
from search.query.tree import And, Dates, Everything, Filter, Fuzzy, Node, Not, Nothing, Or, Phrase, Prefix, Wildcard, Word
from tests.search.text import brute

VOCABULARY = re.findall(
    r"\S+",
    """the of and strategic strategy stability stabilise treaty treaties talks talked nation nations united minister ministers
    foreign policy sanction sanctions peace peaceful border borders Ukraine Ukrainian Iran’s energy gas grain women woman""",
)
SPEAKERS = ("anna-berg", "carlos-diaz", "mei-lin", "omar-haddad")
COUNTRIES = ("RS", "UA", "US", "XK", "DE", "FR")
KNOWN = {"speaker": SPEAKERS, "country": COUNTRIES, "kind": ("statement", "qa_pair")}


def document(pk: int, **given: Any) -> Document:
    """Return one record's document."""
    made: dict[str, Any] = {key: [] for key in facets.TABLE.fields}
    made |= {"id": f"archive.record.{pk}", "django_ct": "archive.record", "django_id": str(pk), "transcript": 1}
    made |= {"title": "", "question": "", "answer": "", "date": None, "fingerprint": f"print{pk}"}
    made |= {key: [value] if key in facets.TABLE.fields and isinstance(value, str) else value for key, value in given.items()}
    day = made["date"] or ""
    words = "\n\n".join(part for part in (made["question"], made["answer"]) if part)
    return made | {"text": words, "year": [day[:4]] if day else [], "month": [day[:7]] if day else []}


SMALL = [
    document(
        1, title="On grain", answer="Strategic stability is the end of all our talks.", speaker="anna-berg", date="2023-03-15"
    ),
    document(
        2,
        question="What of the strategic stability talks?",
        answer="They go on.",
        speaker=["anna-berg", "mei-lin"],
        date="2024-01-02",
    ),
    document(3, answer="Stability is strategic.", speaker="carlos-diaz", country=["RS", "US"], date="2023-03-16", transcript=2),
    document(4, answer="The end of the beginning.", country="US", transcript=2),
    document(
        5,
        question="Is this strategic?",
        answer="Stability matters. Türkiye and the U.S. agree.",
        country="TR",
        date="2023-03-15",
        transcript=3,
    ),
]


def random_document(pk: int, chance: random.Random) -> Document:
    """Return a document of chance words and values."""

    def words(most: int) -> str:
        return " ".join(chance.choices(VOCABULARY, k=chance.randint(0, most)))

    day = f"20{chance.randint(19, 24)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    values = {key: chance.sample(("a-one", "b-two", "c-three"), chance.randint(0, 2)) for key in facets.TABLE.fields}
    values |= {
        "speaker": chance.sample(SPEAKERS, chance.randint(0, 2)),
        "country": chance.sample(COUNTRIES, chance.randint(0, 4)),
    }
    values["kind"] = [chance.choice(("statement", "qa_pair"))]
    return document(
        pk,
        **values,
        title=words(4),
        question=words(8),
        answer=words(30),
        date=day if chance.random() < 0.9 else None,
        transcript=pk // 7 + 1,
    )


def random_leaf(chance: random.Random) -> Node:
    """Return a chance leaf."""
    field: Any = chance.choice(("text", "text", "question", "answer", "title"))
    word = chance.choice(VOCABULARY).lower().replace("’s", "")
    pair = tuple(chance.choices(VOCABULARY, k=chance.randint(2, 3)))
    leaves: list[Node] = [
        Word(word, field, exact=chance.random() < 0.3),
        Phrase(pair, field, slop=chance.choice((0, 0, 1, 4)), exact=chance.random() < 0.5),
        Prefix(word[:3], field),
        Wildcard(word[:2] + "?" + word[3:], field),
        Fuzzy(word, field, chance.choice((1, 2))),
        Filter("country", chance.choice(COUNTRIES)),
        Dates(f"20{chance.randint(19, 24)}-01-01", None),
    ]
    return chance.choices(leaves, weights=(8, 5, 1, 1, 1, 2, 1))[0]


def random_tree(chance: random.Random, depth: int = 3) -> Node:
    """Return a chance tree."""
    roll = chance.random()
    if depth == 0 or roll < 0.4:
        return random_leaf(chance)
    if roll < 0.5:
        return Not(random_tree(chance, depth - 1))
    parts = tuple(random_tree(chance, depth - 1) for _ in range(chance.randint(2, 3)))
    return And(parts) if roll < 0.75 else Or(parts)


def random_request(chance: random.Random) -> SearchRequest:
    """Return a chance request for everything at once."""
    choices = []
    for key in chance.sample(facets.TABLE.panels, chance.randint(0, 3)):
        values = {"speaker": SPEAKERS, "country": COUNTRIES, "kind": ("statement", "qa_pair")}.get(
            key, ("a-one", "b-two", "c-three")
        )
        choices.append(Choice(key, tuple(chance.sample(values, chance.randint(1, 2))), any_of=chance.random() < 0.8))
        if chance.random() < 0.3:
            choices.append(Choice(key, tuple(chance.sample(values, chance.randint(1, 2))), excluded=True))
    first, last = sorted(f"20{chance.randint(19, 24)}-{chance.randint(1, 12):02d}-10" for _ in range(2))
    return SearchRequest(
        tree=Everything() if chance.random() < 0.2 else random_tree(chance),
        choices=tuple(choices),
        date_from=first if chance.random() < 0.3 else None,
        date_to=last if chance.random() < 0.3 else None,
        sort=chance.choice(("relevance", "newest", "oldest")),
        limit=1000,
        facets=tuple(facets.TABLE.fields),
        month=chance.choice(("", f"20{chance.randint(19, 24)}-{chance.randint(1, 12):02d}")),
    )


class EngineContract:
    """Inherit this, and give an empty engine."""

    @pytest.fixture
    def small(self, engine: SearchEngine) -> SearchEngine:
        engine.replace([], SMALL)
        return engine

    @staticmethod
    def ids(engine: SearchEngine, tree: Node | None = None, **wanted: Any) -> list[int]:
        answer = engine.search(SearchRequest(tree=tree or Everything(), **wanted))
        return [hit.record_id for hit in answer.hits]

    def test_an_empty_index_answers_with_nothing(self, engine):
        answer = engine.search(SearchRequest(tree=Word("stability"), spelling=True))
        assert (answer.total, answer.hits, dict(answer.months)) == (0, (), {})
        assert answer.facets == {key: {} for key in facets.TABLE.panels}

    def test_everything_is_everything(self, small):
        assert sorted(self.ids(small)) == [1, 2, 3, 4, 5]

    def test_nothing_is_nothing(self, small):
        assert self.ids(small, Nothing()) == []

    def test_a_word_is_found_in_question_answer_and_title_by_its_stem(self, small):
        assert sorted(self.ids(small, Word("talk"))) == [1, 2]
        assert self.ids(small, Word("GRAINS")) == [1]

    def test_a_word_of_one_field_is_found_there_only(self, small):
        assert self.ids(small, Word("stability", "question")) == [2]
        assert sorted(self.ids(small, Word("stability", "answer"))) == [1, 3, 5]

    def test_an_exact_word_is_not_stemmed(self, small):
        assert self.ids(small, Word("talk", exact=True)) == []
        assert sorted(self.ids(small, Word("talks", exact=True))) == [1, 2]

    def test_a_phrase_stands_side_by_side_in_this_order_within_one_field(self, small):
        assert sorted(self.ids(small, Phrase(("strategic", "stability")))) == [1, 2]

    def test_a_phrase_with_stop_words_needs_each_of_them(self, small):
        assert sorted(self.ids(small, Phrase(("the", "end", "of")))) == [1, 4]
        assert self.ids(small, Phrase(("the", "end", "of", "the"))) == [4]
        assert sorted(self.ids(small, Phrase(("of", "the")))) == [2, 4]

    def test_an_exact_phrase_is_not_stemmed(self, small):
        assert self.ids(small, Phrase(("stability", "talk"))) == [2]
        assert self.ids(small, Phrase(("stability", "talk"), exact=True)) == []

    def test_words_near_each_other_have_at_most_so_many_between(self, small):
        near = [self.ids(small, Phrase(("end", "talks"), slop=slop)) for slop in (2, 3)]
        assert near == [[], [1]]

    def test_accents_and_dots_make_no_difference(self, small):
        assert self.ids(small, Word("turkiye")) == self.ids(small, Word("TÜRKIYE")) == self.ids(small, Word("US")) == [5]

    def test_a_leaf_of_several_words_is_a_phrase(self, small):
        assert sorted(self.ids(small, Word("strategic-stability"))) == [1, 2]

    def test_beginnings_patterns_and_misspellings_find_words_as_written(self, small):
        assert sorted(self.ids(small, Prefix("strateg"))) == [1, 2, 3, 5]
        assert sorted(self.ids(small, Prefix("stabilit"))) == [1, 2, 3, 5]
        assert self.ids(small, Wildcard("gr?in")) == [1]
        assert self.ids(small, Fuzzy("begining", distance=1)) == [4]

    def test_excluded_words_exclude(self, small):
        assert sorted(self.ids(small, And((Word("stability"), Not(Word("talks")))))) == [3, 5]
        assert self.ids(small, Not(Word("stability"))) == [4]
        assert sorted(self.ids(small, Or((Word("grain"), Not(Word("stability")))))) == [1, 4]

    def test_filters_inside_a_query_take_whole_values(self, small):
        assert sorted(self.ids(small, Filter("country", "US"))) == [3, 4]
        assert self.ids(small, Filter("speaker", "anna")) == []
        assert self.ids(small, And((Filter("country", "US"), Not(Filter("speaker", "carlos-diaz"))))) == [4]

    def test_dates_inside_a_query_include_both_ends(self, small):
        assert sorted(self.ids(small, Dates("2023-03-15", "2023-03-16"))) == [1, 3, 5]
        assert self.ids(small, Dates(None, "2023-03-14")) == []

    def test_values_of_one_facet_add_up_and_facets_narrow_each_other(self, small):
        both = (Choice("country", ("US", "TR")),)
        assert sorted(self.ids(small, choices=both)) == [3, 4, 5]
        assert self.ids(small, choices=(*both, Choice("speaker", ("carlos-diaz",)))) == [3]

    def test_all_values_of_a_facet_may_be_needed(self, small):
        assert self.ids(small, choices=(Choice("country", ("US", "RS"), any_of=False),)) == [3]

    def test_excluded_values_leave_out_every_record_that_has_one(self, small):
        assert sorted(self.ids(small, choices=(Choice("country", ("US",), excluded=True),))) == [1, 2, 5]
        assert sorted(self.ids(small, choices=(Choice("country", ("RS", "TR"), excluded=True),))) == [1, 2, 4]
        others = (Choice("speaker", ("anna-berg",), excluded=True),)
        assert sorted(self.ids(small, Word("strategic"), choices=others)) == [3, 5]

    def test_chosen_and_excluded_values_of_one_facet_narrow_each_other(self, small):
        both = (Choice("country", ("US",)), Choice("country", ("RS",), excluded=True))
        assert self.ids(small, choices=both) == [4]
        assert self.ids(small, choices=both[::-1]) == [4]
        assert self.ids(small, choices=(both[0], Choice("country", ("US",), excluded=True))) == []
        needed = (Choice("country", ("US", "RS"), any_of=False), Choice("country", ("TR",), excluded=True))
        assert self.ids(small, choices=needed) == [3]

    def test_excluding_a_value_that_nothing_has_leaves_nothing_out(self, small):
        assert len(self.ids(small, choices=(Choice("country", ("ZZ",), excluded=True),))) == 5

    def test_counts_heed_what_is_excluded_also_in_its_own_facet(self, small):
        answer = small.search(SearchRequest(choices=(Choice("country", ("TR",)), Choice("country", ("RS",), excluded=True))))
        assert answer.facets["country"] == {"TR": 1, "US": 1}
        assert answer.facets["speaker"] == {}
        assert answer.months == {"2023-03": 1}

    def test_a_facet_ignores_its_own_choice_and_only_that(self, small):
        chosen = (Choice("country", ("TR",)), Choice("speaker", ("carlos-diaz",)))
        answer = small.search(SearchRequest(choices=chosen))
        assert answer.facets["country"] == {"RS": 1, "US": 1}
        assert answer.facets["speaker"] == {}
        assert answer.total == 0

    def test_months_ignore_the_dates(self, small):
        answer = small.search(SearchRequest(date_from="2024-01-01", date_to="2024-12-31"))
        assert answer.total == 1
        assert answer.months == {"2023-03": 3, "2024-01": 1}

    def test_days_of_the_month_asked_for_and_the_undated_ignore_the_dates(self, small):
        answer = small.search(SearchRequest(date_from="2024-01-01", date_to="2024-12-31", month="2023-03"))
        assert (answer.days, answer.undated) == ({"2023-03-15": 2, "2023-03-16": 1}, 1)
        narrowed = small.search(SearchRequest(choices=(Choice("country", ("US",), excluded=True),), month="2023-03"))
        assert (narrowed.days, narrowed.undated) == ({"2023-03-15": 2}, 0)

    def test_no_days_are_counted_where_no_month_is_asked_for(self, small):
        assert (small.search(SearchRequest()).days, small.search(SearchRequest(month="1999-02")).days) == ({}, {})
        assert small.search(SearchRequest(month="2023-03", histogram=False)).undated == 0

    def test_an_unknown_value_finds_nothing(self, small):
        assert self.ids(small, choices=(Choice("country", ("ZZ",)),)) == []

    def test_the_newest_and_the_oldest_come_first_and_the_undated_last(self, small):
        assert self.ids(small, sort="newest") == [2, 3, 1, 5, 4]
        assert self.ids(small, sort="oldest") == [1, 5, 3, 2, 4]

    def test_what_was_taken_in_last_comes_first_in_a_feed(self, small):
        assert self.ids(small, sort="latest") == [5, 4, 3, 2, 1]
        assert self.ids(small, sort="latest", limit=2, offset=1) == [4, 3]

    def test_only_the_records_given_are_searched_and_counted(self, small):
        among = frozenset({2, 4, 99})
        assert self.ids(small, sort="latest", records=among) == [4, 2]
        whole = small.search(SearchRequest(tree=Word("stability")))
        part = small.search(SearchRequest(tree=Word("stability"), records=among))
        assert {hit.record_id for hit in part.hits} == {hit.record_id for hit in whole.hits} & among
        assert part.total == len(part.hits) == sum(part.months.values()) + part.undated
        assert small.search(SearchRequest(records=frozenset())).total == 0

    def test_what_says_it_more_is_more_relevant(self, engine):
        filler = "and so on and on as it was said before "
        engine.replace([], [document(1, answer=filler * 9 + "grain"), document(2, answer="grain, grain and again grain")])
        assert self.ids(engine, Word("grain")) == [2, 1]

    def test_a_long_answer_that_comes_back_to_it_is_more_relevant_than_a_short_one_in_passing(self, engine):
        passing = "They asked about strategic stability and about the price of tea."
        thorough = "Strategic stability is long to explain. " + "Much has been said and little has been read of it. " * 40
        others = [document(pk, answer="We spoke of the harvest at some length. " * 8, transcript=pk) for pk in range(3, 30)]
        long = document(2, answer=thorough + " ".join(["And so to strategic stability again."] * 5))
        engine.replace([], [document(1, answer=passing), long, *others])
        found = engine.search(SearchRequest(Phrase(("strategic", "stability"))))
        assert [hit.record_id for hit in found.hits] == [2, 1]

    def test_records_of_one_score_come_newest_first(self, engine):
        days = {1: "2020-01-01", 2: None, 3: "2022-01-01", 4: "2022-01-01"}
        engine.replace([], [document(pk, answer="grain", date=day) for pk, day in days.items()])
        assert self.ids(engine, Word("grain")) == [3, 4, 1, 2]

    def test_pages_follow_each_other_without_gap_or_overlap(self, small):
        whole = self.ids(small, Word("stability"))
        assert [self.ids(small, Word("stability"), offset=i, limit=1)[0] for i in range(4)] == whole
        assert self.ids(small, Word("stability"), offset=4, limit=20) == []
        assert small.search(SearchRequest(tree=Word("stability"), offset=100)).total == 4

    def test_only_the_facets_asked_for_are_counted(self, small):
        answer = small.search(SearchRequest(facets=("asker",), histogram=False))
        assert set(answer.facets) == {"asker"}
        assert not answer.months

    def test_a_replaced_transcript_has_its_new_records_only(self, small):
        small.replace([2], [document(4, answer="Entirely new.", transcript=2)])
        assert sorted(self.ids(small)) == [1, 2, 4, 5]
        assert self.ids(small, Word("entirely")) == [4]
        assert self.ids(small, Word("beginning")) == []
        assert "US" not in small.search(SearchRequest()).facets["country"]

    def test_a_removed_transcript_is_gone_from_hits_and_counts(self, small):
        small.replace([1, 2], [])
        answer = small.search(SearchRequest())
        assert (answer.total, answer.facets["country"], answer.months) == (1, {"TR": 1}, {"2023-03": 1})
        assert list(small.entries()) == [IndexEntry(5, 3, "print5")]

    def test_it_tells_what_is_in_it(self, small):
        transcripts = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3}
        assert sorted(small.entries()) == [IndexEntry(pk, transcript, f"print{pk}") for pk, transcript in transcripts.items()]

    def test_a_record_is_told_as_often_as_it_is_found(self, small):
        """An engine may keep a record that is taken in again as a second one; then whoever compares must be told."""
        small.replace([], [SMALL[4]])
        told = [entry.record_id for entry in small.entries()]
        assert told.count(5) == self.ids(small).count(5) > 0

    def test_a_stamp_is_kept_until_the_next_reset(self, small):
        small.reset("other")
        assert small.stamp() == "other"
        assert self.ids(small) == []

    def test_a_misspelt_word_is_corrected_to_one_of_the_index(self, small):
        answer = small.search(SearchRequest(tree=And((Word("stabilty"), Word("talks"))), spelling=True))
        assert answer.corrections == {"stabilty": "stability"}

    @pytest.mark.parametrize("seed", range(3))
    def test_it_answers_as_a_look_at_every_document_does(self, engine, seed):
        chance = random.Random(seed)
        documents = [random_document(pk, chance) for pk in range(1, 151)]
        for start in range(0, 150, 50):
            engine.replace([], documents[start : start + 50])
        changed = [random_document(pk, chance) for pk in range(35, 42)]
        engine.replace([6, 9], changed)
        documents = [made for made in documents if made["transcript"] not in (6, 9)] + changed
        for _ in range(60):
            self.compare(engine, documents, random_request(chance))

    @staticmethod
    def compare(engine: SearchEngine, documents: list[Document], request: SearchRequest) -> None:
        answer = engine.search(request)
        matching = [made for made in documents if brute.matches(made, request.tree)]
        expected = {int(found["django_id"]) for found in brute.narrowed(matching, request)}
        assert {hit.record_id for hit in answer.hits} == expected, request
        assert answer.total == len(expected)
        assert dict(answer.months) == brute.months(matching, request), request
        assert dict(answer.days) == brute.days(matching, request), request
        assert answer.undated == brute.undated(matching, request), request
        for key in request.facets:
            assert dict(answer.facets[key]) == brute.counts(matching, request, key), (key, request)
