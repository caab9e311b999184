"""The files that a reader may take away: a measure, an area or a published table, in four forms."""

from collections.abc import Callable

from dashboards.pages import downloads
from dashboards.pages.reader import Reader
from dashboards.web.page_cache import Page
from dashboards.web.pages import Pages
from dashboards.web.services import services

files = Pages("files")
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "csv-metadata.json": "application/csvm+json; charset=utf-8",
}
_FORMS = "any(csv, xlsx, parquet, 'csv-metadata.json')"
_Workbook = Callable[[downloads.Workbooks], bytes | None]


@files.file(f"/measures/<metric_id>.<{_FORMS}:form>", asks=("area",))
def measure(reader: Reader, metric_id: str, form: str, area: str | None = None) -> Page | None:
    """Write the figures of a measure, in one area or in all; a workbook has those of one area."""
    published = reader.published
    if metric_id not in published.metrics:
        return None
    name = f"{metric_id}-{area}" if area else metric_id

    def csv() -> str:
        rows = downloads.measure_rows(published, metric_id, area)
        return downloads.csv_text(published, "observation", rows)

    def workbook(write: downloads.Workbooks) -> bytes:
        where = area or reader.measure(metric_id).area_code
        return downloads.workbook(published, metric_id, where, write)

    return _file(
        name, form, csv, workbook,
        parquet=lambda: downloads.measure_parquet(published, metric_id, area),
        metadata=lambda: downloads.measure_metadata(published, metric_id, f"{name}.csv"),
    )  # fmt: skip


@files.file(f"/areas/<area_code>.<{_FORMS}:form>")
def area(reader: Reader, area_code: str, form: str) -> Page | None:
    """Write every figure of an area, measure by measure."""
    published = reader.published
    if area_code not in published.areas:
        return None

    def csv() -> str:
        rows = downloads.area_rows(published, area_code)
        return downloads.csv_text(published, "observation", rows)

    return _file(
        area_code, form, csv,
        workbook=lambda write: downloads.area_workbook(published, area_code, write),
        parquet=lambda: downloads.area_parquet(published, area_code),
        metadata=lambda: downloads.area_metadata(published, area_code, f"{area_code}.csv"),
    )  # fmt: skip


@files.file(f"/tables/<name>.<{_FORMS}:form>")
def table(reader: Reader, name: str, form: str) -> Page | None:
    """Write every row of a published table."""
    published = reader.published
    if not published.has(name):
        return None
    return _file(
        name, form,
        csv=lambda: downloads.csv_text(published, name, downloads.table_rows(published, name)),
        workbook=lambda write: downloads.table_workbook(published, name, write),
        parquet=lambda: downloads.table_parquet(published, name),
        metadata=lambda: downloads.metadata(published, name, f"{name}.csv", name, {}),
    )  # fmt: skip


def _file(
    name: str,
    form: str,
    csv: Callable[[], str],
    workbook: _Workbook,
    parquet: Callable[[], bytes],
    metadata: Callable[[], str],
) -> Page | None:
    """Write one of the forms; None for a workbook that nobody here writes, or too long for one."""
    writers: dict[str, Callable[[], str | bytes | None]] = {
        "csv": csv, "parquet": parquet, "csv-metadata.json": metadata
    }  # fmt: skip
    if writer := services().workbooks:
        writers["xlsx"] = lambda: workbook(writer)
    body = writers[form]() if form in writers else None
    return None if body is None else Page.of(body, _TYPES[form], f"{name}.{form}")
