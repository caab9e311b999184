"""What a night leaves to look at, and what mends it, in words that never hold a cell of data.

Facts are made only from what pcplan itself names: feeds, tables, suppliers, dates and counts. The
reasons that `pcplan status` prints may quote a delivery, so they stay on the machine.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.monitoring.status import Status, counted, stretch

MOST_NAMES = 8
OF_STATUS = ("late", "refused", "withheld", "broken")  # the kinds that the snapshot tells
_STATUS = "`pcplan status` says why."


@dataclass(frozen=True)
class Fact:
    """One thing to look at; the key stays the same from night to night."""

    key: str
    said: str
    remedy: str
    name: str = ""  # of a table: what is so of several is told in one line

    @property
    def kind(self) -> str:
        """Return what kind of thing it is: late, refused, withheld."""
        return self.key.partition(":")[0]


@dataclass(frozen=True)
class Ended:
    """How a night ended, as far as people may be told."""

    business_date: dt.date
    exit_status: int
    snapshot_id: str | None = None
    failure: str = ""  # the kind of error, never its text
    nights_missed: int = 0
    is_log_broken: bool = False
    audit_head: str = ""
    is_synthetic: bool = False


def facts_of(ended: Ended, status: Status | None) -> list[Fact]:
    """List what to tell of one night."""
    found = []
    if ended.exit_status not in (0, 1):
        found.append(_failed(ended))
    if ended.nights_missed:
        found.append(
            Fact(
                "missed",
                f"No night ran on {counted(ended.nights_missed, 'night')} before this one.",
                "Look whether the machine was on and the schedule runs: `pcplan doctor`.",
            )
        )
    if ended.is_log_broken:
        found.append(
            Fact(
                "audit",
                "The audit log is not as it was written: something in it is missing or changed.",
                "Run `pcplan audit verify`, and keep a copy of state/audit before anything else.",
            )
        )
    return found + (_of_status(status) if status else [])


def _failed(ended: Ended) -> Fact:
    said, remedy = _FAILURES.get(ended.failure, _FAILURES[""])
    return Fact(
        f"failed:{ended.failure}",
        f"The night failed: {said}. Nothing was published; what was published before stands.",
        remedy,
    )


_FAILURES = {
    "ConfigurationError": (
        "a setting, the plan or a definition of this site is wrong",
        "Run `pcplan doctor`: it names the file and the line.",
    ),
    "MetricError": (
        "the definition of a measure is wrong",
        "Run `pcplan nightly`: it names the file.",
    ),
    "LineageError": (
        "the query of a table or measure is wrong",
        "Run `pcplan nightly`: it names the file.",
    ),
    "SnapshotError": (
        "the published snapshot is missing or broken",
        "Run `pcplan verify`, then choose a whole one: `pcplan rollback ID`.",
    ),
    "OSError": (
        "the machine refused a file: the disk may be full, or a folder may be read-only",
        "Run `pcplan doctor`: it looks at the disk and the folders. Then run `pcplan nightly`.",
    ),
    "OverrunError": (
        "it took longer than it may, and was ended",
        "Look what held it up: `pcplan doctor`. The next night goes on from where it was.",
    ),
    "RunStorageError": (
        "Dagster's own database was held by another program",
        "Close what holds state/dagster (a backup, a virus scanner), then run `pcplan nightly`.",
    ),
    "stopped": ("somebody or the machine stopped it", "Run `pcplan nightly` again."),
    "": ("something unexpected happened", "Run `pcplan nightly --debug`: it says what."),
}


def kind_of(error: BaseException) -> str:
    """Name the kind of an error, or of what caused it, as the facts know it."""
    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) and cause not in chain:
        chain.append(cause)
    for one in chain:
        if isinstance(one, KeyboardInterrupt | SystemExit):
            return "stopped"
        if type(one).__name__ in _FAILURES:
            return type(one).__name__
        if isinstance(one, OSError):
            return "OSError"
    return ""


def _of_status(status: Status) -> list[Fact]:
    found = []
    for feed in status.feeds:
        name = f"{feed.title} ({feed.feed_id})"
        if feed.days_late:
            due = f"{feed.due_date:%d %B %Y}".lstrip("0") if feed.due_date else "no day"
            found.append(
                Fact(
                    f"late:{feed.feed_id}",
                    f"{name} is {stretch(feed.days_late)} late: it was due on {due}.",
                    f"Ask {feed.supplier} for it, then `pcplan receive` and `pcplan nightly`.",
                )
            )
        if feed.files_refused:
            found.append(
                Fact(
                    f"refused:{feed.feed_id}",
                    f"{counted(feed.files_refused, 'file')} of {name} refused whole.",
                    f"{_STATUS} Ask {feed.supplier} for the file again as agreed.",
                )
            )
    for table in status.withheld:
        found.append(_of_table(str(table["state"]), str(table["table_name"])))
    return found


def _of_table(state: str, name: str) -> Fact:
    what = (
        "withheld, with every figure made from it"
        if state == "withheld"
        else f"{state}, so its last good rows stay"
    )
    remedy = f"{_STATUS} Mend the delivery or the definition, then run `pcplan nightly`."
    return Fact(f"{state}:{name}", f"{name} is {what}.", remedy, name)


def grouped(facts: Sequence[Fact]) -> str:
    """Say of several tables in one state what is said of each."""
    names = [fact.name for fact in facts]
    shown = ", ".join(names[:MOST_NAMES])
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    what = facts[0].said.removeprefix(f"{names[0]} is ").replace("from it", "from them")
    return f"{len(names)} tables are {what.replace('its last', 'their last')[:-1]}: {shown}{more}."
