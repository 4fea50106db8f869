"""From a search to its results: `run_search` in five steps, each of which takes the output of the one before.

Nothing else of this package is used from outside.
"""

from search.results.facet_panels import all_values
from search.results.search_problems import problems_of, unread_parts
from search.results.search_steps import run_search

__all__ = ["all_values", "problems_of", "run_search", "unread_parts"]
