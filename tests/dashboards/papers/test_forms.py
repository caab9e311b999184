"""Three forms of one paper: the same words and figures, inert, the same bytes again."""

import csv
import hashlib
import io
import itertools
import json
import os
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import docx
import pikepdf
import pypdfium2
from docx.oxml.ns import qn

from dashboards.papers.blocks import Bullets, Figures, Heading, Note, Paragraph, Picture, Table

ROOT = Path(__file__).parents[3]
FORMS = ("pdf", "docx", "html")
INJECTION = (
    "#panic() *b* $x$ @ref <script>alert(1)</script> {{ 7*7 }} [l](http://a.example) \u202e&amp;"
)


class PageText(HTMLParser):
    """Words, tags and attributes of a page."""

    def __init__(self, page):
        super().__init__()
        self.words, self.tags, self.attributes, self._in_style = [], [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self._in_style = tag == "style"

    def handle_endtag(self, tag):
        self._in_style = False

    def handle_data(self, data):
        if not self._in_style:
            self.words.append(data)


def squeezed(text):
    """Text without any space: lines break differently in each form."""
    return re.sub(r"\s+", "", re.sub("[\x02\ufffe\xad]", "-", text))


def pdf_pages(content):
    """The words of each page, without the running header and footer."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    return ["\n".join(page.split("\r\n")) for page in pages]


def body(page):
    lines = page.split("\n")
    kept = [x for x in lines if not x.startswith(("DRAFT", "Offenders theme ·", "Page "))]
    return "\n".join(re.sub(r"Page \d+ of \d+$", "", line) for line in kept)


def words_of(folder, theme="offenders"):
    """The words of each form, without spaces."""
    document = docx.Document(folder / f"{theme}.docx")
    word = "".join(t.text or "" for t in document.element.body.iter(qn("w:t")))
    page = PageText((folder / f"{theme}.html").read_text(encoding="utf-8"))
    pdf = "".join(map(body, pdf_pages((folder / f"{theme}.pdf").read_bytes())))
    return {"pdf": squeezed(pdf), "docx": squeezed(word), "html": squeezed("".join(page.words))}


def said_by(block):
    """Every string a block must say in each form."""
    match block:
        case Heading():
            return [block.text]
        case Paragraph():
            return [str(block.text)]
        case Bullets():
            return [str(item) for item in block.items]
        case Figures():
            return [str(block.lead), *(f"{value} {text}" for value, text in block.rows)]
        case Picture():
            chart = block.chart
            return [f"{block.number}: {chart.finding}", chart.subtitle, chart.source]
        case Table():
            cells = [*block.header, *(cell for row in block.rows for cell in row), *block.total]
            return [f"{block.number}: {block.caption}", *cells]
        case Note():
            return [f"{block.number}: {block.title}", *(str(text) for _, text in block.entries)]


def tags_of(node, found):
    """Every structure element below one, with its tag."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found.append((str(kid["/S"]), kid))
            tags_of(kid, found)
    return found


def test_every_word_and_figure_of_the_paper_stands_in_all_three_forms(written, composed):
    found = words_of(written())
    said = [text for block in composed().blocks for text in said_by(block)]

    assert len(said) > 150
    for form in FORMS:
        assert [text for text in said if squeezed(text) not in found[form]] == [], form


def numbers(text):
    return set(re.findall(r"\d[\d,]*(?:\.\d+)?%?", text))


def test_no_form_holds_a_number_that_another_lacks(written, composed):
    folder = written()
    document = docx.Document(folder / "offenders.docx").element.body
    page = PageText((folder / "offenders.html").read_text(encoding="utf-8"))
    lines = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.iter(qn("w:p"))]
    said = {
        "pdf": numbers(" ".join(map(body, pdf_pages((folder / "offenders.pdf").read_bytes())))),
        "docx": numbers(" ".join(lines)),
        "html": numbers(" ".join(page.words).replace(composed().foot, "")),
    }
    # Word counts sections and paragraphs itself, and draws charts as pictures.
    counted = {b.number for b in composed().blocks if isinstance(b, Heading | Paragraph)}
    drawn = numbers(" ".join(re.findall(r">([^<]*)<", "".join(p.svg for p in composed().pictures))))
    for form in ("pdf", "html"):
        assert said[form] - said["docx"] <= counted | drawn, form
        assert said["docx"] - said[form] == set(), form
    assert said["pdf"] ^ said["html"] <= drawn


