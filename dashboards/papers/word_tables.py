"""Tables of the Word document: header rows that repeat, figures aligned right."""

from docx.document import Document as WordDocument
from docx.oxml.xmlchemy import BaseOxmlElement

from dashboards.papers.blocks import Table
from dashboards.papers.word_styles import CELL, element

_TEXT_WIDTH = 9071  # twentieths of a point: 160 mm
_RULE, _HAIR = "8", "4"  # eighths of a point


def add_table(document: WordDocument, block: Table) -> None:
    """Add a table as XML: python-docx would walk the whole table for each cell."""
    shares = block.widths or tuple(1.0 for _ in block.header)
    width = round(_TEXT_WIDTH * block.share)
    widths = [str(round(width * share / sum(shares))) for share in shares]
    table = element("tbl")
    _properties(table, block.caption, width)
    grid = element("tblGrid", table)
    for size in widths:
        element("gridCol", grid, w=size)
    style = document.styles[CELL].style_id
    rows = [(block.header, "header"), *((row, "body") for row in block.rows)]
    if block.total:
        rows.append((block.total, "total"))
    for cells, part in rows:
        row = element("tr", table)
        properties = element("trPr", row)
        element("cantSplit", properties)
        if part == "header":
            element("tblHeader", properties)
        for column, (text, size) in enumerate(zip(cells, widths, strict=True)):
            cell = element("tc", row)
            element("tcW", element("tcPr", cell), w=size, type="dxa")
            _words(cell, text, style, block.is_numeric(column), part != "body")
    document.element.body.insert_element_before(table, "w:sectPr")
    document.add_paragraph()


def _properties(table: BaseOxmlElement, caption: str, width: int) -> None:
    properties = element("tblPr", table)
    element("tblW", properties, w=str(width), type="dxa")
    borders = element("tblBorders", properties)
    for side, size in (("top", _RULE), ("bottom", _RULE), ("insideH", _HAIR)):
        element(side, borders, val="single", sz=size, space="0", color="6B6B6B")
    element("tblLayout", properties, type="fixed")
    element("tblLook", properties, firstRow="1", lastRow="0", firstColumn="0", noVBand="1")
    element("tblCaption", properties, val=caption)


def _words(cell: BaseOxmlElement, text: str, style: str, is_right: bool, is_bold: bool) -> None:
    paragraph = element("p", cell)
    properties = element("pPr", paragraph)
    element("pStyle", properties, val=style)
    if is_right:
        element("jc", properties, val="right")
    run = element("r", paragraph)
    if is_bold:
        element("b", element("rPr", run))
    words = element("t", run)
    words.text = text
