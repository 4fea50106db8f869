"""The one table of words: what parser and registry of speakers share stands in it once."""

from itertools import combinations

from archive.parsing import lexicon
from archive.speakers.names import Kind, fold, kind_of


def test_a_word_that_only_the_registry_knows_is_none_that_the_parser_knows():
    assert not lexicon.WITHIN_COURTESIES & lexicon.HONORIFICS
    assert not lexicon.WITHIN_OFFICES & lexicon.OFFICES


def test_the_registry_takes_the_shared_words_off_a_name():
    assert {"mr", "professor", "excellency"} <= lexicon.COURTESY
    assert {"minister", "spokeswoman", "foreign"} <= lexicon.OFFICE
    assert kind_of("Foreign Minister") is Kind.NOBODY
    assert kind_of("His Excellency Mr Tarnow") is Kind.SURNAME


def test_no_name_has_two_usual_spellings():
    groups = [set(group.split()) for group in lexicon.SPELLINGS]
    assert all(len(group) > 1 for group in groups)
    assert not [one & other for one, other in combinations(groups, 2) if one & other]


def test_the_first_spelling_stands_for_all_of_its_group():
    for group in lexicon.SPELLINGS:
        assert len({fold(f"{name} Tarnow") for name in group.split()}) == 1, group
