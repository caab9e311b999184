"""The form of the Word document: page, fonts, and numbering that lives in the styles."""

import io
from functools import lru_cache

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

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
