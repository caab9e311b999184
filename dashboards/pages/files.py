"""The files that a reader may take away: a measure, an area or a published table, in four forms."""

from collections.abc import Callable

from dashboards.pages import downloads
from dashboards.pages.reader import Reader
from dashboards.web.page_cache import Page
from dashboards.web.pages import Pages

files = Pages("files")
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "csv-metadata.json": "application/csvm+json; charset=utf-8",
}
_FORMS = "any(csv, xlsx, parquet, 'csv-metadata.json')"


@files.file(f"/measures/<metric_id>.<{_FORMS}:form>", asks=("area",))
def measure(reader: Reader, metric_id: str, form: str, area: str | None = None) -> Page | None:
    """Write the figures of a measure, in one area or in all; a workbook has those of one area."""
    published = reader.published
    if metric_id not in published.metrics:
        return None
    name = f"{metric_id}-{area}" if area else metric_id

    def workbook() -> bytes:
        where = area or reader.measure(metric_id).area_code
        return downloads.measure_workbook(published, metric_id, where)

    return _file(
        name, form, workbook=workbook,
        csv=lambda: downloads.measure_csv(published, metric_id, area),
        parquet=lambda: downloads.measure_parquet(published, metric_id, area),
        metadata=lambda: downloads.measure_metadata(published, metric_id, f"{name}.csv"),
    )  # fmt: skip


@files.file(f"/areas/<area_code>.<{_FORMS}:form>")
def area(reader: Reader, area_code: str, form: str) -> Page | None:
    """Write every figure of an area, measure by measure."""
    published = reader.published
    if area_code not in published.areas:
        return None
    return _file(
        area_code, form,
        csv=lambda: downloads.area_csv(published, area_code),
        workbook=lambda: downloads.area_workbook(published, area_code),
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
        csv=lambda: downloads.whole_csv(published, name),
        workbook=lambda: downloads.whole_workbook(published, name),
        parquet=lambda: downloads.whole_parquet(published, name),
        metadata=lambda: downloads.whole_metadata(published, name, f"{name}.csv"),
    )  # fmt: skip


def _file(
    name: str,
    form: str,
    *,
    csv: Callable[[], str],
    workbook: Callable[[], bytes | None],
    parquet: Callable[[], bytes],
    metadata: Callable[[], str],
) -> Page | None:
    """Write one of the forms; None for a workbook that would be too long."""
    writers: dict[str, Callable[[], str | bytes | None]] = {
        "csv": csv, "xlsx": workbook, "parquet": parquet, "csv-metadata.json": metadata
    }  # fmt: skip
    body = writers[form]()
    return None if body is None else Page.of(body, _TYPES[form], f"{name}.{form}")
