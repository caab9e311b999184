"""The data dictionary: what each measure and each published table means, page by page and whole."""

from typing import Any

from dashboards import dictionary as written
from dashboards.pages.reader import Reader
from dashboards.web.page_cache import Page
from dashboards.web.pages import Pages

dictionary = Pages("dictionary")
_FORMS = {
    "md": ("text/markdown; charset=utf-8", written.markdown),
    "html": ("text/html; charset=utf-8", written.html),
}


@dictionary.page("/dictionary", "dictionary.html", "Data dictionary")
def view(reader: Reader) -> dict[str, Any]:
    """Gather every entry, by theme, and every table."""
    return {"d": written.dictionary(reader.published)}


@dictionary.page("/dictionary/<metric_id>", "dictionary_entry.html")
def entry(reader: Reader, metric_id: str) -> dict[str, Any] | None:
    """Gather what the dictionary says of one measure; None where there is no such measure."""
    if metric_id not in reader.published.metrics:
        return None
    described = written.entry(reader.published, metric_id)
    return {"e": described, "heading": f"{described.title}: dictionary"}


@dictionary.file("/dictionary.<any(md, html):form>")
def file(reader: Reader, form: str) -> Page:
    """Write the whole dictionary as one file."""
    content_type, write = _FORMS[form]
    return Page.of(write(written.dictionary(reader.published)), content_type, f"dictionary.{form}")
