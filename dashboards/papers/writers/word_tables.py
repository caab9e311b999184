"""Tables of the Word document: header rows that repeat, figures aligned right."""

from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dashboards.papers.blocks import Table
from dashboards.papers.writers.word_styles import CELL

_TEXT_WIDTH = 9071  # twentieths of a point: 160 mm
_RULE, _HAIR = "8", "4"  # eighths of a point


def add_table(document: WordDocument, block: Table) -> None:
    """Add a table written as XML at once: element by element would take most of a paper's time."""
    shares = block.widths or tuple(1.0 for _ in block.header)
    width = round(_TEXT_WIDTH * block.share)
    widths = [round(width * share / sum(shares)) for share in shares]
    style = document.styles[CELL].style_id
    rows = [(block.header, "header"), *((row, "body") for row in block.rows)]
    if block.total:
        rows.append((block.total, "total"))
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
    body = "".join(_row(block, cells, part, widths, style) for cells, part in rows)
    table = parse_xml(
        f"<w:tbl {nsdecls('w')}>{_properties(block.caption, width)}"
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )
    document.element.body.insert_element_before(table, "w:sectPr")
    document.add_paragraph()


def _properties(caption: str, width: int) -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="6B6B6B"/>'
        for side, size in (("top", _RULE), ("bottom", _RULE), ("insideH", _HAIR))
    )
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(caption)}/></w:tblPr>"
    )


def _row(block: Table, cells: tuple[str, ...], part: str, widths: list[int], style: str) -> str:
    header = "<w:tblHeader/>" if part == "header" else ""
    written = "".join(
        _cell(text, size, style, is_right=block.is_numeric(column), is_bold=part != "body")
        for column, (text, size) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{written}</w:tr>"


def _cell(text: str, size: int, style: str, *, is_right: bool, is_bold: bool) -> str:
    right = '<w:jc w:val="right"/>' if is_right else ""
    bold = "<w:rPr><w:b/></w:rPr>" if is_bold else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{right}</w:pPr>'
        f'<w:r>{bold}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )
