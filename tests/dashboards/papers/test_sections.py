"""Prose is written by hand; every figure in it is looked up."""

import re

import pytest

from dashboards.papers.blocks import Bullets, PaperError, Paragraph
from dashboards.papers.sections import NoFigureError, ProseWriter, read, take_apart
from dashboards.papers.texts import SHIPPED, Texts

SECTIONS = sorted(SHIPPED.glob("*.md"))
LOOKED_UP = re.compile(r"\{\{.*?\}\}", re.DOTALL)
HEADING_OR_LABEL = re.compile(r"^## .*$|\{#[a-z0-9-]+\}", re.MULTILINE)
LITERAL = re.compile(r'"([^"]*)"')
SPOKEN = {"999", "101"}  # telephone numbers are names, not figures
NAMES = ("Police Reform and Social Responsibility Act 2011",)  # an Act's year is part of its name


def digits(text):
    for name in NAMES:
        text = text.replace(name, "")
    return set(re.findall(r"\d[\d,.]*", text))


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_no_figure_is_typed_by_hand(path):
    prose = HEADING_OR_LABEL.sub("", path.read_text(encoding="utf-8"))

    assert digits(LOOKED_UP.sub("", prose)) <= SPOKEN


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_no_figure_is_hidden_between_double_braces(path):
    source = path.read_text(encoding="utf-8")
    expressions = LOOKED_UP.findall(source)
    said = [text for found in expressions for text in LITERAL.findall(found) if " " in text]
    outside = [LITERAL.sub("", found) for found in expressions]

    assert set().union(*map(digits, said)) <= SPOKEN
    assert set().union(*map(digits, outside)) == set()
    assert "{%" not in source


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_every_section_is_one_that_a_paper_places(path):
    placed = {"purpose", "background", "next_steps", "how_to_read"}
    placed |= {"offenders", "victims", "communities", "transformation"}

    assert path.stem in placed or re.fullmatch(r"[VOCT]\d", path.stem)


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_a_shipped_section_refers_to_what_every_plan_s_paper_has(path):
    source = path.read_text(encoding="utf-8")
    own = set(re.findall(r"\{#([a-z0-9-]+)\}", source))

    referred = set(re.findall(r'ref\("([^"]+)"\)', source))
    assert referred <= own | {
        *("appendix-grants", "appendix-notes", "appendix-tables", "appendix-reading"),
        "next-steps",
    }


def test_a_section_is_taken_apart_by_priority_and_topic():
    prose = take_apart("Opening.\n\n## O2.1\n\nFirst.\n\n### Topic\nLast.\n", "O2.md")

    assert [chunk.text for chunk in prose.chunks["", ""]] == ["Opening."]
    assert [chunk.text for chunk in prose.chunks["O2.1", ""]] == ["First."]
    assert [(c.text, c.line) for c in prose.chunks["O2.1", "Topic"]] == [("Last.", 8)]


def test_a_figure_that_looks_like_markdown_stays_a_figure():
    writer = ProseWriter({"title": "- # {#label} {{ 7 * 7 }}"}, [])

    blocks = writer.blocks(take_apart("{{ title }}\n", "x.md"))

    assert [str(block.text) for block in blocks] == ["- # {#label} {{ 7 * 7 }}"]


def test_lines_with_dashes_are_a_list_and_a_label_names_its_paragraph():
    blocks = ProseWriter({}, []).blocks(
        take_apart("Words. {#aim}\n\n- one\n- two\n  more\n", "x.md")
    )

    assert isinstance(blocks[0], Paragraph)
    assert blocks[0].label == "aim"
    assert isinstance(blocks[1], Bullets)
    assert [str(item) for item in blocks[1].items] == ["one", "two more"]


def test_a_sentence_without_its_figure_is_replaced_by_the_reason():
    def value(metric_id):
        raise NoFigureError(f"{metric_id}: there is no figure.")

    blocks = ProseWriter({"value": value}, []).blocks(
        take_apart('{{ value("drug_offence_rate") }} of crime is drugs.', "x.md")
    )

    assert [str(block.text) for block in blocks] == ["drug_offence_rate: there is no figure."]


def test_a_mistake_in_prose_is_named_with_its_file_and_line():
    prose = take_apart('Right.\n\nIn {{ perod("x") }}.\n', "O2.md")

    with pytest.raises(PaperError, match=r"O2\.md, line 3: 'perod' is undefined"):
        ProseWriter({"period": str}, []).blocks(prose)


def test_prose_cannot_reach_into_python():
    prose = take_apart("{{ ''.__class__.__mro__ }}", "O2.md")

    with pytest.raises(PaperError, match=r"O2\.md, line 1"):
        ProseWriter({}, []).blocks(prose)


def test_the_office_s_own_section_stands_in_for_the_one_that_ships(tmp_path):
    (tmp_path / "purpose.md").write_text("Ours.", encoding="utf-8")

    assert read("purpose", Texts(tmp_path)).chunks["", ""][0].text == "Ours."
    assert read("background", Texts(tmp_path)).chunks["", ""][0].text.startswith("Under the Police")
