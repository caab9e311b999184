"""What programs and spreadsheets read is what the page shows, with what it means."""

import csv
import io
import json
import zipfile

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from dashboards import measures, words
from dashboards.pages import downloads
from dashboards.web.app import create_app

ROOT = "/api/v1"
MEASURE = "prosecution_possible_rate"


@pytest.fixture(scope="module")
def client(published_folder):
    return create_app(published_folder, "board").test_client()


def data_of(client, address):
    response = client.get(ROOT + address)
    assert response.status_code == 200
    assert response.content_type.startswith("application/json")
    return response.json["data"]


def rows_of(client, address):
    return list(csv.DictReader(io.StringIO(client.get(address).text)))


def parquet_of(client, address, tmp_path):
    path = tmp_path / "rows.parquet"
    path.write_bytes(client.get(address).data)
    cursor = duckdb.execute(f"select * from '{path}'")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_every_download_has_the_values_of_the_table_on_the_page(client, published, tmp_path):
    shown = {row[0]: row[1] for row in measures.measure(published, MEASURE).rows}
    query = f"/measures/{MEASURE}/observations?area_code=E23000023&period_type=month"
    ours = [
        row
        for row in rows_of(client, f"/measures/{MEASURE}.csv")
        if row["area_code"] == "E23000023"
    ]
    as_parquet = parquet_of(client, f"/measures/{MEASURE}.parquet?area=E23000023", tmp_path)
    as_json = data_of(client, query)

    assert len(shown) == len(ours) == len(as_json) == len(as_parquet) == 30
    for text, (from_csv, from_json, from_parquet) in zip(
        reversed(shown.values()), zip(ours, as_json, as_parquet, strict=True), strict=True
    ):
        value = from_json["value"]
        assert words.cell_text(value, "percent") == text
        assert from_parquet["value"] == value
        assert from_csv["value"] == ("" if value is None else str(value))
        assert from_csv["state"] == from_json["state"] == from_parquet["state"]


