"""A supplier reads in plain words what the contract asks; the template is one the intake accepts."""

import csv
import datetime as dt
import re

import pytest

from pipelines import assemble
from pipelines.cli.main import main
from pipelines.contract.example import example
from pipelines.contract.feed import Alias, Column, Control, Feed, Layout, Records
from pipelines.contract.periods import month_in_path
from pipelines.contract.specification import specification, template
from pipelines.contract.wording import due, file_name, type_of
from pipelines.errors import ConfigurationError

FEEDS = {feed.feed_id: feed for feed in assemble.feeds()}
DOC = """Calls for service, counted by month.

Grain     one row per force and month
Supplier  the force's demand hub
Arrives   monthly, as calls_YYYY-MM.csv,
          with a note
Rights    OFFICIAL; counts only

Supplier codes changed in 2024: see the note that comes with the file.
"""


def feed(doc=DOC, cadence="monthly", due_days=20, **layout):
    """A feed that declares something of everything."""
    given = {
        "columns": (
            Column("month_start_date", ("Month",), type="date", date_format="%d/%m/%Y",
                   nullable=False, description="Month of the call."),
            Column("force_code", ("Force code",), pattern=r"[EW]\d{8}", nullable=False),
            Column("call_type", ("Type",), values=("999", "101"), required=False),
            Column("call_count", ("Calls",), type="bigint", number=True, minimum=0, unit="calls",
                   aliases=(Alias("Number of calls", valid_from="2024-04"),
                            Alias("re:calls.*", valid_to="2018-03")),
                   markers={"*": "suppressed", "-": "zero", "": "missing", "[z]": "not_applicable"}),
            Column("caller_name", ("Caller | name",), sensitive=True),
        ),
        "file_patterns": (r".*calls.*\.(csv|txt)",),
        "key": ("month_start_date", "force_code"),
        "partition_by": ("file_period", "force_code"),
        "month": "date_trunc('month', month_start_date)",
        "delimiters": ";\t",
        "encodings": ("utf-8", "cp1252"),
        "minimum_rows": 12,
        "ignore": (r"notes?\b.*",),
        "controls": (Control(r"total\b.*", "call_count"),),
        "complete_by": ("month_start_date", "force_code"),
        "period_in_name": month_in_path,
    }  # fmt: skip
    return Feed(
        "calls", "Calls", "Demand hub", "Analyst, OPCC", cadence, due_days,
        (Layout("calls", **(given | layout)),), "OFFICIAL; counts only",
        marking="OFFICIAL-SENSITIVE", retention_years=3, fetch_from="https://host.uk/calls.csv",
        doc=doc,
    )  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "* Supplier: Demand hub",
        "* Owner in this office: Analyst, OPCC",
        "* One row is: force and month",
        "* Due: every month, within 20 days of the end of the month it is about",
        "* Arrives: monthly, as calls_YYYY-MM.csv, with a note",
        "* Where it is: https://host.uk/calls.csv",
        "* Rights: OFFICIAL; counts only",
        "* Classification marking: OFFICIAL-SENSITIVE",
        "* Kept: 3 years after it arrives",
        "* File names: `*calls*.csv` or `*calls*.txt`.",
        "Plain text in UTF-8 or Windows-1252; cells are separated by a semicolon or a tab;",
        "* At least 12 records: an empty file is not a zero.",
        "* No two records of a file have the same `Month` and `Force code`.",
        "The period a file is about comes from its name or folder. Read the month a file is about",
        "* The month of a record: worked out from `Month`.",
        "replaces, whole, what earlier files said of the same period of the file and `Force code`.",
        "* No hole is expected: every `Month` and `Force code` has a record.",
        r"(its first cell is like `total\b.*`) must equal the sum of `Calls`",
        r"rows whose first filled cell is like `notes?\b.*`",
        "| `Month` | Month of the call | date, written DD/MM/YYYY | no | none | none |",
        r"| `Force code` | Force code | text, such as `E23000023`, of the form `[EW]\d{8}` | no |",
        "| `Type` | Call type | text, one of `999` or `101` | yes; the column may be absent |",
        "whole number; thousands separators, £ and % are taken off, in calls, 0 or more",
        "`*`: hidden to protect people; `-`: none, read as 0; an empty cell: not known; "
        "`[z]`: does not apply here",
        "`Number of calls` from April 2024; any name like `calls.*` (a regular expression) to "
        "March 2018",
        r"| `Caller \| name` | Caller name; sensitive: never published |",
        "Supplier codes changed in 2024: see the note that comes with the file.",
    ],
)
def test_the_specification_says_each_thing_that_the_contract_declares(sentence):
    assert sentence in specification(feed())


