"""What one request may cost. Pure.

Work is counted in steps before it is done, not timed: so the same search in the same archive always has the same answer. A step
is about ten nanoseconds of a processor of 2020. The processor's time is only asked as a last resort, where the count was wrong.
"""

from __future__ import annotations

from time import thread_time

SEARCHING = 23_000_000  # steps for finding records, in an archive of up to so many:
RECORDS = 100_000
MARKING = 5_000_000  # steps for finding in the texts of one page what was searched
# Steps that the index takes for a term found (whole, or in some of its forms), a record that has it, a place where it stands.
A_SPELLING, A_FORM, A_POSTING, A_POSITION = 300, 9_000, 3, 2.5
A_FORM_MEASURED = 4  # a form of the index, when those are looked for that are spelt nearly so; most differ in their letters
LOOK_EVERY = 1_500_000  # steps
LAST_RESORT = 0.2  # seconds of the processor


class TooMuch(Exception):
    """A request costs more than it may."""


class Budget:
    """The steps that a request has left; `cut` tells that it wanted more."""

    def __init__(self, steps: int = MARKING, seconds: float = LAST_RESORT) -> None:
        self.left = steps
        self.cut = False
        self._next = steps - LOOK_EVERY
        self._end = thread_time() + seconds

    def take(self, steps: int) -> bool:
        """Take steps for work that may as well be left undone; tell whether there were enough."""
        if steps > self.left:
            self.cut = True
            return False
        self.left -= steps
        return True

    def must(self, steps: int) -> None:
        """Take steps for work that cannot be left undone; raises TooMuch."""
        if not self.take(steps) or (self.left < self._next and self._is_late()):
            self.cut = True
            raise TooMuch

    def _is_late(self) -> bool:
        """Look at the clock, which takes longer than most of what is counted."""
        self._next = self.left - LOOK_EVERY
        return thread_time() > self._end


def searching(records: int) -> Budget:
    """Return what finding records may cost in an archive of so many: one that is larger may take longer in proportion."""
    share = max(1.0, records / RECORDS)
    return Budget(int(SEARCHING * share), LAST_RESORT * share)
