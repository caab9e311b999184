"""The first page for a busy member, and the risks and next steps: what changed, what is missing."""

from collections.abc import Sequence, Set

from dashboards import words
from dashboards.measures import Measure
from dashboards.papers.blocks import Block, Bullets, Heading, Paragraph, Text, reference
from dashboards.papers.lookup import why_no_figure
from dashboards.papers.registers import Actions, Releases
from snapshot.published import Published, Row

_MOST_LINES = 5  # of one list on the first page
STANDING = {
    "late": "is late",
    "refused": "was refused",
    "partly_rejected": "was loaded only in part",
    "not_delivered": "has not been delivered",
}
MARKINGS = ("", "OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET")
RECOMMENDATION, NEXT_STEPS = "recommendation", "next-steps"


class ThemeStanding:
    """What a theme's measures show, and what of them is late, withheld or without a figure."""

    def __init__(
        self,
        published: Published,
        priorities: Set[str],
        measures: Sequence[Measure],
        releases: Releases,
    ) -> None:
        self.published = published
        self.measures = measures
        overtaken = ((m, releases.overtaken_text(m)) for m in measures)
        self.overtaken = [f"{m.metric['title']}: {text}." for m, text in overtaken if text]
        self.promises = [p for p in published.promises if p["priority_id"] in priorities]
        without = {m.metric["metric_id"] for m in measures if m.latest is None}
        self.broken = [
            p
            for p in self.promises
            if p["metric_id"] is None
            or p["metric_id"] in without
            or p["metric_id"] not in published.metrics
        ]
        self.withheld = [m for m in measures if m.withheld and m.latest is not None]
        self.empty = [
            m
            for m in measures
            if m.latest is None
            and m.metric["metric_id"] not in {p["metric_id"] for p in self.promises}
        ]
        self.feeds = [
            feed for feed in self._feeds() if feed["state"] in STANDING or self._is_overdue(feed)
        ]

    def _feeds(self) -> list[Row]:
        used = {
            source["feed_id"]
            for measure in self.measures
            for source in self.published.sources(measure.metric["metric_id"])
        }
        return [feed for feed in self.published.feeds if feed["feed_id"] in used]

    def _is_overdue(self, feed: Row) -> bool:
        """Judge lateness by the dates: a night with nothing new must still show a late feed."""
        due = feed["due_date"]
        return due is not None and due < self.published.snapshot["business_date"]

    def changes(self) -> list[str]:
        """Say each change that is more than chance, then how many measures show none."""
        shown = [m for m in self.measures if m.has_signal]
        lines = [_change(m) for m in shown[:_MOST_LINES]]
        if len(shown) > _MOST_LINES:
            lines.append(f"{len(shown) - _MOST_LINES} more measures show a change.")
        if not shown:
            lines.append("No measure of this report shows a change that is more than chance.")
        steady = sum(m.variation == "common_cause" for m in self.measures)
        figures = sum(m.latest is not None for m in self.measures)
        unjudged = figures - steady - len(shown)
        if steady:
            lines.append(f"{words.counted(steady, 'measure').capitalize()} with no clear change.")
        if unjudged:
            lines.append(
                f"{words.counted(unjudged, 'measure').capitalize()} with a figure, but too few "
                "periods, or several areas, to say whether it changed."
            )
        return lines

    def missing(self) -> list[str]:
        """Say what is late or withheld, and how many promised items have no figure."""
        lines = []
        if self.broken:
            items = list(dict.fromkeys(f"“{p['item']}”" for p in self.broken))
            names = words.list_text(items[:3])
            total = words.counted(len(self.promises), "promised item")
            verb = "has" if len(self.broken) == 1 else "have"
            lead = "among them " if len(items) > 3 else ""
            lines.append(f"{len(self.broken)} of {total} {verb} no figure: {lead}{names}.")
        late = [self.late_line(feed) for feed in self.feeds]
        held = [self.withheld_line(m) for m in self.withheld]
        rest = late + held + self.overtaken
        lines += rest[:_MOST_LINES]
        if len(rest) > _MOST_LINES:
            lines.append(f"{len(rest) - _MOST_LINES} more: see {reference(NEXT_STEPS)}.")
        return lines or ["Nothing of this report is late or withheld."]

    def late_line(self, feed: Row) -> str:
        """Say how a feed stands, and how late it is."""
        as_at = self.published.snapshot["business_date"]
        overdue = self._is_overdue(feed)
        late = f" ({words.days_late_text(feed['due_date'], as_at)})" if overdue else ""
        standing = STANDING.get(feed["state"], STANDING["late"])
        reason = f": {feed['reason'].rstrip('.')}" if feed["reason"] else ""
        return f"{feed['title']}, from {feed['supplier']}, {standing}{late}{reason}."

    @staticmethod
    def withheld_line(measure: Measure) -> str:
        """Say that newer figures of a measure are withheld, and why."""
        return (
            f"{measure.metric['title']}: figures after {measure.period_text} are withheld: "
            f"{(measure.withheld or '').rstrip('.')}."
        )


