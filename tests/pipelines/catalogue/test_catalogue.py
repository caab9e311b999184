"""The catalogue refuses, on load and by name, what contradicts the drawing."""

import pytest

from pipelines.errors import ConfigurationError, LineageError, MetricError
from tests.pipelines.conftest import crime_feed

KEPT = "-- Kept by: month_start_date\n\nselect month_start_date, crime_count from raw.crime\n"
METRIC = (
    "select 'E23000023' as area_code, month_start_date as period_start_date, "
    "last_day(month_start_date) as period_end_date, 1 as numerator from core.crime"
)


def test_every_table_stands_after_all_that_it_reads(office):
    office.core("crime", KEPT)
    office.core("summary", "select * from core.crime\n")
    office.metric("crime_count", METRIC)
    order = office.catalogue().order
    assert order.index("raw.crime") < order.index("core.crime") < order.index("core.summary")
    assert order.index("core.crime") < order.index("metrics.crime_count")


def test_upstream_and_downstream_follow_every_step(office):
    office.core("crime", KEPT)
    office.metric("crime_count", METRIC)
    catalogue = office.catalogue()
    assert catalogue.upstream("metrics.crime_count") == {"core.crime", "raw.crime"}
    assert catalogue.downstream({"raw.crime"}) == set(catalogue.tables)


def test_a_circle_is_refused(office):
    office.core("a", "select * from core.b\n")
    office.core("b", "select * from core.a\n")
    with pytest.raises(LineageError, match=r"in a circle: .*core\.a"):
        office.catalogue()


def test_a_table_that_reads_itself_is_refused(office):
    office.core("a", "select * from core.a\n")
    with pytest.raises(LineageError, match="in a circle"):
        office.catalogue()


def test_a_table_that_does_not_exist_is_named(office):
    office.core("a", "select * from raw.nothing\n")
    with pytest.raises(LineageError, match=r"core\.a: reads raw\.nothing, which does not exist"):
        office.catalogue()


def test_core_may_not_read_metrics(office):
    office.core("crime", KEPT)
    office.metric("crime_count", METRIC)
    office.core("b", "select * from metrics.crime_count\n")
    with pytest.raises(
        LineageError, match=r"core/b\.sql: reads metrics\.crime_count; a core query"
    ):
        office.catalogue()


def test_a_metric_may_not_read_raw(office):
    office.metric("crime_count", METRIC.replace("core.crime", "raw.crime"))
    with pytest.raises(LineageError, match=r"reads raw\.crime; a metrics query reads only core"):
        office.catalogue()


@pytest.mark.parametrize("schema", ["quality.delivery", "information_schema.tables", "main.x"])
def test_other_schemas_may_not_be_read(office, schema):
    office.core("a", f"select * from {schema}\n")
    with pytest.raises(LineageError, match="a core query reads only"):
        office.catalogue()


def test_a_query_file_of_two_statements_is_refused_by_its_path(office):
    office.core("a", "select 1 as x; select 2 as x\n")
    with pytest.raises(LineageError, match=r"assets/core/a\.sql: holds 2 statements"):
        office.catalogue()


def test_a_table_kept_by_month_must_read_one_that_is(office):
    office.feeds = [crime_feed(month="")]
    office.core("crime", KEPT)
    with pytest.raises(
        LineageError, match=r"core\.crime: is kept by month, but nothing it reads is"
    ):
        office.catalogue()


def test_a_metric_kept_by_month_must_read_a_table_that_is(office):
    office.core("crime", KEPT.split("\n", 1)[1])
    office.metric("crime_count", METRIC, more="kept_by_month = true\n")
    with pytest.raises(MetricError, match="is kept by month, but nothing it reads is"):
        office.catalogue()


def test_two_tables_of_one_name_are_refused(office):
    office.core("crime", KEPT)
    office.metric("crime_count", METRIC)
    folder = office.assets / "metrics" / "communities"
    folder.mkdir()
    (folder / "crime_count.sql").write_text(
        (office.assets / "metrics" / "crime_count.sql").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    with pytest.raises(ConfigurationError, match=r"metrics\.crime_count exists already"):
        office.catalogue()


def test_a_changed_rule_of_a_contract_changes_the_table_s_fingerprint(office):
    before = office.catalogue().tables["raw.crime"].definition
    office.feeds = [crime_feed(minimum_rows=2)]
    assert office.catalogue().tables["raw.crime"].definition != before
