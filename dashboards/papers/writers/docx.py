"""Writes a paper as a Word document that officers can edit: the numbering is Word's own."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

from docx.document import Document as WordDocument
from docx.shared import Mm
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
from dashboards.papers.writers import word_styles as styles
from dashboards.papers.writers.pdf import pngs
from dashboards.papers.writers.word_tables import add_table

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
        self.document = styles.blank()
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
        foot.style = self.document.styles[styles.SMALL]
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
                style = styles.NUMBERED if block.number else "Normal"
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
                    styles.say(row._p, value, is_bold=True)
                    styles.say(row._p, f" {words}")
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
                    self._words(f"{term}: ", text, styles.CELL)

    def _heading(self, block: Heading) -> None:
        name = f"Heading {block.level}"
        if block.level == 1 and (block.is_appendix or not block.number):
            name = styles.UNNUMBERED
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
        subtitle = self._line(block.chart.subtitle, styles.SMALL)
        drawing = self.document.add_paragraph()
        subtitle.paragraph_format.keep_with_next = drawing.paragraph_format.keep_with_next = True
        shape = drawing.add_run().add_picture(io.BytesIO(self.drawings[block.label]), width=_WIDTH)
        named = shape._inline.docPr
        named.set("name", block.number)
        named.set("descr", block.alt)
        for line in (f"Source: {block.chart.source}", *block.chart.under):
            self._line(line, styles.SMALL)
        self._words("", block.table, styles.SMALL)

    def _line(self, text: str, style: str) -> WordParagraph:
        """Add a paragraph; python-docx would search all styles each time one is named."""
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self.styles[style]
        if text:
            styles.say(paragraph._p, text)
        return paragraph

    def _words(self, lead: str, text: Text, style: str) -> WordParagraph:
        """Add a paragraph; a paragraph's number is a live field, other references are links."""
        paragraph = self._line("", style)
        if lead:
            styles.say(paragraph._p, lead, is_bold=True)
        for run in text.runs:
            if not run.target:
                styles.say(paragraph._p, run.text)
            elif _PARAGRAPH_NUMBER.fullmatch(run.text):
                _field(paragraph, f"REF {self.bookmarks[run.target]} \\r \\h", run.text)
            else:
                anchor = self.bookmarks[run.target]
                link = styles.element("hyperlink", paragraph._p, anchor=anchor)
                styles.say(link, run.text)
        return paragraph

    def _labelled(self, label: str, paragraph: WordParagraph) -> None:
        """Bookmark a paragraph, so that references can find it."""
        if not label:
            return
        name = self.bookmarks[label]
        start = styles.element("bookmarkStart", None, id=name[1:], name=name)
        first = 1 if paragraph._p.pPr is not None else 0
        paragraph._p.insert(first, start)
        styles.element("bookmarkEnd", paragraph._p, id=name[1:])


def _field(paragraph: WordParagraph, instruction: str, result: str) -> None:
    """Add a field that Word can bring up to date, with what it says now."""
    for kind in ("begin", None, "separate", "result", "end"):
        run = paragraph.add_run()
        if kind is None:
            code = styles.element("instrText", run._r)
            code.text = f" {instruction} "
        elif kind == "result":
            run.text = result
        else:
            styles.element("fldChar", run._r, fldCharType=kind)


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
