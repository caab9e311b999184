"""A supplier's scorecard: what came, what was refused or rejected and where, in words to act on."""

import csv
import datetime as dt
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from dashboards.scorecards.cards import share_text, to_supplier, trend_text
from pipelines.cli import scorecard
from pipelines.errors import ConfigurationError
from tests.pipelines.conftest import Office, crime_feed

GOOD = "Month,Force,Crimes\n2019-10-01,E23000023,5\n2019-10-01,E23000036,7\n"
# Two of eleven records break a rule: line 4 has a word for a count, line 6 a force that is none.
PARTLY = "Month,Force,Crimes\n" + "".join(
    f"2019-{month:02d}-01,{force},{count}\n"
    for month, force, count in [
        (1, "E23000023", 4), (2, "E23000023", 4), (3, "E23000023", "=1+1"), (4, "E23000023", 4),
        (5, "Kent", 4), (6, "E23000023", 4), (7, "E23000023", 4), (8, "E23000023", 4),
        (9, "E23000023", 4), (11, "E23000023", 4), (12, "E23000023", 4),
    ]
)  # fmt: skip
RENAMED = "Month,Area,Crimes\n2019-10-01,E23000023,5\n"


class Page(HTMLParser):
    """The words of a page, and what its markup promises to those who cannot see it."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.said = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.said.append(data)

    @property
    def words(self):
        return " ".join(" ".join(self.said).split())


def published(folder):
    """The force sends crime, with trouble; the council sends what is well."""
    office = Office(folder)
    well = replace(
        crime_feed("council_crime"),
        supplier="Council & Co <Ltd>",
        title="Council crime",
        due_days=60,
    )
    office.feeds = [replace(crime_feed(), data_to="last_day(max(month_start_date))"), well]
    office.deliver("crime/october.csv", GOOD)
    office.deliver("council_crime/october.csv", GOOD)
    office.night(dt.date(2019, 11, 5))
    office.deliver("crime/year.csv", PARTLY)
    office.deliver("crime/renamed.csv", RENAMED)
    office.night(dt.date(2019, 12, 18))
    office.publish(dt.date(2019, 12, 18))
    return office


@pytest.fixture(scope="module")
def suppliers(tmp_path_factory):
    """The office with what was delivered, published; read it, do not change it."""
    return published(tmp_path_factory.mktemp("office"))


def cards(office, folder, **more):
    """Write scorecards; return each file's text by its name."""
    more = {"feeds": office.feeds, "business_date": dt.date(2020, 2, 20)} | more
    paths = scorecard.write(office.site, folder=folder, **more)
    return {path.name: path.read_bytes().decode() for path in paths}


@pytest.fixture
def write(suppliers, tmp_path):
    """Write scorecards; return each file's text by its name."""
    return lambda **more: cards(suppliers, tmp_path / "cards", **more)


def rows(text):
    """Rows of a CSV by column name."""
    return list(csv.DictReader(text.splitlines()))


def test_each_supplier_has_a_page_and_two_csv_files_and_one_page_lists_them(write):
    files = write()
    assert list(files) == [
        "index.html",
        "council-co-ltd.html", "council-co-ltd-files.csv", "council-co-ltd-rejected.csv",
        "the-force.html", "the-force-files.csv", "the-force-rejected.csv",
    ]  # fmt: skip
    listed = Page(files["index.html"])
    assert [attrs["href"] for tag, attrs in listed.tags if tag == "a"] == [
        "council-co-ltd.html", "the-force.html",
    ]  # fmt: skip


def test_one_supplier_can_be_asked_for_in_any_case(write):
    assert list(write(supplier="the FORCE")) == [
        "the-force.html", "the-force-files.csv", "the-force-rejected.csv",
    ]  # fmt: skip


def test_an_unknown_supplier_is_refused_with_those_there_are(write):
    with pytest.raises(ConfigurationError, match=r"Near it: The force\. Choose from Council & Co"):
        write(supplier="The fource")


def test_the_page_says_how_the_supplier_stands_and_what_to_do(write):
    words = Page(write()["the-force.html"]).words
    # 2 good records of October, 11 of the year of which 2 rejected, and one file refused whole.
    assert "1 feed, 1 late; 3 files, 1 refused; 13 records, 2 (15.4%) rejected." in words
    # Data to December 2019 (day 1): the next is January 2020, due five days after it ends.
    assert "Crime counts is 15 days late: it was due on 5 February 2020" in words
    assert "renamed.csv was refused whole. Line 1: missing 'Force'; found 'Month', 'Area'" in words
    assert "Please send the agreed layout." in words
    assert "Ask the supplier" not in words
    assert (
        "Crime counts: in the column Crimes the value is not a whole number in 1 record of 1 file; "
        "for example, line 4 of year.csv holds =1+1. Please mend the records and send the whole "
        "file again." in words
    )
    assert "(such as E23000023) in 1 record of 1 file; for example, line 6 of year.csv" in words
    assert "rose to 18.2% on 18 December 2019, from 0.0% over the 1 delivery day before" in words


