"""The December 2019 paper given as commentary: how many of its 45 known defects the checker finds."""

import csv
import datetime as dt
import sys
from pathlib import Path

import pytest

from dashboards.papers import commentary
from dashboards.papers.checker.checker import check_text, read_passages
from dashboards.papers.checker.measures import Known
from dashboards.papers.clean_text import CleanedSnapshot
from dashboards.papers.lookup import Lookup
from tests.lanes import missing

SHARED = Path(__file__).parents[4] / "shared"
PAPER = SHARED / "seed_documents" / "board_paper_2019-12-19_offenders_theme.txt"
DEFECTS = SHARED / "seed_figures.csv"
NO_DEFECT = "-"
# Words of a defect as it is recorded, and the rules that say the same of the figure.
SAID_BY = {
    "period and averaging rule missing": {"no_period"},
    "overlap between types not declared": {"overlap_unsaid"},
    "assumption without source": {"assumption"},
    "no numerator/denominator": {"no_base"},
    "'fell' without from-value": {"no_from_value"},
    "two-point comparison": {"two_points"},
    "basis must be stated": {"no_base"},
    "image only": {"chart_missing"},
    "same paragraph twice": {"repeated"},
    "total 144k/yr not stated": {"each_without_total"},
    "covers 516,000 (43%) only": {"total_differs"},
    "no comparison": {"no_comparison"},
    "number not given": {"share_in_words"},
    "71.9%": {"part_without_share"},
    "geography not defined": {"ambiguous_area"},
    "newer quarter may have been out": {"overtaken"},
    "not like for like": {"unlike_populations"},
    "source and year missing": {"no_source"},
    "reconviction is not proven reoffending": {"terms_mixed"},
    "activity not outcome": {"activity"},
    "'almost'": {"vague_amount"},
    "'over'": {"vague_amount"},
    "no total printed": {"list_without_total"},
    "split unknown": {"unsplit"},
}
# Parts of a recorded defect that the words of a paper cannot show to any program.
BEYOND_A_CHECKER = {
    "about 12 offences": "the paper gives no count of burglaries; value() brings it when called",
    "about 16 offences; z=0.57": "the same; the paper does not say which months the rate covers",
    "2 of 6 without activity": "it is said in words, and is true",
    "overlap between types not declared": "whether they do overlap; that it is not said is found",
    "no alt text": "a picture is not in the text that is given",
}
RELEASE = {
    "metric_id": "proven_reoffending_rate", "publication": "Proven reoffending statistics",
    "edition": "October to December 2017", "publisher": "Ministry of Justice",
    "data_to": dt.date(2017, 12, 31), "released_on": dt.date(2019, 10, 31), "status": "confirmed",
}  # fmt: skip


@pytest.fixture
def findings(rows_of, published_rows):
    """What the checker says of the December 2019 text, knowing the release calendar and areas."""
    if not PAPER.is_file():
        missing("The December 2019 paper (../shared/seed_documents) is not on this machine.")
    rows_of["release"] = [RELEASE]
    for area in rows_of["area"]:
        area["area_type"] = "county" if area["area_code"].startswith("E10") else area["area_type"]
    opened = published_rows()
    kept = CleanedSnapshot(opened.folder)
    known = Known(Lookup(kept, dt.date(2019, 12, 19)))
    source = PAPER.read_text(encoding="utf-8")
    made = commentary.read(source, "commentary/2019-12-19/O2.1.md", "O2.1")
    found = check_text(read_passages(made.prose), known)
    opened.close()
    kept.close()
    return found


def written(row):
    """The figure as the paper writes it: 24000 is £24k, 1200000 is £1.2m, 25.6 % is 25.6%."""
    value, unit = row["value"], row["unit"]
    if "GBP" not in unit:
        return f"{value}%" if unit == "%" else value
    if row["para"].startswith("App"):
        return f"{int(value):,}"
    amount = int(value)
    return f"£{amount / 1e6:g}m" if amount >= 1e6 else f"£{amount // 1000}k"


def wanted(defect):
    return [rules for words, rules in SAID_BY.items() if words in defect]


def finds(findings, row):
    """Each part of the defect that a checker can find, found of this very figure."""
    about = {
        finding.rule
        for finding in findings
        if f"“{written(row)}" in finding.message or row["value"] in ("chart", "two thirds")
    }
    if row["para"] == "4.11/5.30":
        about |= {finding.rule for finding in findings if finding.rule == "repeated"}
    return bool(wanted(row["defect a checker should raise"])) and all(
        rules & about for rules in wanted(row["defect a checker should raise"])
    )


def test_every_defect_that_a_checker_can_find_is_found(findings, capsys):
    with DEFECTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with_defect = [row for row in rows if row["defect a checker should raise"] != NO_DEFECT]

    missed = [row["figure"] for row in with_defect if not finds(findings, row)]
    typed = [
        row["figure"]
        for row in rows
        if row["value"] not in ("chart", "two thirds")
        and not any(f.rule == "typed_figure" and f"“{written(row)}”" in f.message for f in findings)
    ]

    with capsys.disabled():
        found = len(with_defect) - len(missed)
        sys.stdout.write(f"\n{found} of {len(rows)} figures: the recorded defect is found "
              f"({len(rows) - len(with_defect)} have none recorded).\n")  # fmt: skip
        for words, why in BEYOND_A_CHECKER.items():
            sys.stdout.write(f"  beyond any checker: {words}: {why}\n")
    assert len(rows) == 45
    assert missed == []
    assert typed == [], "each figure that the paper types is also told as typed"


def test_the_promised_items_without_a_figure_are_named(findings):
    unkept = {finding.message.split("”")[0].strip("“") for finding in findings
              if finding.rule == "promise_unkept"}  # fmt: skip

    assert {
        "Out of court disposals", "Effective trial", "conviction rate data",
        "New entrants to criminal justice system data",
    } <= unkept  # fmt: skip


def test_a_reference_to_the_wrong_paragraph_is_told_with_the_right_one(findings):
    assert any("“4.6” does not speak of this; 4.4 does." in f.message for f in findings)


def test_each_finding_names_a_line_that_holds_the_figure(findings):
    lines = PAPER.read_text(encoding="utf-8").splitlines()

    for finding in findings:
        if finding.rule == "typed_figure":
            figure = finding.message.split("”")[0].strip("“")
            near = " ".join(lines[finding.line - 1 : finding.line + 1])
            assert figure in near, finding