def test_word_numbers_sections_and_paragraphs_as_the_other_forms_do(written, composed):
    document = docx.Document(written() / "offenders.docx")
    section = paragraph = 0
    counted = []
    for line in document.paragraphs:
        if line.style.name == "Heading 1":
            section, paragraph = section + 1, 0
            counted.append(f"{section}")
        elif line.style.name == "Numbered Paragraph":
            paragraph += 1
            counted.append(f"{section}.{paragraph}")

    numbered = [
        block.number
        for block in composed().blocks
        if isinstance(block, Paragraph | Heading) and re.match(r"\d", block.number)
    ]
    assert counted == numbered


def test_the_numbering_of_the_word_document_lives_in_its_styles(written):
    document = docx.Document(written() / "offenders.docx")

    for name, level in (("Heading 1", 0), ("Numbered Paragraph", 1)):
        numbering = document.styles[name].element.pPr.numPr
        assert numbering.ilvl.val == level
        assert numbering.numId.val > 0
    assert document.styles["Unnumbered Heading"].element.pPr.numPr.numId.val == 0


def test_word_pictures_have_alternative_text_and_tables_repeat_their_header(written, composed):
    document = docx.Document(written() / "offenders.docx")

    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == [picture.alt for picture in composed().pictures]
    assert len(document.tables) == sum(isinstance(b, Table) for b in composed().blocks)
    for table in document.tables:
        first = table._tbl.tr_lst[0]
        assert first.trPr.find(qn("w:tblHeader")) is not None


def test_each_bookmark_that_the_word_document_refers_to_is_there(written):
    root = docx.Document(written() / "offenders.docx").element
    marks = {mark.get(qn("w:name")) for mark in root.iter(qn("w:bookmarkStart"))}
    fields = [code.text.split()[1] for code in root.iter(qn("w:instrText"))]
    links = [link.get(qn("w:anchor")) for link in root.iter(qn("w:hyperlink"))]

    assert links
    assert set(links) | set(fields) <= marks


def test_the_pdf_is_tagged_titled_and_in_english(written, composed):
    with pikepdf.open(written() / "offenders.pdf") as pdf:
        found = tags_of(pdf.Root.StructTreeRoot, [])
        names = [name for name, _ in found]

        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]) == "Police and Crime Plan \N{EN DASH} Offenders theme"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert {"/P", "/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/TR", "/TH", "/TD"} <= set(names)
        headers = [str(node.A[0].Scope if isinstance(node.A, pikepdf.Array) else node.A.Scope)
                   for name, node in found if name == "/TH"]  # fmt: skip
        assert headers
        assert set(headers) == {"/Column"}
        described = [
            str(node["/Alt"]) for name, node in found if name == "/Figure" and "/Alt" in node
        ]
        assert [text for text in described if text] == [p.alt for p in composed().pictures]


def test_the_figures_behind_each_chart_are_attached_to_the_pdf_as_csv(written, composed):
    pictures = composed().pictures
    with pikepdf.open(written() / "offenders.pdf") as pdf:
        listed = list(pdf.Root.AF)
        assert {str(file.AFRelationship) for file in listed} == {"/Data"}
        assert {str(file.UF) for file in listed} == {f"{p.label}.csv" for p in pictures}
        for picture in pictures:
            held = pdf.attachments[f"{picture.label}.csv"].get_file()
            assert held.mime_type == "text/csv"
            rows = list(csv.DictReader(io.StringIO(held.read_bytes().decode())))
            points = [point for series in picture.chart.series for point in series.points]
            assert [row["label"] for row in rows] == [point.label for point in points]
            assert [float(row["value"]) if row["value"] else None for row in rows] == [
                point.value for point in points
            ]


def test_the_pdf_is_read_in_the_order_of_its_headings_with_none_skipped(written):
    with pikepdf.open(written() / "offenders.pdf") as pdf:
        levels = [
            int(name[2]) for name, _ in tags_of(pdf.Root.StructTreeRoot, [])
            if re.fullmatch(r"/H[1-6]", name)
        ]  # fmt: skip

        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
        assert all("/StructParents" in page for page in pdf.pages)
        assert {str(page.get("/Tabs", "/S")) for page in pdf.pages} == {"/S"}


def test_the_pdf_says_that_it_keeps_to_pdf_ua_and_pdf_a(written):
    with pikepdf.open(written() / "offenders.pdf") as pdf:
        metadata = pdf.open_metadata()

        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_every_page_says_draft_synthetic_and_its_number(written):
    pages = pdf_pages((written() / "offenders.pdf").read_bytes())

    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        assert "DRAFT" in page
        assert "Synthetic demonstration data" in page
        assert f"Page {number} of {len(pages)}" in page


def test_the_first_page_alone_answers_a_busy_member(written):
    first = squeezed(pdf_pages((written() / "offenders.pdf").read_bytes())[0])

    for said in (
        "What really changed",
        "No measure of this report shows a change that is more than chance.",
        "What is late or withheld",
        "1 of 4 promised items has no figure: “Effective trial data”.",
        "What the Board must decide",
        "The Board is recommended to note the contents of this report.",
    ):
        assert squeezed(said) in first


