"""One section of a paper: an objective, its priorities for action, and what each promises."""

import datetime as dt
from collections.abc import Iterable, Set
from pathlib import PurePosixPath

from dashboards import words
from dashboards.measures import Measure
from dashboards.papers.blocks import (
    Block,
    Bullets,
    Heading,
    PaperError,
    Paragraph,
    Table,
    Text,
    page_share,
    reference,
)
from dashboards.papers.commentary import CommentaryWriter, read, refuse
from dashboards.papers.lookup import Lookup, no_figure, why_no_figure
from dashboards.papers.sections import Prose, ProseWriter
from dashboards.papers.texts import Texts, commentary_name
from snapshot.published import Row

_MOST_PARTS = 15
NO_PROMISE = (
    "The Plan names no business intelligence for this priority for action, "
    "so no figure stands here."
)
WORDING = "wording to be confirmed"


def sections(objectives: Iterable[Row], priorities: list[Row]) -> list[list[Row]]:
    """Group a theme's objectives: one without priorities shares the section of the next one."""
    grouped: list[list[Row]] = []
    waiting: list[Row] = []
    for objective in objectives:
        waiting.append(objective)
        if any(row["objective_id"] == objective["objective_id"] for row in priorities):
            grouped.append(waiting)
            waiting = []
    return [*grouped, waiting] if waiting else grouped


class ObjectiveWriter:
    """Writes the blocks of one section: ours, then what officers say of it."""

    def __init__(
        self,
        lookup: Lookup,
        writer: ProseWriter,
        officers: CommentaryWriter,
        texts: Texts,
        board_date: dt.date,
    ) -> None:
        self.lookup, self.writer, self.officers = lookup, writer, officers
        self.texts, self.board_date = texts, board_date
        self.published = lookup.published

    def refuse_unknown(self, known: Set[str]) -> None:
        """Refuse commentary on a priority that the plan does not have: it would be left out."""
        for name in self.texts.commentary(self.board_date):
            priority_id = PurePosixPath(name).stem
            if priority_id not in known:
                raise PaperError(
                    f"{name}: {priority_id} is not a priority for action of the plan. Name the "
                    f"file after one: {', '.join(sorted(known))}."
                )

    def _commentary(self, priority_id: str) -> Prose:
        name = commentary_name(self.board_date, priority_id)
        source = self.texts.read(name)
        return refuse(read(source, name, priority_id)) if source is not None else Prose(name)

    def section(self, group: list[Row], proses: list[Prose]) -> list[Block]:
        """Write the objectives of one section: opening words, priorities, other measures."""
        blocks: list[Block] = []
        for index, objective in enumerate(group):
            label = f"objective-{objective['objective_id'].lower()}"
            title = f"Objective: {objective['title']}"
            first = index == 0
            blocks.append(Heading(title, 1, label, is_numbered=first, is_second=not first))
        for prose in proses:
            blocks += self.writer.blocks(prose)
        shown: set[str] = set()
        for objective, prose in zip(group, proses, strict=True):
            mine = [p for p in self.published.priorities if _serves(p, objective)]
            for priority in mine:
                blocks += self._priority(priority, prose, shown)
        return blocks + self._other_measures(group, shown)

    def _priority(self, priority: Row, prose: Prose, shown: set[str]) -> list[Block]:
        name = priority["priority_id"]
        promises = [row for row in self.published.promises if row["priority_id"] == name]
        items = list(dict.fromkeys(row["item"] for row in promises))
        label = f"priority-{name.lower().replace('.', '-')}"
        title = priority["title"] or WORDING
        blocks: list[Block] = [Heading(f"Priority for action: {title}", 2, label)]
        if items:
            listed = f"Business intelligence information: {'; '.join(items)}"
            blocks.append(Paragraph(Text(listed), is_numbered=False))
        said = self._commentary(name)
        written = [*self.writer.blocks(prose, name), *self.officers.blocks(said, name)]
        blocks += written
        for item in items:
            kept = [row for row in promises if row["item"] == item]
            blocks.append(Heading(item, 3))
            blocks += self.writer.blocks(prose, name, item)
            for promise in kept:
                blocks += self._promise(promise, shown)
            blocks += self.officers.blocks(said, name, item)
        for topic in dict.fromkeys([*prose.topics(name), *said.topics(name)]):
            if topic not in items:
                blocks += [Heading(topic, 3), *self.writer.blocks(prose, name, topic)]
                blocks += self.officers.blocks(said, name, topic)
        if not items and not written and not prose.topics(name) and not said.topics(name):
            blocks.append(Paragraph(Text(NO_PROMISE)))
        return blocks

    def _promise(self, promise: Row, shown: set[str]) -> list[Block]:
        """Keep one promise: the figure and its chart, or why there is none. Never nothing."""
        metric_id = promise["metric_id"]
        if metric_id is None or metric_id not in self.published.metrics:
            reason = (promise["reason"] or "no measure has been named for it").rstrip(".")
            return [Paragraph(Text(f"There is no figure for “{promise['item']}”: {reason}."))]
        if metric_id in shown:
            return [Paragraph(Text(f"The figure stands above ({self.lookup.note(metric_id)})."))]
        shown.add(metric_id)
        return self.measure_blocks(self.lookup.measure(metric_id))

    def measure_blocks(self, measure: Measure) -> list[Block]:
        """Write a measure: finding, figure, period, age, then its chart and its parts."""
        metric_id = measure.metric["metric_id"]
        note = self.lookup.note(metric_id)
        if measure.latest is None:
            is_said = metric_id in self.lookup.mentioned
            return [] if is_said else [Paragraph(Text(no_figure(measure, note)))]
        set_out = metric_id in self.lookup.set_out
        picture = None if set_out else self.lookup.picture(measure)
        chart = self.lookup.chart_label(measure)
        blocks: list[Block] = []
        if metric_id not in self.lookup.mentioned:
            where = f"{reference(chart)}; {note}" if chart else note
            blocks.append(Paragraph(Text(f"{' '.join(sentences(measure))} ({where}).")))
        if measure.gaps:
            blocks.append(Bullets(tuple(Text(gap) for gap in measure.gaps[-3:])))
        if picture:
            blocks.append(picture)
        rows = measure.breakdown.rows[:_MOST_PARTS]
        if rows:
            caption = f"{measure.metric['title']} by {measure.breakdown.columns[0].lower()}"
            more = len(measure.breakdown.rows) - len(rows)
            caption += f", the {len(rows)} greatest" if more else ""
            wide = (3.0, *(1.0 for _ in measure.breakdown.columns[1:]))
            label = f"parts-{metric_id.replace('_', '-')}"
            blocks.append(
                Table(
                    caption,
                    measure.breakdown.columns,
                    rows,
                    label,
                    first_numeric=1,
                    widths=wide,
                    share=page_share(measure.breakdown.columns),
                )
            )
        return blocks

    def _other_measures(self, group: list[Row], shown: set[str]) -> list[Block]:
        """Set every further measure of the section in one table: none is left out silently."""
        promised = {row["metric_id"] for row in self.published.promises}
        named = self.lookup.mentioned
        rows = []
        for metric_id, metric in self.published.metrics.items():
            serves = any(_serves(metric, objective) for objective in group)
            if not serves or metric_id in promised | shown | named:
                continue
            shown.add(metric_id)
            measure = self.lookup.measure(metric_id)
            self.lookup.note(metric_id)
            rows.append(_row(measure))
        if not rows:
            return []
        header = ("Measure", "Latest figure", "Period and age", "What it shows")
        label = f"other-{group[0]['objective_id'].lower()}"
        several = "these objectives" if len(group) > 1 else "this objective"
        return [
            Heading(f"Other measures of {several}", 2),
            Table(
                "Measures that no priority for action promises",
                header,
                tuple(rows),
                label,
                widths=(3, 2, 3, 3.4),
            ),
        ]