def test_a_supplier_whose_files_are_all_well_is_told_that_there_is_nothing_to_do(write):
    words = Page(write(business_date=dt.date(2019, 12, 18))["council-co-ltd.html"]).words
    assert "Nothing: everything that is due has come, and all of it was loaded." in words
    assert "Everything came on 5 November 2019, so there is no trend yet." in words


def test_every_file_and_every_rejected_record_is_in_the_csv_files(write):
    files = write()
    found = {row["file"]: row for row in rows(files["the-force-files.csv"])}
    assert {name: row["result"] for name, row in found.items()} == {
        "crime/october.csv": "loaded",
        "crime/year.csv": "partly_rejected",
        "crime/renamed.csv": "refused",
    }
    year = found["crime/year.csv"]
    assert (year["records"], year["loaded"], year["rejected"], year["ignored"]) == (
        "11", "9", "2", "0",
    )  # fmt: skip
    rejected = rows(files["the-force-rejected.csv"])
    assert [(row["line"], row["column"]) for row in rejected] == [("4", "Crimes"), ("6", "Force")]
    assert {row["supplier"] for row in rejected} == {"The force"}


def test_what_suppliers_wrote_never_runs_in_a_spreadsheet_or_a_browser(write):
    files = write()
    assert rows(files["the-force-rejected.csv"])[0]["value"] == "'=1+1"
    assert "Council &amp; Co &lt;Ltd&gt;" in files["council-co-ltd.html"]
    assert "<Ltd>" not in files["council-co-ltd.html"]


def test_a_value_of_a_sensitive_column_is_not_shown(write, suppliers):
    first, *others = suppliers.feeds
    (layout,) = first.layouts
    columns = tuple(
        replace(column, sensitive=column.name == "force_code") for column in layout.columns
    )
    hidden = replace(first, layouts=(replace(layout, columns=columns),))
    files = write(feeds=[hidden, *others])
    assert "holds (not shown: the column is sensitive)" in Page(files["the-force.html"]).words
    assert "Kent" not in files["the-force.html"] + files["the-force-rejected.csv"]


def test_the_page_can_be_read_by_everyone_and_asks_nothing_of_the_network(write):
    for text in (files := write())["the-force.html"], files["index.html"]:
        page = Page(text)
        tags = [tag for tag, _ in page.tags]
        assert ("html", {"lang": "en-GB"}) in page.tags
        assert tags.count("h1") == tags.count("main") == tags.count("title") == 1
        assert tags.count("caption") == tags.count("table") > 0
        assert all(attrs.get("scope") for tag, attrs in page.tags if tag == "th")
        assert not {"script", "link", "img", "iframe"} & set(tags)
        assert not re.search(r"https?://|@import|url\(", text)


def test_synthetic_deliveries_are_stamped_on_every_page_and_row(write, tmp_path):
    assert "Synthetic" not in "".join(write().values())
    office = published(tmp_path)
    shas = [sha for (sha,) in office.rows("select sha256 from quality.delivery")]
    office.site.synthetic_register.parent.mkdir(exist_ok=True)
    office.site.synthetic_register.write_text(json.dumps(shas))
    office.night(full=True)
    office.publish()
    files = cards(office, tmp_path / "cards")
    for name in ("index.html", "the-force.html"):
        assert Page(files[name]).words.split("Synthetic demonstration data")[1]
    notes = {row["data_note"] for row in rows(files["the-force-files.csv"])}
    assert notes == {"Synthetic demonstration data"}


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("the file is empty. Ask the supplier to send it again.",
         "The file is empty. Please send it again."),
        ("not taken as zero; ask the supplier.", "Not taken as zero; please tell us."),
        ("line 1: missing 'A'. Ask the supplier for the agreed layout.",
         "Line 1: missing 'A'. Please send the agreed layout."),
        ("Ask the supplier to save it as UTF-8, or declare the encoding in the feed's contract.",
         "Please save it as UTF-8."),
        ("", ""),
    ],
)  # fmt: skip
def test_a_reason_written_for_the_office_is_turned_to_the_supplier(reason, said):
    assert to_supplier(reason) == said


def test_a_share_is_a_count_and_a_percentage_and_few_are_never_none():
    assert share_text(0, 10) == share_text(0, 0) == "none"
    assert share_text(1, 8) == "1 (12.5%)"
    assert share_text(1, 100_000) == "1 (under 0.1%)"


def day(number, records, rejected):
    """One day's deliveries."""
    return {"day": dt.date(2019, 10, number), "rows_in_file": records, "rows_rejected": rejected}


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], "Nothing has been delivered, so there is no trend."),
        ([day(1, 10, 1), day(2, 10, 0)], "fell to 0.0% on 2 October 2019, from 10.0% over the 1"),
        ([day(1, 10, 0), day(2, 30, 0), day(3, 50, 5)], "rose to 10.0% on 3 October 2019, from 0.0% "
         "over the 2 delivery days before."),
        ([day(1, 1000, 10), day(2, 1000, 10)], "on 2 October 2019, 1.0%, is as it was before."),
        ([day(1, 10, 0), day(2, 0, 0)], "so there is no trend yet."),
    ],
)  # fmt: skip
def test_the_trend_compares_the_latest_day_with_those_before(days, said):
    assert said in trend_text(days)
