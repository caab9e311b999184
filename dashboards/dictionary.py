"""The data dictionary: what every measure and every published table means, as pages and as files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboards import words
from dashboards.standalone import templates
from pipelines import effects
from snapshot import synthetic
from snapshot.metric_fields import in_reading_order, plain_text
from snapshot.published import Published, Row, TableNote, lines

_DIRECTION = {"higher": "Higher is better", "lower": "Lower is better"}
_AGGREGATION = {
    "sum": "Periods add up: numerators and denominators are summed",
    "last": "A stock: the last period stands for a longer one",
    "none": "Periods may not be combined",
}
_DISCLOSURE = {
    "none": "No rule beyond the publisher's own",
    "people": "Figures about fewer than five people are shown to the office's analysts only",
}


@dataclass(frozen=True)
class Check:
    """One promise about the data behind a measure, and whether it held."""

    table_name: str
    promise: str
    result: str


@dataclass(frozen=True)
class Entry:
    """What the dictionary says of one measure."""

    metric_id: str
    title: str
    theme: str
    definition: str
    facts: tuple[tuple[str, str], ...]
    caveats: tuple[str, ...]
    breaks: tuple[str, ...]
    sources: tuple[str, ...]
    checks: tuple[Check, ...]

    @property
    def passed(self) -> int:
        """Count the checks that hold."""
        return sum(check.result == "holds" for check in self.checks)


@dataclass(frozen=True)
class Dictionary:
    """Everything the dictionary says of one snapshot, in the order it is read."""

    snapshot: Row
    themes: tuple[tuple[str, tuple[Entry, ...]], ...]
    tables: tuple[TableNote, ...]

    @property
    def stamp(self) -> str:
        """Say that the data is synthetic, where it is."""
        return synthetic.stamp(self.snapshot, f"{synthetic.MARK}.")


def dictionary(published: Published) -> Dictionary:
    """Gather the dictionary of a snapshot: measures in the plan's order, tables by name."""
    made = [entry(published, metric_id) for metric_id in published.metrics]
    titles = {row["theme"]: row["title"] for row in published.themes}
    titles |= {one.theme: one.theme for one in made if one.theme not in titles}
    themes = tuple(
        (title, tuple(one for one in made if one.theme == theme)) for theme, title in titles.items()
    )
    return Dictionary(
        published.snapshot,
        tuple((title, entries) for title, entries in themes if entries),
        tuple(published.notes.values()),
    )


def entry(published: Published, metric_id: str) -> Entry:
    """Gather what the dictionary says of one measure."""
    metric = published.metrics[metric_id]
    sources = published.sources(metric_id)
    feeds = {feed["feed_id"]: feed for feed in published.feeds}
    return Entry(
        metric_id=metric_id,
        title=metric["title"],
        theme=metric["theme"],
        definition=metric["definition"],
        facts=tuple((name, text) for name, text in _facts(published, metric) if text),
        caveats=lines(metric["caveats"]),
        breaks=lines(metric["breaks"]),
        sources=tuple(_source(row, feeds) for row in sources),
        checks=tuple(
            Check(row["table_name"], row["expectation"], check_result(row))
            for row in published.checks_behind(metric_id)
        ),
    )


def check_result(check: Row) -> str:
    """Say whether a promise holds."""
    if check["passed"]:
        return "holds"
    if check["raised"]:
        return "could not be checked (our fault)"
    example = f", for example {check['sample']}" if check["sample"] else ""
    return f"does not hold: {words.counted(check['unexpected_count'] or 0, 'row')}{example}"


def _facts(published: Published, metric: Row) -> Iterator[tuple[str, str | None]]:
    """Give each labelled field of a header; one that has no words of its own here, as it stands."""
    for field in in_reading_order():
        yield field.label, _WORDS.get(field.name, _plain_text)(metric, field.name)
        if field.name == "frequency":
            yield "Figures cover", _covered(published, metric["metric_id"])


def _plain_text(metric: Row, name: str) -> str | None:
    return plain_text(metric.get(name))


def _counted_text(metric: Row, name: str) -> str | None:
    of, unit = metric[name], metric[name.replace("_name", "_unit")]
    if not of or not unit:
        return str(of) if of else None
    return f"{of} (one is {'an' if unit[0] in 'aeio' else 'a'} {unit})"


def _target_text(metric: Row, _: str) -> str:
    if metric["target"] is None:
        return "None set"
    set_by = f" ({metric['target_source']})" if metric["target_source"] else ""
    return words.value_text(metric["target"], metric["unit"]) + set_by


def _lag_text(metric: Row, name: str) -> str | None:
    return None if metric[name] is None else words.counted(metric[name], "month")


def _maturity_text(metric: Row, name: str) -> str | None:
    return f"{words.counted(metric[name], 'month')} after the period" if metric[name] else None


_WORDS: dict[str, Callable[[Row, str], str | None]] = {
    "numerator_name": _counted_text,
    "denominator_name": _counted_text,
    "unit": lambda metric, _: words.unit_text(metric),
    "better_when": lambda metric, name: _DIRECTION.get(metric[name], "Neither way"),
    "target": _target_text,
    "frequency": lambda metric, name: (metric[name] or "").replace("_", " "),
    "lag_months": _lag_text,
    "maturity_months": _maturity_text,
    "aggregation": lambda metric, name: _AGGREGATION.get(metric[name]),
    "context_only": lambda metric, name: "As context only" if metric[name] else None,
    "disclosure": lambda metric, name: _DISCLOSURE.get(metric[name], metric[name]),
}


def _covered(published: Published, metric_id: str) -> str:
    found = published.covered.get(metric_id)
    if found is None:
        return "No figure yet"
    return f"{words.date_text(found[0])} to {words.date_text(found[1])}"


def _source(row: Row, feeds: dict[str, Row]) -> str:
    feed = feeds.get(row["feed_id"])
    return (
        f"{row['table_name']}: {feed['title']}, {feed['supplier']}" if feed else row["table_name"]
    )


def write_dictionary(published: Published, folder: Path) -> list[Path]:
    """Write the dictionary as one Markdown and one HTML file; return them."""
    effects.make_folder(folder)
    whole = dictionary(published)
    texts = {"dictionary.md": markdown(whole), "dictionary.html": html(whole)}
    for name, text in texts.items():
        effects.write_text(folder / name, text)
    return [folder / name for name in texts]


def html(whole: Dictionary) -> str:
    """Write the dictionary as a page that stands alone."""
    return templates().get_template("dictionary_file.html").render(d=whole, words=words)


def markdown(whole: Dictionary) -> str:
    """Write the dictionary as Markdown."""
    return templates().get_template("dictionary_file.md").render(d=whole, words=words)
