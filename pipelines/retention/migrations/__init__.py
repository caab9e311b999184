"""The steps from each form of a site to the next, in order: one module a step.

Not here: when a step is taken, and the copy made before it (`upgrade`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.retention.migrations import to_2
from pipelines.site.site import Site


@dataclass(frozen=True)
class Step:
    """One step: the form it leads to, what it does in words, and the work.

    The work may be cut off anywhere and is then done again from its beginning. A step that a night
    may take by itself is `unattended`; another one waits for `pcplan upgrade`.
    """

    to: int
    what: str
    unattended: bool
    run: Callable[[Site], None]


STEPS = (Step(2, to_2.WHAT, unattended=True, run=to_2.run),)
