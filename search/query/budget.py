"""The budget of one request. Pure.

Work is counted in steps before it is done, not timed, so the same search in the same archive always has the same answer. A step
is about ten nanoseconds on a processor of 2020. The clock is only a last resort, in case the count was wrong.
"""

from __future__ import annotations

from time import thread_time

SEARCHING = 23_000_000  # steps for finding records, in an archive of up to this many:
RECORDS = 100_000
MARKING = 7_000_000  # steps for finding search terms in the texts of one page
# Steps of the index for a term found (whole, or in some forms), a record that has it, and a position.
A_SPELLING, A_FORM, A_POSTING, A_POSITION = 300, 9_000, 3, 2.5
A_FORM_MEASURED = 4  # a form compared in a fuzzy search; most differ in their letters
LOOK_EVERY = 1_500_000  # steps
LAST_RESORT = 0.2  # seconds of processor time


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