def test_a_heading_never_ends_a_page(written, composed):
    headings = {
        squeezed(f"{block.number} {block.text}")[-30:]
        for block in composed().blocks
        if isinstance(block, Heading)
    }

    for page in pdf_pages((written() / "offenders.pdf").read_bytes()):
        lines = [line for line in body(page).split("\n") if line.strip()]
        assert squeezed(lines[-1])[-30:] not in headings


def test_nothing_a_person_typed_is_read_as_markup(rows_of, written):
    rows_of["grant_award"][0]["title"] = INJECTION
    rows_of["grant_award"][0]["recipient_name"] = INJECTION
    rows_of["promise"][2]["reason"] = INJECTION
    rows_of["metric"][0]["title"] = INJECTION
    rows_of["signal"][0]["sentence"] = f"{INJECTION}: no clear change"

    folder = written()

    kept = squeezed(INJECTION.replace("\u202e", ""))
    for form, found in words_of(folder).items():
        assert found.count(kept) >= 5, form
        assert "\u202e" not in found
    page = PageText((folder / "offenders.html").read_text(encoding="utf-8"))
    assert "script" not in page.tags


def test_the_page_asks_nothing_of_the_network_and_runs_nothing(written):
    source = (written() / "offenders.html").read_text(encoding="utf-8")
    page = PageText(source)

    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    outward = [
        v for name, v in page.attributes if name in {"href", "src"} and not v.startswith("#")
    ]
    assert outward == []
    assert "url(" not in source
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {v[1:] for name, v in page.attributes if name == "href"} <= set(ids)


def test_the_same_paper_has_the_same_bytes_in_another_place_zone_and_language(
    written, published_rows, board, tmp_path
):
    here = written()
    published = published_rows()
    script = (
        "import datetime, json, sys; from pathlib import Path;"
        "from snapshot.published import Published;"
        "from dashboards.papers.write import write_paper;"
        "write_paper(Published(Path(sys.argv[1])), 'offenders', datetime.date(2019, 12, 19),"
        "json.loads(sys.argv[2]), Path(sys.argv[3]))"
    )
    other = {"TZ": "Pacific/Auckland", "LC_ALL": "cy_GB.UTF-8", "PYTHONPATH": str(ROOT),
             "PYTHONHASHSEED": "7"}  # fmt: skip

    subprocess.run(
        [sys.executable, "-c", script, str(published.folder), json.dumps(board), str(tmp_path)],
        env={**os.environ, **other},
        cwd=tmp_path,
        check=True,
    )

    for name in ("offenders.pdf", "offenders.docx", "offenders.html", "manifest.json"):
        assert (tmp_path / name).read_bytes() == (here / name).read_bytes(), name


def test_the_word_document_is_packed_sorted_undated_and_stored(written):
    packed = zipfile.ZipFile(io.BytesIO((written() / "offenders.docx").read_bytes()))

    members = packed.infolist()
    assert [m.filename for m in members] == sorted(m.filename for m in members)
    assert {m.date_time for m in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {m.compress_type for m in members} == {zipfile.ZIP_STORED}
    assert not any("stylesWithEffects" in m.filename for m in members)


def test_the_manifest_holds_what_the_paper_was_made_from(written, board, published_rows):
    folder = written()
    published = published_rows()

    entry = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["papers"][
        "offenders"
    ]
    assert entry["board_date"] == "2019-12-19"
    assert entry["snapshot_id"] == "20191218T023000Z-test"
    assert entry["catalogue"]["prosecution_possible_rate"] == "abc123"
    assert entry["board"] == board
    assert {"purpose.md", "O2.md"} <= set(entry["texts"])
    assert entry["snapshot_sha256"] == hashlib.sha256(published.path.read_bytes()).hexdigest()
    assert {"paper.typ", "paper.html", "SourceSansPro-Regular.otf"} <= set(entry["made_with"])
    for fingerprint in entry["texts"].values():
        kept = (folder / "inputs" / fingerprint).read_bytes()
        assert hashlib.sha256(kept).hexdigest() == fingerprint
    for name, fingerprint in entry["outputs"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == fingerprint


def test_papers_of_several_themes_share_one_manifest(written, tmp_path):
    written("victims", into=tmp_path)
    folder = written("communities", into=tmp_path)

    papers = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["papers"]
    assert set(papers) == {"victims", "communities"}
    made = sorted(path.name for path in folder.iterdir() if path.name != "inputs")
    assert made == sorted(
        ["manifest.json", *(f"{t}.{f}" for t in ("communities", "victims") for f in FORMS)]
    )
