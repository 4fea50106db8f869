"""The budget of one request. Pure.

Work is counted in steps before it is done, not timed, so the same search in the same archive always has the same answer. A step
is about ten nanoseconds on a processor of 2020. The clock is only a last resort, in case the count was wrong.
"""

from __future__ import annotations

from time import thread_time

SEARCHING = 14_000_000  # steps for finding records, in an archive of up to this many:
RECORDS = 100_000
MARKING = 6_000_000  # steps for finding search terms in the texts of one page
# Steps of the index: for reading a word in a field of a segment; for a term found there (whole, or in some forms), a record that
# has it, and a position; for an occurrence of a term of which only some forms match; for testing whether a record has a term.
A_CALL, A_SPELLING, A_FORM, A_POSTING, A_POSITION, A_CODE, A_TEST = 3_000, 100, 4_500, 3, 3.5, 2, 20
A_LOOKUP = 2_000  # for finding a word's terms in a field of a segment
A_FORM_MEASURED = 1.5  # for a form compared in a fuzzy search and each edit allowed; most differ in their letters
A_FILTER, A_VALUE = 10_000, 300  # for a filter in a segment, and each value of it
LOOK_EVERY = 1_500_000  # steps
LAST_RESORT = 0.3  # seconds of processor time


class TooMuch(Exception):
    """A request costs more than it may; `late` if the clock said so, which may say otherwise the next time."""

    def __init__(self, late: bool = False) -> None:
        super().__init__()
        self.late = late


class Budget:
    """The steps left to a request. `cut` tells that it wanted more, `late` that the clock stopped it."""

    def __init__(self, steps: int = MARKING, seconds: float = LAST_RESORT) -> None:
        self.left = steps
        self.cut = self.late = False
        self._next = steps - LOOK_EVERY
        self._end = thread_time() + seconds

    def take(self, steps: int) -> bool:
        """Take steps for optional work; tell whether there were enough."""
        if steps > self.left:
            self.cut = True
            return False
        self.left -= steps
        return True

    def must(self, steps: int) -> None:
        """Take steps for required work. Raises TooMuch."""
        if not self.take(steps) or (self.left < self._next and self._is_late()):
            self.cut = True
            raise TooMuch(self.late)

    def _is_late(self) -> bool:
        """Check the clock, which takes longer than most counted work."""
        self._next = self.left - LOOK_EVERY
        self.late = thread_time() > self._end
        return self.late


def searching(records: int) -> Budget:
    """Return the budget for finding records in an archive of this size. A larger one may take proportionally longer."""
    share = max(1.0, records / RECORDS)
    return Budget(int(SEARCHING * share), LAST_RESORT * share)
