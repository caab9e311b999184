"""What repeats, what may not replace what stands, and what is kept of an earlier edition."""

import datetime as dt

import pytest

from pipelines.contract.feed import Column
from pipelines.contract.periods import month_in_path
from tests.pipelines.conftest import crime_feed

HEADER = "Month,Force,Crimes\n"


def counts(*months, force="E23000023"):
    """A delivery of months and their counts."""
    return HEADER + "".join(f"{month}-01,{force},{count}\n" for month, count in months)


def figures(office):
    return office.rows(
        "select strftime(month_start_date, '%Y-%m'), crime_count from raw.crime order by all"
    )


@pytest.fixture
def by_name(office):
    """A feed whose files say their month in their names alone; each month is revised whole."""
    office.feeds = [
        crime_feed(
            columns=(
                Column("area", ("Area",), nullable=False),
                Column("count", ("Count",), type="bigint", nullable=False),
            ),
            key=("area",),
            month="",
            partition_by=("file_period",),
            period_in_name=month_in_path,
        )
    ]
    return office


AREAS = "Area,Count\n" + "".join(f"Area {n},{n}\n" for n in range(1, 7))


def test_the_same_rows_under_another_name_count_once(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10), ("2019-02", 20)))
    office.deliver("crime/b.csv", counts(("2019-01", "10.0"), ("2019-02", '"20"')))
    office.night()
    assert figures(office) == [("2019-01", 10), ("2019-02", 20)]
    assert office.account("crime/b.csv") == (
        "duplicate", 2, 0, 0, 2, "the same rows as crime/a.csv.",
    )  # fmt: skip


def test_the_same_rows_in_another_order_on_a_later_night_count_once(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10), ("2019-02", 20)))
    office.night()
    office.deliver("crime/b.csv", counts(("2019-02", 20), ("2019-01", 10)))
    office.night()
    assert figures(office) == [("2019-01", 10), ("2019-02", 20)]
    assert office.account("crime/a.csv")[0] == "loaded"
    assert office.account("crime/b.csv")[0] == "duplicate"


def test_rows_that_were_replaced_and_come_again_say_what_to_do(office):
    for name, count in (("a", 10), ("b", 11), ("c", "10.0")):
        office.deliver(f"crime/{name}.csv", counts(("2019-01", count)))
        office.night()
    assert figures(office) == [("2019-01", 11)]
    assert "which a later delivery has replaced since" in office.account("crime/c.csv")[5]


def test_a_file_of_the_same_rows_stands_in_once_the_first_is_withdrawn(office):
    first = office.deliver("crime/a.csv", counts(("2019-01", 10), ("2019-02", 20)))
    office.deliver("crime/b.csv", counts(("2019-02", 20), ("2019-01", 10)))
    office.night()
    first.unlink()
    office.night()
    assert figures(office) == [("2019-01", 10), ("2019-02", 20)]
    assert office.account("crime/b.csv")[0] == "loaded"
    assert office.night() == {}


def test_a_copy_of_the_same_bytes_counts_its_records_as_ignored(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10), ("2019-02", 20)))
    office.deliver("crime/b.csv", counts(("2019-01", 10), ("2019-02", 20)))
    office.night()
    assert office.account("crime/b.csv")[:5] == ("duplicate", 2, 0, 0, 2)


@pytest.mark.parametrize("copy", [AREAS, AREAS.replace("1,1\n", '1,"1"\n')], ids=["bytes", "rows"])
def test_one_month_s_figures_delivered_as_the_next_month_s_are_quarantined(by_name, copy):
    by_name.deliver("crime/july_2019.csv", AREAS)
    by_name.night()
    by_name.deliver("crime/august_2019.csv", copy)
    by_name.night()
    state, given, loaded, rejected, _, reason = by_name.account("crime/august_2019.csv")
    assert (state, given, loaded, rejected) == ("quarantined", 6, 0, 6)
    assert "holds the same figures as crime/july_2019.csv" in reason
    assert by_name.rows("select distinct file_period from raw.crime") == [(dt.date(2019, 7, 1),)]


def test_where_both_come_in_one_night_the_earlier_month_stays(by_name):
    by_name.deliver("crime/august_2019.csv", AREAS)
    by_name.deliver("crime/july_2019.csv", AREAS)
    by_name.night()
    assert by_name.account("crime/july_2019.csv")[0] == "loaded"
    assert by_name.account("crime/august_2019.csv")[0] == "quarantined"


def test_a_quarantined_file_is_loaded_once_the_other_is_taken_away(by_name):
    wrong = by_name.deliver("crime/july_2019.csv", AREAS)
    by_name.night()
    by_name.deliver("crime/august_2019.csv", AREAS)
    by_name.night()
    wrong.unlink()
    by_name.night()
    assert by_name.account("crime/august_2019.csv")[0] == "loaded"
    assert by_name.rows("select distinct file_period from raw.crime") == [(dt.date(2019, 8, 1),)]


@pytest.mark.parametrize(
    "content",
    ["Area,Count\nArea 1,0\n", "Area,Count\n" + "".join(f"A{n},0\n" for n in "abcdef")],
    ids=["one zero", "zeros alone"],
)
def test_two_months_that_hold_nothing_but_zeros_are_both_loaded(by_name, content):
    by_name.deliver("crime/july_2019.csv", content)
    by_name.deliver("crime/august_2019.csv", content)
    by_name.night()
    assert by_name.rows("select count(distinct file_period) from raw.crime") == [(2,)]
    assert {row[0] for row in by_name.rows("select state from quality.delivery")} == {"loaded"}


MANY = HEADER + "".join(f"2019-01-01,E230000{n},1\n" for n in range(10, 50))


