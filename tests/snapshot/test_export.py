"""Exports: one measure's figures in a file that carries its own meaning and runs nothing."""

import csv
import datetime as dt
import io
import json
import zipfile

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from assets.published.schema import TABLES
from pipelines.errors import ConfigurationError, PcplanError, SnapshotError
from snapshot.export import csv_text, export_metric
from snapshot.published import Published

METRIC = {
    "metric_id": "charged_outcome_rate",
    "title": "Charged outcomes",
    "definition": "Outcomes that are a charge or summons, of all outcomes assigned.",
    "theme": "offenders",
    "unit": "percent",
    "better_when": "higher",
    "population": "outcomes assigned",
    "geography": "police force areas",
    "publisher": "data.police.uk",
    "owner": "Head of Policy",
    "caveats": "Court results are not outcomes.\nRecent months rise later.",
}
SNAPSHOT = {
    "snapshot_id": "20191218T023000Z-abc123",
    "audience": "board",
    "business_date": dt.date(2019, 12, 18),
    "published_at": dt.datetime(2019, 12, 18, 2, 30),
    "is_synthetic": True,
    "office_name": "Office of the Police and Crime Commissioner",
}


def month(number, value, state="final", **more):
    """The force's figure of one month of 2019."""
    return {
        "metric_id": "charged_outcome_rate",
        "area_code": "E23000023",
        "area_name": "Cambridgeshire",
        "period_type": "month",
        "period_start_date": dt.date(2019, number, 1),
        "period_end_date": dt.date(2019, number, 28),
        "numerator": None if value is None else value * 10,
        "denominator": None if value is None else 1000.0,
        "value": value,
        "state": state,
    } | more


@pytest.fixture
def publish(tmp_path):
    """Write a published file with these observations, as the publisher does; return it."""

    def publish(observations, metrics=(METRIC,), snapshot=SNAPSHOT):
        path = tmp_path / "snapshots" / snapshot["snapshot_id"] / "board.duckdb"
        path.parent.mkdir(parents=True)
        rows_of = {"metric": metrics, "snapshot": [snapshot], "observation": observations}
        with duckdb.connect(path) as connection:
            for table in (table for table in TABLES if table.name in rows_of):
                columns = ", ".join(f"{name} {kind}" for name, (kind, _) in table.columns.items())
                connection.execute(f"create table {table.name} ({columns})")
                for name, (_, meaning) in table.columns.items():
                    said = meaning.replace("'", "''")
                    connection.execute(f"comment on column {table.name}.{name} is '{said}'")
                for row in rows_of[table.name]:
                    marks = ", ".join("?" for _ in table.columns)
                    values = [row.get(name) for name in table.columns]
                    connection.execute(f"insert into {table.name} values ({marks})", values)
        return Published(tmp_path, snapshot_id=snapshot["snapshot_id"])

    return publish


