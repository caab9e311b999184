"""The addresses of the JSON interface and of the files that a reader may take away."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, request

from dashboards.pages import api, downloads
from dashboards.pages.reader import Reader
from dashboards.web.answers import Answers, error_page, send

_JSON = "application/json; charset=utf-8"
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "csv-metadata.json": "application/csvm+json; charset=utf-8",
}
_FORMS = "any(csv, xlsx, parquet, 'csv-metadata.json')"


def add_data(app: Flask, answers: Answers) -> None:
    """Give the application its JSON interface and its downloads."""
    _add_api(app, answers)
    _add_files(app, answers)

    @app.get("/api", endpoint="api_page")
    def api_page() -> Response:
        return answers.page("/api", "api.html", "api", "Data for programs", _api_view)


def _api_view(reader: Reader) -> dict[str, Any]:
    described = api.description(reader)
    return {
        "paths": [
            (f"/api/v1{path}", what["get"]["summary"], what["get"]["parameters"])
            for path, what in described["paths"].items()
        ],
        "tables": [
            (table, reader.published.count(name) <= downloads.MOST_IN_WORKBOOK)
            for name, table in reader.published.notes.items()
        ],
    }


def _add_api(app: Flask, answers: Answers) -> None:
    def answer(make: Callable[[Reader], Any]) -> Response:
        def made(reader: Reader) -> tuple[str, str] | None:
            found = make(reader)
            return None if found is None else (api.text(found), _JSON)

        address = f"{request.path}?{sorted(request.args.items())}"
        try:
            kept = answers.library.page(address, made)
        except api.AskedWronglyError as error:
            return _problem(400, str(error))
        return send(kept) if kept else _problem(404, "There is no such thing here.")

    root = "/api/v1"
    app.get(f"{root}/openapi.json", endpoint="api_openapi")(lambda: answer(api.description))
    app.get(f"{root}/snapshot", endpoint="api_snapshot")(lambda: answer(api.snapshot))
    app.get(f"{root}/measures", endpoint="api_measures")(lambda: answer(api.measures))
    app.get(f"{root}/tables", endpoint="api_tables")(lambda: answer(api.tables))

    @app.get(f"{root}/measures/<metric_id>", endpoint="api_measure")
    def measure(metric_id: str) -> Response:
        return answer(lambda reader: api.measure(reader, metric_id))

    @app.get(f"{root}/measures/<metric_id>/observations", endpoint="api_observations")
    def observations(metric_id: str) -> Response:
        return answer(lambda reader: api.observations(reader, metric_id, request.args))

    @app.get(f"{root}/tables/<name>", endpoint="api_table")
    def table(name: str) -> Response:
        return answer(lambda reader: api.table(reader, name, request.args))


def _problem(code: int, said: str) -> Response:
    body = api.text({"status": code, "detail": said})
    return Response(body, status=code, content_type="application/problem+json; charset=utf-8")


def _add_files(app: Flask, answers: Answers) -> None:
    @app.get(f"/measures/<metric_id>.<{_FORMS}:form>", endpoint="measure_file")
    def measure_file(metric_id: str, form: str) -> Response:
        area = request.args.get("area") or None
        name = f"{metric_id}-{area}" if area else metric_id
        write = current_app.extensions["workbook"]
        if form == "xlsx" and write is None:
            return error_page(404)

        def make(reader: Reader) -> str | bytes | None:
            published = reader.published
            if metric_id not in published.metrics:
                return None
            if form == "csv":
                rows = downloads.measure_rows(published, metric_id, area)
                return downloads.csv_text(published, "observation", rows)
            if form == "parquet":
                return downloads.measure_parquet(published, metric_id, area)
            if form == "xlsx":
                where = area or reader.measure(metric_id).area_code
                return downloads.workbook(published, metric_id, where, write)
            return downloads.measure_metadata(published, metric_id, f"{name}.csv")

        address = f"/measures/{metric_id}.{form}?{area}"
        return answers.file(address, _TYPES[form], make, f"{name}.{form}")

    @app.get(f"/areas/<area_code>.<{_FORMS}:form>")
    def area_file(area_code: str, form: str) -> Response:
        write = current_app.extensions["workbook"]
        if form == "xlsx" and write is None:
            return error_page(404)

        def make(reader: Reader) -> str | bytes | None:
            published = reader.published
            if area_code not in published.areas:
                return None
            if form == "csv":
                rows = downloads.area_rows(published, area_code)
                return downloads.csv_text(published, "observation", rows)
            if form == "parquet":
                return downloads.area_parquet(published, area_code)
            if form == "xlsx":
                return downloads.area_workbook(published, area_code, write)
            return downloads.area_metadata(published, area_code, f"{area_code}.csv")

        address = f"/areas/{area_code}.{form}"
        return answers.file(address, _TYPES[form], make, f"{area_code}.{form}")

    @app.get(f"/tables/<name>.<{_FORMS}:form>", endpoint="table_file")
    def table_file(name: str, form: str) -> Response:
        write = current_app.extensions["workbook"]
        if form == "xlsx" and write is None:
            return error_page(404)

        def make(reader: Reader) -> str | bytes | None:
            published = reader.published
            if not published.has(name):
                return None
            if form == "csv":
                return downloads.csv_text(published, name, downloads.table_rows(published, name))
            if form == "parquet":
                return downloads.table_parquet(published, name)
            if form == "xlsx":
                return downloads.table_workbook(published, name, write)
            return downloads.metadata(published, name, f"{name}.csv", name, {})

        return answers.file(f"/tables/{name}.{form}", _TYPES[form], make, f"{name}.{form}")