def test_the_workbook_has_them_too_and_no_live_formula(client, published):
    shown = [row[1] for row in measures.measure(published, MEASURE).rows][::-1]
    sent = client.get(f"/measures/{MEASURE}.xlsx").data
    cells = (
        CalamineWorkbook.from_filelike(io.BytesIO(sent)).get_sheet_by_name("Figures").to_python()
    )
    head = next(index for index, row in enumerate(cells) if "Figure" in row)
    column = cells[head].index("Figure")
    found = [row[column] for row in cells[head + 1 :] if row[column] != ""]

    assert [words.cell_text(v, "percent") if v != "[x]" else "no figure" for v in found] == shown
    with zipfile.ZipFile(io.BytesIO(sent)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not [name for name in sheets if b"<f>" in parts.read(name)]


def test_the_metadata_describes_every_column_of_the_csv(client):
    described = json.loads(client.get(f"/measures/{MEASURE}.csv-metadata.json").text)
    names = [column["name"] for column in described["tableSchema"]["columns"]]
    assert names == list(rows_of(client, f"/measures/{MEASURE}.csv")[0])
    assert all(column["dc:description"] for column in described["tableSchema"]["columns"])
    assert described["url"] == f"{MEASURE}.csv"
    assert {"type": "caveat", "text": "Not comparable with other forces."} in described["notes"]


def test_every_row_taken_away_says_that_it_is_synthetic(client, tmp_path):
    for rows in (
        rows_of(client, f"/measures/{MEASURE}.csv"),
        rows_of(client, "/tables/grant_award.csv"),
        parquet_of(client, "/tables/grant_award.parquet", tmp_path),
    ):
        assert {row["data_note"].split(":")[0] for row in rows} == {"Synthetic demonstration data"}


def test_text_from_a_delivery_is_no_formula_in_a_csv(snapshot_tables, publish):
    snapshot_tables["grant_award"][0]["title"] = "=HYPERLINK(1)"
    client = create_app(publish(snapshot_tables), "board").test_client()
    assert "'=HYPERLINK(1)" in {row["title"] for row in rows_of(client, "/tables/grant_award.csv")}


def test_every_published_table_can_be_read_whole_in_each_form(client, published, tmp_path):
    for name in published.notes:
        total = published.rows(f"select count(*) as n from {name}")[0]["n"]
        answer = client.get(f"{ROOT}/tables/{name}?limit=10000").json
        assert (answer["total"], len(answer["data"])) == (total, total)
        assert len(rows_of(client, f"/tables/{name}.csv")) == total
        assert len(parquet_of(client, f"/tables/{name}.parquet", tmp_path)) == total


def test_a_table_of_another_audience_is_not_there(client, published_folder):
    restricted = create_app(published_folder, "restricted").test_client()
    assert restricted.get(f"{ROOT}/tables/rejected_record").status_code == 200
    for address in (f"{ROOT}/tables/rejected_record", "/tables/rejected_record.csv"):
        assert client.get(address).status_code == 404


def test_the_catalogue_gives_the_latest_figure_and_the_finding_of_the_page(client, published):
    for row in data_of(client, "/measures"):
        found = measures.measure(published, row["metric_id"])
        assert row["finding"] == found.finding
        if row["latest"]:
            assert row["latest"]["value"] == found.latest["value"]


def test_figures_can_be_asked_for_by_area_part_state_and_day(client):
    october = data_of(client, f"/measures/{MEASURE}/observations?from=2019-10-01")
    assert {row["area_code"] for row in october} == {"E23000023", "K04000001"}
    theft = data_of(client, "/measures/recorded_crime_count/observations?breakdown_value=Theft")
    assert [row["value"] for row in theft] == [7800, 7710, 7680, 7600]
    missing = data_of(client, f"/measures/{MEASURE}/observations?state=missing")
    assert [row["period_start_date"] for row in missing] == ["2018-09-01"]


def test_pages_of_figures_join_without_a_gap(client):
    whole = data_of(client, f"/measures/{MEASURE}/observations")
    parts = [
        row
        for offset in (0, 10, 20, 30)
        for row in data_of(client, f"/measures/{MEASURE}/observations?limit=10&offset={offset}")
    ]
    assert parts == whole


@pytest.mark.parametrize(
    "asked", ["limit=many", "limit=99999999", "offset=-1", "from=yesterday", "colour=red"]
)
def test_what_cannot_be_read_is_refused_by_name(client, asked):
    response = client.get(f"{ROOT}/measures/{MEASURE}/observations?{asked}")
    assert response.status_code == 400
    assert response.json["detail"].startswith(asked.split("=")[0])


def test_what_is_not_there_is_answered_in_json(client):
    response = client.get(f"{ROOT}/measures/nothing")
    assert (response.status_code, response.json["status"]) == (404, 404)


def test_the_description_names_every_address_of_the_interface(client):
    described = client.get(f"{ROOT}/openapi.json").json
    rules = {
        str(rule).removeprefix(ROOT).replace("<", "{").replace(">", "}")
        for rule in client.application.url_map.iter_rules()
        if str(rule).startswith(ROOT)
    }
    assert set(described["paths"]) == rules - {"/openapi.json"}
    assert described["openapi"] == "3.1.0"


def test_every_parameter_described_is_one_that_is_answered(client):
    described = client.get(f"{ROOT}/openapi.json").json["paths"]
    path = "/measures/{metric_id}/observations"
    values = {"limit": "1", "offset": "0", "from": "2019-01-01", "to": "2019-12-31"}
    for parameter in described[path]["get"]["parameters"]:
        if parameter["in"] == "query":
            name = parameter["name"]
            asked = f"{name}={values.get(name, 'x')}"
            assert client.get(f"{ROOT}/measures/{MEASURE}/observations?{asked}").status_code == 200


@pytest.mark.parametrize("address", ["/areas/E23000023", "/tables/metric", "/tables/observation"])
def test_a_workbook_of_an_area_or_a_table_has_the_cells_of_its_csv(client, address):
    from_csv = rows_of(client, f"{address}.csv")
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{address}.xlsx").data))
    cells = book.get_sheet_by_name("Rows").to_python()
    head = next(index for index, row in enumerate(cells) if "as_at_date" in row)
    names = [name for name in cells[head] if name]

    assert names == list(from_csv[0])
    assert len(cells) - head - 1 == len(from_csv) > 0
    for given, row in zip(from_csv, cells[head + 1 :], strict=True):
        for name, cell in zip(names, row, strict=False):
            text = given[name]
            if not text:
                assert cell == "[z]"
            elif isinstance(cell, float):
                assert cell == pytest.approx(float(text), rel=1e-15)  # Excel keeps 16 figures
            else:
                assert str(cell).split() == text.removeprefix("'").split()
    cover = str(book.get_sheet_by_name("Cover").to_python())
    assert all(f"Column {name}: " in cover for name in names)


def test_a_table_too_long_for_a_workbook_is_not_offered_as_one(published_folder, monkeypatch):
    monkeypatch.setattr(downloads, "MOST_IN_WORKBOOK", 3)
    client = create_app(published_folder, "board").test_client()
    assert "/tables/observation.xlsx" not in client.get("/api").text
    assert "/tables/snapshot.xlsx" in client.get("/api").text
    assert client.get("/tables/observation.xlsx").status_code == 404
    assert client.get("/tables/observation.csv").status_code == 200