def test_a_worked_example_shows_a_record_that_the_contract_allows():
    shown = specification(feed()).split("```csv\n")[1].split("```")[0]
    header, row = csv.reader(shown.splitlines(), delimiter=";")
    assert header == ["Month", "Force code", "Type", "Calls", "Caller | name"]
    assert row == ["31/10/2019", "E23000023", "999", "12", "caller name"]


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [
        ("restate", "A later file replaces everything that earlier files said."),
        ("append", "Each file adds to what there is. Nothing earlier is replaced."),
    ],
)
def test_what_a_later_file_does_is_said(revision, sentence):
    assert sentence in specification(feed(revision=revision))


def test_a_table_cell_is_never_broken_by_what_stands_in_it():
    text = specification(feed())
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7}


@pytest.mark.parametrize(
    ("cadence", "days", "words"),
    [
        ("daily", 1, "every day, within 1 day of the end of the day it is about"),
        ("quarterly", 90, "every quarter, within 90 days of the end of the quarter it is about"),
        ("annual", 0, "every year, on the last day of the year it is about"),
        ("irregular", 0, "whenever there is something to deliver; no day is set"),
    ],
)
def test_a_due_day_is_said_in_words(cadence, days, words):
    assert due(feed(cadence=cadence, due_days=days)) == words


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (r".*\.csv", ["`*.csv`"]),
        (r".*demand.*\.(csv|txt)", ["`*demand*.csv`", "`*demand*.txt`"]),
        (r"awc_\d\d\d\d\.xlsx", ["`awc_YYYY.xlsx`"]),
        (r"out\D*(19|20)\d\d[-_]?(0[1-9]|1[0-2]).*\.csv", ["`out*YYYY-MM*.csv`"]),
        (r"(?!.*mag).*\.csv", ["`*.csv`, without `mag` in it"]),
        (r"[a-z]+\d?\.csv", [r"`[a-z]+\d?\.csv` (a regular expression)"]),
    ],
)
def test_a_file_pattern_is_said_as_people_write_file_names(pattern, said):
    assert file_name(pattern) == said


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (Column("a", ("A",)), "text"),
        (Column("a", ("A",), type="date"), "date, written YYYY-MM-DD"),
        (Column("a", ("A",), type="date", date_format="%b %y"), "date, written Mon YY"),
        (Column("a", ("A",), type="integer"), "whole number"),
        (Column("a", ("A",), type="decimal(18, 2)"), "number with a decimal point"),
        (Column("a", ("A",), type="boolean"), "true or false"),
    ],
)
def test_a_type_is_said_in_words(column, words):
    assert type_of(column) == words


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        (r"[A-Z]{2}-(X|Y)\d{3,}(/Z)?", "AA-X111"),
        (r"(?i)(first|second) quarter", "first quarter"),
        (r"\x{00A3}\d+\.\d\d", "£1.11"),
        (r"(?=never)", "..."),
    ],
)
def test_an_example_is_made_that_has_the_form_asked_for(pattern, shown):
    assert example(Column("reference", ("Reference",), pattern=pattern)) == shown


def test_the_template_is_the_header_alone_with_the_first_delimiter_and_spelling():
    assert template(feed()) == "Month;Force code;Type;Calls;Caller | name\n"
    renamed = (Column("a", ("re:a.*", "A, first")), Column("b", ("re:b[0-9]{2}( .*)?",)))
    assert template(feed(columns=renamed, delimiters=",", key=(), partition_by=(), month="",
                         controls=(), complete_by=())) == '"A, first",b00\n'  # fmt: skip