def _serves(row: Row, objective: Row) -> bool:
    return bool(row["objective_id"] == objective["objective_id"])


def _row(measure: Measure) -> tuple[str, str, str, str]:
    title = measure.metric["title"]
    if measure.latest is None:
        reason = why_no_figure(measure)
        return (title, words.NO_FIGURE, "", f"{reason[0].upper()}{reason[1:]}")
    finding = measure.finding.removeprefix(f"{title}: ")
    value = measure.value_text or "see note"
    return (title, value, f"{measure.period_text}, {measure.age_text}", finding)


def sentences(measure: Measure) -> list[str]:
    """Say what a measure shows, the figure, its uncertainty, its age, and the nation beside it."""
    texts = [f"{measure.finding.rstrip('.')}."]
    if measure.value_text and measure.value_text not in measure.finding:
        interval = f" ({measure.interval_text})" if measure.interval_text else ""
        texts.append(
            f"The latest figure is {measure.value_text}{interval}, for {measure.area_name}, "
            f"{measure.period_text}; it is {measure.age_text}."
        )
    else:
        interval = f" It has a {measure.interval_text}." if measure.interval_text else ""
        texts.append(f"The figure is {measure.age_text}.{interval}")
    if measure.latest and measure.latest["state"] in ("provisional", "immature"):
        texts.append(f"It is {words.STATE[measure.latest['state']]}.")
    texts += [f"Beside it, {text}." for text in measure.comparisons]
    texts[-1] = texts[-1].rstrip(".")
    return texts