@pytest.fixture
def monthly(office):
    """Forty forces report January; a later file of January replaces it whole."""
    office.feeds = [crime_feed(partition_by=("month_start_date",))]
    office.deliver("crime/a.csv", MANY)
    office.night()
    return office


def test_a_later_edition_with_fewer_than_half_of_the_records_is_quarantined(monthly):
    monthly.deliver("crime/b.csv", "".join(MANY.splitlines(keepends=True)[:20]))
    monthly.night()
    state, *_, reason = monthly.account("crime/b.csv")
    assert state == "quarantined"
    assert "holds 19 records of 2019-01-01 where crime/a.csv" in reason
    assert "holds 40" in reason
    assert monthly.rows("select count(*) from raw.crime") == [(40,)]


def test_a_later_edition_with_half_of_the_records_replaces_the_earlier(monthly):
    monthly.deliver("crime/b.csv", "".join(MANY.splitlines(keepends=True)[:21]))
    monthly.night()
    assert monthly.account("crime/b.csv")[0] == "loaded"
    assert monthly.rows("select count(*) from raw.crime") == [(20,)]


def test_a_smaller_edition_that_is_right_is_loaded_once_the_earlier_is_taken_away(monthly):
    monthly.deliver("crime/b.csv", "".join(MANY.splitlines(keepends=True)[:11]))
    monthly.night()
    (monthly.root / "landing" / "crime" / "a.csv").unlink()
    monthly.night()
    assert monthly.account("crime/b.csv")[0] == "loaded"
    assert monthly.rows("select count(*) from raw.crime") == [(10,)]


def test_an_earlier_edition_is_kept_as_vintage_with_its_staged_rows(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10)))
    office.night()
    office.deliver("crime/b.csv", counts(("2019-01", 11)))
    office.night()
    ((name, staged),) = office.rows(
        "select file_name, staged_file from quality.delivery where state = 'superseded'"
    )
    assert name == "crime/a.csv"
    assert (office.site.staged / staged).exists()


def test_a_delivery_that_restates_the_whole_takes_the_place_of_all_before_it(office):
    office.feeds = [crime_feed(revision="restate")]
    office.deliver("crime/a.csv", counts(("2019-01", 10), ("2019-02", 20)))
    office.night()
    office.deliver("crime/b.csv", counts(("2019-02", 22), ("2019-03", 30)))
    office.night()
    assert figures(office) == [("2019-02", 22), ("2019-03", 30)]
    assert office.account("crime/a.csv")[0] == "superseded"


def test_a_delivery_that_appends_leaves_what_was_before(office):
    office.feeds = [crime_feed(revision="append")]
    office.deliver("crime/a.csv", counts(("2019-01", 10)))
    office.night()
    office.deliver("crime/b.csv", counts(("2019-01", 5)))
    office.night()
    assert figures(office) == [("2019-01", 5), ("2019-01", 10)]
    assert {row[0] for row in office.rows("select state from quality.delivery")} == {"loaded"}


def test_a_staged_copy_that_nothing_names_any_more_is_deleted(office):
    for number in (10, 11, 12):
        office.deliver("crime/a.csv", counts(("2019-01", number)))
        office.night()
    named = {name for (name,) in office.rows("select staged_file from quality.delivery")}
    shown = {name for (name,) in office.rows("select staged_file from quality.raw_file")}
    office.deliver("crime/b.csv", counts(("2019-02", 1)))
    office.night()
    held = {
        path.relative_to(office.site.staged).as_posix()
        for path in office.site.staged.rglob("*.parquet")
    }
    assert named == shown <= held
    assert len(held) == 2


def test_the_records_of_every_state_add_up_and_reconcile_to_the_feed(office):
    row = "2019-0{n}-01,E23000023,{n}\n"
    many = HEADER + "".join(row.format(n=n) for n in range(1, 10))
    office.deliver("crime/a.csv", many + "Total,,45\n")
    office.deliver("crime/b.csv", many.replace("2019", "2018").replace("E23000023", "?", 1))
    office.deliver("crime/c.csv", many.replace("2019", "2017").replace("E23000023", "?"))
    office.deliver(
        "crime/d.csv", many.replace("2019", "2016").replace("E23000023,1", "E23000023,x")
    )
    office.deliver("crime/e.csv", HEADER + "".join(reversed(many.splitlines(keepends=True)[1:])))
    office.deliver("crime/f.csv", b"")
    office.deliver("crime/README.csv", "read me")
    office.night()
    lines = office.rows(
        "select state, rows_in_file, rows_loaded, rows_rejected, rows_ignored "
        "from quality.delivery order by file_name"
    )
    assert [line[0] for line in lines] == [
        "ignored", "loaded", "partly_rejected", "refused", "partly_rejected", "duplicate", "refused",
    ]  # fmt: skip
    assert all(
        given == loaded + rejected + ignored for _, given, loaded, rejected, ignored in lines
    )
    office.publish()
    ((delivered, loaded, rejected, ignored),) = office.published(
        "select rows_delivered, rows_loaded, rows_rejected, rows_ignored from feed_status"
    )
    assert (delivered, loaded, rejected, ignored) == (46, 25, 11, 10)
    assert delivered == sum(line[1] for line in lines)


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_night(office):
    path = office.deliver("crime/a.csv", counts(("2019-01", 10)))

    def grows(name):
        if path.stat().st_size < 60:
            path.write_text(counts(("2019-01", 10), ("2019-02", 20), ("2019-03", 30)))

    office.feeds = [crime_feed(period_in_name=grows)]
    office.night()
    assert office.rows("select count(*) from quality.delivery") == [(0,)]
    office.night()
    assert figures(office) == [("2019-01", 10), ("2019-02", 20), ("2019-03", 30)]
