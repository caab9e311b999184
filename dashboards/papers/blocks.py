"""A paper as data: one list of blocks, numbered once, which three writers set in the same words."""

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from dashboards.charts.spec import Chart

_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: the door keeps them out of people's text
_REFERENCE = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")


class PaperError(Exception):
    """The paper cannot be built as it is written; the message says where and what to do."""


@dataclass(frozen=True)
class Run:
    """A stretch of text; `target` is the label of what it points to, where it is a reference."""

    text: str
    target: str = ""


@dataclass(frozen=True)
class Text:
    """Words as written, and their runs once the references in them are resolved."""

    source: str
    runs: tuple[Run, ...] = ()

    def __str__(self) -> str:
        """Read the words as a reader does."""
        return "".join(run.text for run in self.runs) if self.runs else self.source


@dataclass(frozen=True)
class Heading:
    """Level 1 is a section, 2 a priority for action, 3 a topic; an appendix starts a page.

    A section about two objectives has two headings: the second, `is_second`, has no number.
    """

    text: str
    level: int = 1
    label: str = ""
    is_numbered: bool = False
    is_appendix: bool = False
    is_second: bool = False
    number: str = ""
    starts_page: bool = True  # of an appendix: a short one may follow the one before it


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; numbered within its section unless it says otherwise."""

    text: Text
    label: str = ""
    is_numbered: bool = True
    number: str = ""
    leads: bool = False  # to the list or table after it, which it may not part from


@dataclass(frozen=True)
class Bullets:
    """A list; `is_quiet` lists stand outside the numbered text, as on the first page."""

    items: tuple[Text, ...]
    is_quiet: bool = False


@dataclass(frozen=True)
class Figures:
    """A list of figures with the words they count: 361 calls to 999."""

    lead: Text
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Picture:
    """A chart, its drawing, and where the table of the same figures stands."""

    chart: Chart
    svg: str
    label: str
    table: Text
    number: str = ""

    @property
    def alt(self) -> str:
        """What the chart shows, for people who do not see it."""
        return f"{self.chart.finding}. {self.chart.subtitle}. {self.chart.summary}"


@dataclass(frozen=True)
class Table:
    """A table; columns `first_numeric` to `last_numeric` are figures, aligned right.

    `share` is how much of the page's width it takes: two columns far apart are hard to read.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    label: str = ""
    total: tuple[str, ...] = ()
    first_numeric: int = 99
    widths: tuple[float, ...] = ()
    last_numeric: int = 99
    share: float = 1.0
    number: str = ""

    def is_numeric(self, column: int) -> bool:
        """Say whether a column holds figures."""
        return self.first_numeric <= column <= self.last_numeric


@dataclass(frozen=True)
class Note:
    """What stands behind one figure: term and text, line by line."""

    title: str
    label: str
    entries: tuple[tuple[str, Text], ...]
    number: str = ""


Block = Heading | Paragraph | Bullets | Figures | Picture | Table | Note


@dataclass(frozen=True)
class Paper:
    """Everything a reader sees of one paper, in reading order."""

    theme: str
    title: str
    plan_title: str
    address: tuple[tuple[str, str], ...]
    board_date: dt.date
    date_text: str
    author: str
    stamps: tuple[str, ...]
    foot: str
    snapshot_id: str
    blocks: tuple[Block, ...]
    language: str = "en-GB"
    words: dict[str, str] = field(default_factory=dict)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The charts, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))


def page_share(columns: tuple[str, ...]) -> float:
    """Keep a table of few columns narrow enough to read across."""
    return min(1.0, 0.1 + 0.25 * len(columns))


def reference(label: str) -> str:
    """Stand for the number of what is labelled, until the paper is numbered."""
    return f"{_OPEN}{label}{_CLOSE}"


def number(blocks: list[Block]) -> tuple[tuple[Block, ...], dict[str, str]]:
    """Number sections, paragraphs, charts, tables and notes; resolve each reference."""
    counted, words = _count(blocks)
    followed = zip(counted, [*counted, None][1:], strict=True)
    counted = [
        replace(block, leads=isinstance(after, Bullets | Table))
        if isinstance(block, Paragraph)
        else block
        for block, after in followed
    ]
    return tuple(_resolve(block, words) for block in counted), words


def resolved(blocks: list[Block], words: dict[str, str]) -> tuple[Block, ...]:
    """Resolve the references of blocks that stand in a paper already numbered."""
    return tuple(_resolve(block, words) for block in blocks)


def _count(blocks: list[Block]) -> tuple[list[Block], dict[str, str]]:
    """Give each block its number, and each label the words that point to it."""
    counts = dict.fromkeys(("section", "paragraph", "appendix", "Chart", "Table", "note"), 0)
    words: dict[str, str] = {}
    numbered: list[Block] = []
    for block in blocks:
        name, spoken = _number(block, counts)
        label = getattr(block, "label", "")
        if label in words:
            raise PaperError(f"The label '{label}' stands twice in the paper. Give each its own.")
        if label:
            words[label] = spoken
        numbered.append(replace(block, number=name) if name else block)  # type: ignore[arg-type]
    return numbered, words


def _number(block: Block, counts: dict[str, int]) -> tuple[str, str]:
    """Count one block on; say its number and the words a reference to it uses."""
    if isinstance(block, Heading):
        if block.is_appendix:
            counts["appendix"] += 1
            name = f"Appendix {counts['appendix']}"
            return name, name
        if block.is_second:
            return "", f"section {counts['section']}"
        if block.level == 1 and block.is_numbered:
            counts["section"] += 1
            counts["paragraph"] = 0
            return f"{counts['section']}", f"section {counts['section']}"
        return "", f"“{block.text}”"
    if isinstance(block, Paragraph) and block.is_numbered:
        counts["paragraph"] += 1
        name = f"{counts['section']}.{counts['paragraph']}"
        return name, name
    for kind, word in ((Picture, "Chart"), (Table, "Table"), (Note, "note")):
        if isinstance(block, kind):
            counts[word] += 1
            return f"{word.capitalize()} {counts[word]}", f"{word} {counts[word]}"
    return "", ""


def _resolve(block: Block, words: dict[str, str]) -> Block:
    """Replace the references in a block's words by what they point to."""

    def said(text: Text) -> Text:
        return replace(text, runs=tuple(_runs(text.source, words)))

    if isinstance(block, Paragraph):
        return replace(block, text=said(block.text))
    if isinstance(block, Bullets):
        return replace(block, items=tuple(said(item) for item in block.items))
    if isinstance(block, Figures):
        return replace(block, lead=said(block.lead))
    if isinstance(block, Picture):
        return replace(block, table=said(block.table))
    if isinstance(block, Note):
        return replace(block, entries=tuple((term, said(text)) for term, text in block.entries))
    return block


def _runs(source: str, words: dict[str, str]) -> list[Run]:
    runs: list[Run] = []
    for index, part in enumerate(_REFERENCE.split(source)):
        if index % 2 and part not in words:
            raise PaperError(
                f"The paper refers to '{part}', and nothing in it is labelled so. "
                f"Labels there are: {', '.join(sorted(words)) or 'none'}."
            )
        if part:
            runs.append(Run(words[part], part) if index % 2 else Run(part))
    return runs
