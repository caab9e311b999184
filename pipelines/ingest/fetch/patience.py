"""How long a download goes on trying: pauses that double, with chance in them, up to a limit."""

import random
from dataclasses import dataclass

WORTH_IT = 1024 * 1024


@dataclass(frozen=True)
class Patience:
    """When to try again, and when to give up.

    `attempts` counts failures in a row: a try that brought `worth_it` bytes nearer the end starts
    the count afresh, so that a bad line can still carry a large file. `starts` counts how often a
    file may be begun again from nothing because what came was not what was promised.
    """

    attempts: int = 6
    starts: int = 3
    first_wait: float = 1.0
    longest_wait: float = 60.0
    connect_seconds: float = 15.0
    read_seconds: float = 60.0
    worth_it: int = WORTH_IT

    def pause(self, failures: int, asked: float | None = None) -> float:
        """Return the seconds to wait after so many failures in a row.

        The pause doubles each time; a random half of it keeps many readers from coming back at once.
        What the server asks for (`Retry-After`) is granted, up to the longest pause.
        """
        full = min(self.longest_wait, self.first_wait * 2 ** max(0, failures - 1))
        drawn = full * random.uniform(0.5, 1.0)
        return min(self.longest_wait, max(drawn, asked or 0.0))
