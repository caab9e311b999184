"""Writes a paper as a Word document that officers can edit: the numbering is Word's own."""

import datetime as dt
import io
import re
import zipfile
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from dashboards.papers.blocks import (
    Block,
    Bullets,
    Figures,
    Heading,
    Note,
    Paper,
    Paragraph,
    Picture,
    Table,
    Text,
)
from dashboards.papers.writers.pdf import pngs

FONT = "Arial"
NUMBERED = "Numbered Paragraph"
UNNUMBERED = "Unnumbered Heading"
SMALL = "Small Print"
CELL = "Table Text"
_INK = RGBColor(0x0B, 0x0C, 0x0C)
_GREY = RGBColor(0x59, 0x59, 0x59)
_BLUE = RGBColor(0x12, 0x43, 0x6D)
_HANG = Mm(12)
_TWIPS_PER_MM = 56.7
_LIST_ID = 900  # clear of the numbers of python-docx's own template
_LEVELS = (("Heading1", "%1"), ("NumberedParagraph", "%1.%2"))


def blank() -> WordDocument:
    """Open an empty A4 document with the paper's styles; they are made once."""
    return Document(io.BytesIO(_styled()))


@lru_cache(maxsize=1)
def _styled() -> bytes:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    _drop_unused(document)
    _add_numbering(document)
    _set_language(document)
    _style(document, "Normal", size=11, after=6)
    _style(document, "Title", size=16, bold=True, after=10)
    _style(document, "Heading 1", size=14, bold=True, before=18, after=8, level=0)
    _style(document, "Heading 2", size=11.5, bold=True, before=14, after=6)
    _style(document, "Heading 3", size=11, bold=True, before=12, after=5, colour=_BLUE)
    _style(document, "Caption", size=11, bold=True, before=10, after=3)
    _style(document, "List Bullet", size=11, after=3)
    document.styles["List Bullet"].paragraph_format.left_indent = Mm(17)
    document.styles["List Bullet"].paragraph_format.first_line_indent = Mm(-5)
    for name, base in ((NUMBERED, "Normal"), (UNNUMBERED, "Heading 1")):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles[base]
    _style(document, NUMBERED, size=11, after=7, level=1)
    _style(document, UNNUMBERED, size=14, bold=True, before=18, after=8)
    _drop_numbering(document.styles[UNNUMBERED])
    for name, size, colour in ((SMALL, 9, _GREY), (CELL, 9.5, _INK)):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _style(document, name, size=size, after=2, colour=colour)
    for name in ("Heading 1", "Heading 2", "Heading 3", UNNUMBERED, "Caption"):
        document.styles[name].paragraph_format.keep_with_next = True
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _drop_unused(document: WordDocument) -> None:
    """Leave out what python-docx's template brings and no paper uses: most of its bytes."""
    for owner in (document.part, document.part.package):
        for name, relation in list(owner.rels.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del owner.rels[name]
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and not style.element.get(qn("w:default")):
            style.delete()


def _style(
    document: WordDocument,
    name: str,
    *,
    size: float,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    colour: RGBColor = _INK,
    level: int | None = None,
) -> None:
    """Set one paragraph style whole, so that the template's own look does not show through."""
    style: ParagraphStyle = document.styles[name]
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    if level is not None:
        form.left_indent, form.first_line_indent = _HANG, -_HANG
        numbering = properties.get_or_add_numPr()
        numbering.get_or_add_ilvl().val = level
        numbering.get_or_add_numId().val = _LIST_ID


def _drop_numbering(style: ParagraphStyle) -> None:
    """Numbering 0 means none: an appendix heading is a Heading 1 outside the count."""
    style.element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0
    style.paragraph_format.left_indent = style.paragraph_format.first_line_indent = Mm(0)


def _add_numbering(document: WordDocument) -> None:
    """Tie one two-level list to the section heading and the numbered paragraph."""
    hang = round(12 * _TWIPS_PER_MM)
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="{style}"/><w:suff w:val="tab"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="{hang}"/></w:tabs>'
        f'<w:ind w:left="{hang}" w:hanging="{hang}"/></w:pPr></w:lvl>'
        for index, (style, text) in enumerate(_LEVELS)
    )
    root = document.part.numbering_part.element
    declared = nsdecls("w")
    # The schema wants every abstractNum before the first num.
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {declared} w:abstractNumId="{_LIST_ID}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        ),
    )
    root.append(
        parse_xml(
            f'<w:num {declared} w:numId="{_LIST_ID}"><w:abstractNumId w:val="{_LIST_ID}"/></w:num>'
        )
    )