def rows_of(path):
    """Read a CSV back."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sheet(path, name="Figures"):
    """Read a sheet of a workbook back, as rows of cells."""
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()


def test_csv_rows_are_the_figures_in_period_order_with_their_snapshot(publish, tmp_path):
    file = publish([month(10, 9.7), month(9, 8.2)])
    found = rows_of(export_metric(file, "charged_outcome_rate", "csv", tmp_path / "rate.csv"))
    assert [(row["period_start_date"], row["value"]) for row in found] == [
        ("2019-09-01", "8.2"),
        ("2019-10-01", "9.7"),
    ]
    assert {row["snapshot_id"] for row in found} == {"20191218T023000Z-abc123"}
    assert {row["as_at_date"] for row in found} == {"2019-12-18"}


def test_csv_of_synthetic_figures_says_so_in_every_row_and_real_figures_do_not(publish, tmp_path):
    synthetic = export_metric(
        publish([month(10, 9.7)]), "charged_outcome_rate", "csv", tmp_path / "a.csv"
    )
    assert rows_of(synthetic)[0]["data_note"].startswith("Synthetic demonstration data")
    later = SNAPSHOT | {"is_synthetic": False, "snapshot_id": "20191219T023000Z-abc123"}
    file = publish([month(10, 9.7)], snapshot=later)
    real = export_metric(file, "charged_outcome_rate", "csv", tmp_path / "b.csv")
    assert rows_of(real)[0]["data_note"] == ""


def test_csv_has_a_file_beside_it_that_explains_every_column_and_state(publish, tmp_path):
    target = export_metric(
        publish([month(10, 9.7)]), "charged_outcome_rate", "csv", tmp_path / "rate.csv"
    )
    said = json.loads((tmp_path / "rate.csv-metadata.json").read_text(encoding="utf-8"))
    columns = said["tableSchema"]["columns"]
    assert said["url"] == "rate.csv"
    assert said["dc:description"] == METRIC["definition"]
    assert [column["name"] for column in columns] == list(rows_of(target)[0])
    assert all(column["dc:description"] for column in columns)
    notes = {note["text"] for note in said["notes"]}
    assert "Court results are not outcomes." in notes
    assert "suppressed: hidden to protect people" in notes


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1"])
def test_text_that_looks_like_a_formula_is_not_one_in_a_csv(publish, tmp_path, text):
    file = publish([month(10, 9.7, area_name=text)])
    found = rows_of(export_metric(file, "charged_outcome_rate", "csv", tmp_path / "rate.csv"))
    assert found[0]["area_name"] == f"'{text}"


def test_a_negative_figure_stays_a_number_in_a_csv(publish, tmp_path):
    file = publish([month(10, -1.5)])
    found = rows_of(export_metric(file, "charged_outcome_rate", "csv", tmp_path / "rate.csv"))
    assert found[0]["value"] == "-1.5"


def test_workbook_holds_no_formula_and_no_link_whatever_suppliers_wrote(publish, tmp_path):
    hostile = '=HYPERLINK("http://evil.example") [click](http://evil.example) $$1$$'
    file = publish([month(10, 9.7, area_name=hostile), month(9, 8.2, area_name="http://x.example")])
    target = export_metric(file, "charged_outcome_rate", "xlsx", tmp_path / "rate.xlsx")
    with zipfile.ZipFile(target) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        parts = "".join(book.read(name).decode() for name in sheets)
    assert "<f>" not in parts
    assert "hyperlink" not in parts.casefold()
    assert any("evil.example" in str(cell) for row in sheet(target) for cell in row)


def test_workbook_says_in_each_empty_cell_why_there_is_no_figure(publish, tmp_path):
    file = publish(
        [
            month(6, 9.7),
            month(7, None, "missing"),
            month(8, None, "suppressed"),
            month(9, None, "withheld"),
        ]
    )
    target = export_metric(file, "charged_outcome_rate", "xlsx", tmp_path / "rate.xlsx")
    table = sheet(target)
    heading = next(row for row in table if "Figure" in row)
    column = heading.index("Figure")
    shown = [row[column] for row in table[table.index(heading) + 1 :]]
    assert shown == [9.7, "[x]", "[c]", "[w]"]
    legend = " ".join(str(cell) for row in table for cell in row)
    assert "[c] suppressed: hidden to protect people" in legend


def test_workbook_cover_gives_definition_caveats_and_the_synthetic_stamp(publish, tmp_path):
    target = export_metric(
        publish([month(10, 9.7)]), "charged_outcome_rate", "xlsx", tmp_path / "rate.xlsx"
    )
    cover = "\n".join(str(cell) for row in sheet(target, "Cover") for cell in row)
    assert METRIC["definition"] in cover
    assert "Caveat: Recent months rise later." in cover
    assert "Synthetic demonstration data" in cover
    assert "20191218T023000Z-abc123" in cover


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_same_snapshot_gives_the_same_bytes(publish, tmp_path, form):
    file = publish([month(10, 9.7), month(9, None, "missing")])
    first = export_metric(file, "charged_outcome_rate", form, tmp_path / f"first/rate.{form}")
    again = export_metric(file, "charged_outcome_rate", form, tmp_path / f"again/rate.{form}")
    assert first.read_bytes() == again.read_bytes()


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_measure_without_any_figure_can_be_exported(publish, tmp_path, form):
    target = export_metric(publish([]), "charged_outcome_rate", form, tmp_path / f"rate.{form}")
    assert target.stat().st_size > 0


def test_json_carries_definition_caveats_states_and_figures(publish, tmp_path):
    file = publish([month(10, 9.7), month(11, float("nan"), "missing")])
    target = export_metric(file, "charged_outcome_rate", "json", tmp_path / "rate.json")
    said = json.loads(target.read_text(encoding="utf-8"))
    assert said["metric"]["caveats"] == METRIC["caveats"].splitlines()
    assert said["snapshot"]["business_date"] == "2019-12-18"
    assert said["data_note"].startswith("Synthetic demonstration data")
    assert [row["value"] for row in said["observations"]] == [9.7, None]
    assert set(said["states"]) >= {"final", "suppressed", "withheld"}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1+1"])
def test_no_text_of_a_csv_is_run_by_a_spreadsheet_and_numbers_stay_numbers(text):
    written = csv_text(["a", "b", "c"], [[text, -1.5, None]])
    _, row = csv.reader(io.StringIO(written, newline=""))
    assert row == [f"'{text}", "-1.5", ""]


def test_an_unknown_measure_is_refused_with_the_names_near_it(publish, tmp_path):
    with pytest.raises(PcplanError, match=r"no measure named charge_rate\. .*charged_outcome_rate"):
        export_metric(publish([]), "charge_rate", "csv", tmp_path / "rate.csv")
    assert not (tmp_path / "rate.csv").exists()


def test_an_unknown_form_and_an_unreadable_file_are_refused_in_words(publish, tmp_path):
    with pytest.raises(ConfigurationError, match="Use one of csv, json, xlsx"):
        export_metric(publish([]), "charged_outcome_rate", "pdf", tmp_path / "rate.pdf")
    path = tmp_path / "snapshots" / "broken" / "board.duckdb"
    path.parent.mkdir()
    path.write_text("not a database")
    with pytest.raises(SnapshotError, match=r"cannot be read: .* `pcplan verify` says why"):
        Published(tmp_path, snapshot_id="broken")


def test_exporting_leaves_the_published_file_as_it_was(publish, tmp_path):
    file = publish([month(10, 9.7)])
    before = file.path.read_bytes()
    export_metric(file, "charged_outcome_rate", "csv", tmp_path / "rate.csv")
    assert file.path.read_bytes() == before
    assert not list(tmp_path.glob("*.wal")) and not list(tmp_path.glob("*.partial"))