def _change(measure: Measure) -> str:
    if not measure.value_text or measure.value_text in measure.finding:
        return f"{measure.finding.rstrip('.')}."
    return f"{measure.finding.rstrip('.')}: {measure.value_text}, {measure.period_text}."


def first_page(standing: ThemeStanding, recommendation: str, actions: Actions) -> list[Block]:
    """Answer a busy member's three questions."""
    decide = f"{recommendation} It stands in {reference(RECOMMENDATION)}."
    missing = standing.missing()
    as_at = standing.published.snapshot["business_date"]
    if as_at > actions.board_date:
        missing.insert(0, f"The figures stand as at {words.date_text(as_at)}, after the Board met.")
    return [
        Heading("Summary", 1, "summary"),
        Heading("What really changed", 2),
        _quiet(standing.changes()),
        Heading("What is late or withheld", 2),
        _quiet(missing),
        Heading("What the Board must decide", 2),
        _quiet([decide, *actions.decisions()]),
    ]


def highest_marking(published: Published, metric_ids: Sequence[str]) -> str:
    """Name the highest marking among the figures used: a paper is marked as its highest figure."""
    markings = {published.metrics[name]["marking"] or "" for name in metric_ids}
    return max(markings, key=_rank, default="")


def _rank(marking: str) -> int:
    """Rank a marking; one that is not known ranks highest, so that it cannot be lost."""
    return MARKINGS.index(marking) if marking in MARKINGS else len(MARKINGS)


def _quiet(lines: list[str]) -> Bullets:
    return Bullets(tuple(Text(line) for line in lines), is_quiet=True)


def next_steps(standing: ThemeStanding) -> list[Block]:
    """Say every promise without a figure, every late feed and every withheld measure."""
    blocks: list[Block] = [Heading("What is missing or late", 2, "missing")]
    promised = [_promise_line(standing, promise) for promise in standing.broken]
    _list(blocks, "These items that the Plan promises have no figure:", promised)
    late = [standing.late_line(feed) for feed in standing.feeds]
    _list(blocks, "These feeds are late, or were not whole:", late)
    held = [standing.withheld_line(measure) for measure in standing.withheld]
    _list(blocks, "The newest figures of these measures are withheld:", held)
    _list(blocks, "A newer edition has overtaken these figures:", standing.overtaken)
    empty = [f"{measure.metric['title']}: {why_no_figure(measure)}." for measure in standing.empty]
    _list(blocks, "These measures, which no priority for action promises, have no figure:", empty)
    if len(blocks) == 1:
        sentence = "Every item that the Plan promises here has a figure, and no feed is late."
        blocks.append(Paragraph(Text(sentence)))
    if due := _due(standing):
        blocks.append(Paragraph(Text(f"The next deliveries are due: {'; '.join(due)}.")))
    return blocks


def _list(blocks: list[Block], lead: str, lines: list[str]) -> None:
    if lines:
        blocks += [Paragraph(Text(lead)), Bullets(tuple(Text(line) for line in lines))]


def _promise_line(standing: ThemeStanding, promise: Row) -> str:
    metric = next(
        (m for m in standing.measures if m.metric["metric_id"] == promise["metric_id"]), None
    )
    reason = why_no_figure(metric) if metric else promise["reason"]
    return f"{promise['item']}: {(reason or 'no measure has been named for it').rstrip('.')}."


def _due(standing: ThemeStanding) -> list[str]:
    as_at = standing.published.snapshot["business_date"]
    coming = [f for f in standing._feeds() if f["due_date"] and f["due_date"] >= as_at]
    coming.sort(key=lambda feed: (feed["due_date"], feed["title"]))
    return [f"{feed['title']}, {words.date_text(feed['due_date'])}" for feed in coming]