def _set_language(document: WordDocument) -> None:
    """Say that the text is British English, so that Word and screen readers treat it so."""
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), "en-GB")


def element(tag: str, parent: BaseOxmlElement | None = None, **attributes: str) -> BaseOxmlElement:
    """Make one WordprocessingML element, with its attributes, under its parent."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    if parent is not None:
        parent.append(made)
    return made


def say(paragraph: BaseOxmlElement, text: str, *, is_bold: bool = False) -> BaseOxmlElement:
    """Add a run of words; python-docx would look at each letter of them."""
    run = element("r", paragraph)
    if is_bold:
        element("b", element("rPr", run))
    words = element("t", run)
    words.text = text
    words.set(qn("xml:space"), "preserve")
    return run


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


_WIDTH = Mm(160)
_PARAGRAPH_NUMBER = re.compile(r"\d+\.\d+")


def docx(paper: Paper, drawings: Path | None = None) -> bytes:
    """Write the paper in Word's format; the same paper gives the same bytes."""
    drawn = pngs([picture.svg for picture in paper.pictures], drawings)
    writer = _Writer(paper, dict(zip((p.label for p in paper.pictures), drawn, strict=True)))
    writer.write()
    return _same_each_time(writer.document)


class _Writer:
    """Adds block after block to one Word document."""

    def __init__(self, paper: Paper, drawings: dict[str, bytes]) -> None:
        self.paper = paper
        self.drawings = drawings
        self.document = blank()
        self.styles = {style.name: style.style_id for style in self.document.styles}
        self.bookmarks = {label: f"b{index}" for index, label in enumerate(sorted(paper.words))}

    def write(self) -> None:
        """Write the paper from its address to its last note."""
        self._properties()
        self._header_and_footer()
        for name, text in self.paper.address:
            line = self.document.add_paragraph()
            line.add_run(f"{name}:\t").bold = True
            line.add_run(text)
            line.paragraph_format.tab_stops.add_tab_stop(Mm(22))
            line.paragraph_format.left_indent = Mm(22)
            line.paragraph_format.first_line_indent = Mm(-22)
        self._line(self.paper.title, "Title")
        for block in self.paper.blocks:
            self._block(block)

    def _properties(self) -> None:
        moment = dt.datetime.combine(self.paper.board_date, dt.time())
        core = self.document.core_properties
        core.title, core.author, core.last_modified_by = (
            self.paper.title,
            self.paper.author,
            self.paper.author,
        )
        core.subject, core.language = self.paper.plan_title, self.paper.language
        core.comments, core.keywords, core.revision = "", self.paper.snapshot_id, 1
        core.created = core.modified = moment

    def _header_and_footer(self) -> None:
        section = self.document.sections[0]
        if self.paper.stamps:
            stamp = section.header.paragraphs[0].add_run(" · ".join(self.paper.stamps))
            stamp.bold = True
        foot = section.footer.paragraphs[0]
        foot.style = self.document.styles[SMALL]
        foot.paragraph_format.tab_stops.add_tab_stop(_WIDTH, alignment=2)
        foot.add_run(f"{self.paper.foot}\tPage ")
        _field(foot, "PAGE", "1")
        foot.add_run(" of ")
        _field(foot, "NUMPAGES", "1")

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                style = NUMBERED if block.number else "Normal"
                written = self._words("", block.text, style)
                written.paragraph_format.keep_with_next = block.leads or None
                self._labelled(block.label, written)
            case Bullets():
                for item in block.items:
                    self._words("", item, "List Bullet")
            case Figures():
                lead = self._words("", block.lead, "Normal")
                lead.paragraph_format.left_indent = Mm(12)
                lead.paragraph_format.keep_with_next = True
                for value, words in block.rows:
                    row = self._line("", "List Bullet")
                    say(row._p, value, is_bold=True)
                    say(row._p, f" {words}")
            case Picture():
                self._picture(block)
            case Table():
                caption = f"{block.number}: {block.caption}"
                self._labelled(block.label, self._line(caption, "Caption"))
                add_table(self.document, block)
            case Note():
                title = f"{block.number}: {block.title}"
                self._labelled(block.label, self._line(title, "Caption"))
                for term, text in block.entries:
                    self._words(f"{term}: ", text, CELL)

    def _heading(self, block: Heading) -> None:
        name = f"Heading {block.level}"
        if block.level == 1 and (block.is_appendix or not block.number):
            name = UNNUMBERED
        text = f"{block.number}: {block.text}" if block.is_appendix else block.text
        heading = self._line(text, name)
        if block.is_second:
            heading.paragraph_format.left_indent = Mm(12)
        heading.paragraph_format.page_break_before = (
            block.is_appendix and block.starts_page
        ) or None
        self._labelled(block.label, heading)

    def _picture(self, block: Picture) -> None:
        caption = f"{block.number}: {block.chart.finding}"
        self._labelled(block.label, self._line(caption, "Caption"))
        subtitle = self._line(block.chart.subtitle, SMALL)
        drawing = self.document.add_paragraph()
        subtitle.paragraph_format.keep_with_next = drawing.paragraph_format.keep_with_next = True
        shape = drawing.add_run().add_picture(io.BytesIO(self.drawings[block.label]), width=_WIDTH)
        named = shape._inline.docPr
        named.set("name", block.number)
        named.set("descr", block.alt)
        for line in (f"Source: {block.chart.source}", *block.chart.under):
            self._line(line, SMALL)
        self._words("", block.table, SMALL)

    def _line(self, text: str, style: str) -> WordParagraph:
        """Add a paragraph; python-docx would search all styles each time one is named."""
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self.styles[style]
        if text:
            say(paragraph._p, text)
        return paragraph

    def _words(self, lead: str, text: Text, style: str) -> WordParagraph:
        """Add a paragraph; a paragraph's number is a live field, other references are links."""
        paragraph = self._line("", style)
        if lead:
            say(paragraph._p, lead, is_bold=True)
        for run in text.runs:
            if not run.target:
                say(paragraph._p, run.text)
            elif _PARAGRAPH_NUMBER.fullmatch(run.text):
                _field(paragraph, f"REF {self.bookmarks[run.target]} \\r \\h", run.text)
            else:
                anchor = self.bookmarks[run.target]
                link = element("hyperlink", paragraph._p, anchor=anchor)
                say(link, run.text)
        return paragraph

    def _labelled(self, label: str, paragraph: WordParagraph) -> None:
        """Bookmark a paragraph, so that references can find it."""
        if not label:
            return
        name = self.bookmarks[label]
        start = element("bookmarkStart", None, id=name[1:], name=name)
        first = 1 if paragraph._p.pPr is not None else 0
        paragraph._p.insert(first, start)
        element("bookmarkEnd", paragraph._p, id=name[1:])


def _field(paragraph: WordParagraph, instruction: str, result: str) -> None:
    """Add a field that Word can bring up to date, with what it says now."""
    for kind in ("begin", None, "separate", "result", "end"):
        run = paragraph.add_run()
        if kind is None:
            code = element("instrText", run._r)
            code.text = f" {instruction} "
        elif kind == "result":
            run.text = result
        else:
            element("fldChar", run._r, fldCharType=kind)


def _same_each_time(document: WordDocument) -> bytes:
    """Pack the document with its members sorted, undated and stored: bytes can be compared."""
    saved = io.BytesIO()
    document.save(saved)
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as loose, zipfile.ZipFile(packed, "w") as tight:
        for name in sorted(loose.namelist()):
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 0  # else it would tell Windows from Linux
            tight.writestr(member, loose.read(name), zipfile.ZIP_STORED)
    return packed.getvalue()
