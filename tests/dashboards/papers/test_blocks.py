"""Numbers and references: computed once, the same in every form, and never to nowhere."""

import pytest

from dashboards.papers.blocks import (
    Bullets,
    Heading,
    Note,
    PaperError,
    Paragraph,
    Run,
    Table,
    Text,
    number,
    reference,
)


def section(title, label=""):
    return Heading(title, 1, label, is_numbered=True)


def test_paragraphs_count_on_within_their_section():
    blocks = [
        section("Purpose"),
        Paragraph(Text("One.")),
        Bullets((Text("A point."),)),
        Paragraph(Text("Two.")),
        section("Background"),
        Heading("Priority for action", 2),
        Paragraph(Text("Three.")),
    ]

    numbered, _ = number(blocks)

    assert [b.number for b in numbered if isinstance(b, Paragraph)] == ["1.1", "1.2", "2.1"]
    assert [b.number for b in numbered if isinstance(b, Heading)] == ["1", "2", ""]


def test_a_reference_says_the_number_of_what_it_points_to_wherever_that_stands():
    blocks = [
        section("Objective", "objective"),
        Paragraph(Text(f"As {reference('disposals')} says, see {reference('grants')}.")),
        Paragraph(Text("Out of court disposals."), "disposals"),
        Heading("Grants", 1, "grants", is_appendix=True),
        Note("Measure", "note", (("Source", Text(f"Named in {reference('objective')}.")),)),
    ]

    numbered, _ = number(blocks)

    assert str(numbered[1].text) == "As 1.2 says, see Appendix 1."
    assert numbered[1].text.runs[1] == Run("1.2", "disposals")
    assert str(numbered[4].entries[0][1]) == "Named in section 1."


def test_a_paragraph_put_in_front_moves_the_reference_with_it():
    blocks = [section("A"), Paragraph(Text("Aim."), "aim"), Paragraph(Text(reference("aim")))]
    longer = [blocks[0], Paragraph(Text("New.")), *blocks[1:]]

    assert str(number(blocks)[0][2].text) == "1.1"
    assert str(number(longer)[0][3].text) == "1.2"


def test_a_reference_to_nowhere_is_an_error_that_lists_what_there_is():
    blocks = [section("Purpose", "purpose"), Paragraph(Text(f"See {reference('4.6')}."))]

    with pytest.raises(PaperError, match=r"refers to '4\.6'.*labelled so.*purpose"):
        number(blocks)


def test_one_label_on_two_blocks_is_an_error():
    with pytest.raises(PaperError, match="'aim' stands twice"):
        number([Paragraph(Text("One."), "aim"), Paragraph(Text("Two."), "aim")])


def test_charts_tables_and_notes_each_count_on_their_own():
    table = Table("Grants", ("Grant",), (("A",),), "grants")
    blocks = [table, Note("Measure", "note", ()), Table("Courts", ("Court",), (), "courts")]

    numbered, words = number(blocks)

    assert [block.number for block in numbered] == ["Table 1", "Note 1", "Table 2"]
    assert words == {"grants": "Table 1", "note": "note 1", "courts": "Table 2"}