def test_a_kind_of_file_is_chosen_by_name_where_a_feed_has_several():
    first = feed().layouts[0]
    other = Layout("other", (Column("x", ("X",)),))
    both = Feed("calls", "Calls", "Hub", "Analyst", "daily", 1, (first, other), "OFFICIAL")
    assert template(both, "other") == "X\n"
    assert "## Files of the kind `other`" in specification(both)
    with pytest.raises(
        ConfigurationError, match=r"no CSV layout named third\. It has calls, other"
    ):
        template(both, "third")


def test_a_workbook_has_no_template_and_the_reason_is_said():
    def read(path):
        return Records([], [])

    book = feed(reader=read, file_patterns=(r".*\.(xlsx|ods)",))
    with pytest.raises(ConfigurationError) as refused:
        template(book)
    assert refused.value.exit_status == 2
    assert "calls: has no CSV template. Demand hub publishes it as ods or xlsx files" in str(
        refused.value
    )
    assert "A CSV template is not given" in specification(book)


@pytest.mark.parametrize("feed_id", FEEDS)
def test_every_feed_that_ships_has_a_specification_that_names_each_column(feed_id):
    shipped = FEEDS[feed_id]
    text = specification(shipped)
    tables = [line for line in text.splitlines() if line.startswith("| ")]
    columns = sum(len(layout.columns) for layout in shipped.layouts)
    assert len(tables) == columns + len(shipped.layouts)
    assert shipped.supplier in text and shipped.owner in text and shipped.rights in text
    assert "None" not in text.replace("None ", "") and "  \n" not in text


@pytest.mark.parametrize(
    ("feed_id", "table"),
    [
        (shipped.feed_id, layout.table)
        for shipped in FEEDS.values()
        for layout in shipped.layouts
        if layout.reader is None
    ],
)
def test_every_template_that_ships_is_a_header_the_intake_binds_without_a_problem(feed_id, table):
    layout = next(one for one in FEEDS[feed_id].layouts if one.table == table)
    (header,) = csv.reader([template(FEEDS[feed_id], table)], delimiter=layout.delimiters[0])
    places, problems = layout.bind(header)
    assert problems == []
    assert set(places) == {column.name for column in layout.columns}


def test_an_example_of_every_shipped_column_keeps_its_own_rules():
    wrong = [
        (shipped.feed_id, column.name, example(column))
        for shipped in FEEDS.values()
        for layout in shipped.layouts
        for column in layout.columns
        if not keeps(column, example(column))
    ]
    assert wrong == []


def keeps(column, text):
    """Whether a text is one the column allows, judged by Python alone."""
    if column.values:
        return text in column.values
    if column.date_format:
        return dt.datetime.strptime(text, column.date_format) is not None
    if column.type == "date":
        return dt.date.fromisoformat(text) is not None
    if column.type in ("bigint", "integer", "double"):
        return float(text) >= (column.minimum or 0)
    return bool(text)


@pytest.fixture
def run(capsys):
    """Type a `pcplan feeds` command; return its exit status and what it said."""

    def run(*words):
        with pytest.raises(SystemExit) as ended:
            main(["feeds", *words])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


def test_every_feed_is_listed(run):
    status, out, _ = run("list")
    assert status == 0
    assert {line.split()[0] for line in out.splitlines()[1:-2]} == set(FEEDS)


def test_a_specification_is_printed_or_written(run, tmp_path):
    status, out, _ = run("describe", "police_demand")
    assert status == 0
    assert out == specification(FEEDS["police_demand"])
    target = tmp_path / "to send" / "demand.csv"
    status, out, _ = run("describe", "police_demand", "--template", "--out", str(target))
    assert (status, out.strip()) == (0, str(target))
    assert target.read_text() == template(FEEDS["police_demand"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["describe", "police_demnd"], "there is no such feed. Near it: police_demand"),
        (["describe", "ons_force_area_tables", "--template"], "has no CSV template"),
        (["describe", "police_demand", "--layout", "x"], "give --template with it"),
    ],
)
def test_a_wrong_word_is_told(run, words, sentence):
    status, _, said = run(*words)
    assert status == 2
    assert sentence in said


def test_a_place_that_cannot_be_written_is_told(run, tmp_path):
    (tmp_path / "file").write_text("in the way")
    status, _, said = run("describe", "police_demand", "--out", str(tmp_path / "file" / "spec.md"))
    assert status == 2
    assert "cannot be written" in said and "Name another file with --out." in said
