"""The data dictionary: what every measure and every published table means, as pages and as files."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import jinja2

from dashboards import words
from dashboards.notes import TableNote
from pipelines import effects
from snapshot.published import Published, Row

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
_TEMPLATES = Path(__file__).parent / "pages" / "templates"


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
        return "Synthetic demonstration data." if self.snapshot["is_synthetic"] else ""


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


def lines(text: str | None) -> tuple[str, ...]:
    """Split what the catalogue keeps one to a line."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def check_result(check: Row) -> str:
    """Say whether a promise holds."""
    if check["passed"]:
        return "holds"
    if check["raised"]:
        return "could not be checked (our fault)"
    example = f", for example {check['sample']}" if check["sample"] else ""
    return f"does not hold: {words.counted(check['unexpected_count'] or 0, 'row')}{example}"


def _facts(published: Published, metric: Row) -> tuple[tuple[str, str | None], ...]:
    lag, ripens = metric["lag_months"], metric["maturity_months"]
    target = metric["target"]
    set_by = f" ({metric['target_source']})" if metric["target_source"] else ""
    return (
        ("What is counted", _with_unit(metric["numerator_name"], metric["numerator_unit"])),
        ("Over", _with_unit(metric["denominator_name"], metric["denominator_unit"])),
        ("Unit", words.unit_text(metric)),
        ("Which way is better", _DIRECTION.get(metric["better_when"], "Neither way")),
        ("Target", words.value_text(target, metric["unit"]) + set_by if target is not None else "None set"),
        ("Basis", metric["basis"]),
        ("Population", metric["population"]),
        ("Geography", metric["geography"]),
        ("Published each", (metric["frequency"] or "").replace("_", " ")),
        ("Figures cover", _covered(published, metric["metric_id"])),
        ("Figures come after", words.counted(lag, "month") if lag is not None else None),
        ("Too early to judge until", _months_after(ripens)),
        ("How periods combine", _AGGREGATION.get(metric["aggregation"])),
        ("How parts relate", metric["breakdown_note"]),
        ("Beside other measures", "As context only" if metric["context_only"] else None),
        ("Disclosure", _DISCLOSURE.get(metric["disclosure"], metric["disclosure"])),
        ("Publisher of the source", metric["publisher"]),
        ("Owner", metric["owner"]),
        ("Marking", metric["marking"]),
        ("Measure id", metric["metric_id"]),
        ("Version of its definition", metric["version"]),
    )  # fmt: skip


def _months_after(months: int | None) -> str | None:
    return f"{words.counted(months, 'month')} after the period" if months else None


def _with_unit(name: str | None, unit: str | None) -> str | None:
    if not name or not unit:
        return name
    return f"{name} (one is {'an' if unit[0] in 'aeio' else 'a'} {unit})"


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
    return _templates().get_template("dictionary_file.html").render(d=whole, words=words)


def markdown(whole: Dictionary) -> str:
    """Write the dictionary as Markdown."""
    return _templates().get_template("dictionary_file.md").render(d=whole, words=words)


def escaped(text: object) -> str:
    """Keep text from being read as Markdown or as a cell's end."""
    inert = " ".join(str(text).split())
    for mark in "\\`*_[]<>|#":
        inert = inert.replace(mark, f"\\{mark}")
    return inert


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["md"] = escaped
    return made
