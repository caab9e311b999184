"""A spreadsheet of one sheet, equal to the byte on every machine (nothing is compressed)."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

Cell = str | float | None

_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def workbook(sheet: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write rows of texts, numbers and empty cells as an .xlsx file; line breaks are kept."""
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}sheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" '
            f'ContentType="{_TYPES}worksheet+xml"/></Types>'
        ),
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_SHEETS}" xmlns:r="{_RELATIONS}"><sheets>'
            f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{_SHEETS}"><sheetData>'
            f"{''.join(_row(number, row) for number, row in enumerate(rows, 1))}"
            "</sheetData></worksheet>"
        ),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # else Windows writes another byte
            archive.writestr(entry, _XML + text)
    return content.getvalue()


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/{kind}" Target="{target}"/></Relationships>'
    )


def _row(number: int, cells: Sequence[Cell]) -> str:
    written = "".join(
        _cell(f"{_letters(place)}{number}", cell)
        for place, cell in enumerate(cells)
        if cell is not None
    )
    return f'<row r="{number}">{written}</row>'


def _letters(place: int) -> str:
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _cell(reference: str, value: str | float) -> str:
    if isinstance(value, str):
        text = escape(value, {"\r": "&#13;", "\n": "&#10;"})
        return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'
    return f'<c r="{reference}"><v>{value!r}</v></c>'
