"""Commentary in a form: previewed with its figures, checked before it is saved, used by papers."""

import datetime as dt

import pytest

from dashboards.papers.compose import compose
from pipelines.papers.board_papers import texts_of
from snapshot.published import Published
from tests.dashboards.forms.conftest import form_of, said_on, send

ADDRESS = "/commentary/2019-12-19/V1.1"
FILE = "commentary/2019-12-19/V1.1.md"
DAY = dt.date(2019, 12, 19)
STANDS = (
    'We answered {{ value("emergency_call_rate") }} of calls within ten seconds in '
    '{{ period("emergency_call_rate") }}.\n\n- We listen to victims.\n- We act on it.\n'
)


def paper_of(office):
    """The words of the Victims paper as it would be written now."""
    published = Published(office.site.published, "board")
    try:
        paper, _ = compose(published, "victims", DAY, office.desk.board, texts_of(office.site))
    finally:
        published.close()
    said = [str(getattr(block, "text", "")) for block in paper.blocks]
    return said + [str(item) for block in paper.blocks for item in getattr(block, "items", ())]


def in_a_file(office, text):
    path = office.site.root / "papers" / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("address", ["/commentary", ADDRESS])
def test_an_editor_may_write_and_others_may_not(office, address):
    assert office.client("editor").get(address).status_code == 200
    for name in ("viewer", "analyst", "assurer"):
        assert office.client(name).get(address).status_code == 403
    assert office.client("nobody").get(address).status_code == 302


@pytest.mark.parametrize(
    "address", ["/commentary/2019-12-20/V1.1", "/commentary/2019-12-19/X9", "/commentary/x/V1.1"]
)
def test_there_is_a_form_for_each_board_and_priority_and_for_nothing_else(editor, address):
    assert editor.get(address).status_code == 404


def test_a_preview_looks_the_figures_up_and_saves_nothing(office, editor):
    shown = send(editor, ADDRESS, do="preview", text=STANDS)

    said = said_on(shown.text)
    assert shown.status_code == 200
    # 92.0 is the last of the three figures; those of the two months after it are withheld.
    assert "We answered 92.0% of calls within ten seconds in September 2019." in said
    assert "We listen to victims." in shown.text.split('id="preview"')[1]
    assert form_of(shown.text)["text"].replace("\r\n", "\n").strip() == STANDS.strip()
    assert office.desk.history("commentary", "2019-12-19/V1.1") == []


def test_what_is_saved_stands_in_the_paper_and_its_checks_are_those_of_the_command(office, editor):
    saved = send(editor, ADDRESS, text=STANDS)

    assert (saved.status_code, saved.location) == (303, f"{ADDRESS}?saved=1")
    assert "Saved as version 1." in said_on(editor.get(saved.location).text)
    told = paper_of(office)
    assert "We answered 92.0% of calls within ten seconds in September 2019." in told
    assert "We act on it." in told
    assert office.entered == [
        ("change", "Ann Editor <ann@example.org>",
         {"event": "saved", "what": "commentary", "entry": "2019-12-19/V1.1", "version": 1}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We listen.\n\nThere were 88 arrests in May 2019.", "Line 3: “88” is typed by hand"),
        ('{{ value("no_such_measure") }} stands here.', "Line 1: "),
        ('{{ open("x") }}', "Line 1: "),
        ("<b>Bold</b> words.", "Line 1: holds HTML, which a paper does not carry"),
        ("It rose to 8\u200b8 in May 2019.", "Line 1: “88” is typed by hand"),
    ],
)
def test_a_text_in_which_something_cannot_stand_is_refused_with_line_and_remedy(
    office, editor, text, said
):
    sent = send(editor, ADDRESS, text=text)

    shown = said_on(sent.text)
    assert sent.status_code == 422
    assert "Not saved" in shown and said in shown
    assert office.desk.history("commentary", "2019-12-19/V1.1") == []
    assert form_of(sent.text)["text"].strip() == text


def test_the_remedy_is_told_beside_the_line(editor):
    sent = send(editor, ADDRESS, text="There were 88 arrests in May 2019.")
    assert 'Call it: {{ value("...") }}' in said_on(sent.text)


def test_what_is_saved_stands_in_place_of_a_file_and_gives_way_to_it_when_withdrawn(office, editor):
    in_a_file(office, "Words of the file.\n")
    shown = editor.get(ADDRESS)
    assert form_of(shown.text)["text"].strip() == "Words of the file."
    assert f"comes from the file papers/{FILE}" in said_on(shown.text)
    assert "Words of the file." in paper_of(office)

    send(editor, ADDRESS, text="Words that were saved.")
    told = paper_of(office)
    assert "Words that were saved." in told and "Words of the file." not in told
    assert "Saved by Ann Editor" in said_on(editor.get("/commentary").text)

    send(editor, ADDRESS, do="withdraw")
    told = paper_of(office)
    assert "Words of the file." in told and "Words that were saved." not in told
    assert "In a file of the site" in said_on(editor.get("/commentary").text)
    assert [row["version"] for row in office.desk.history("commentary", "2019-12-19/V1.1")] == [
        1,
        2,
    ]


def test_of_two_who_write_at_once_the_second_is_shown_the_first_and_keeps_the_own_text(
    office, editor
):
    second = office.client("second")
    empty = form_of(second.get(ADDRESS).text)
    send(editor, ADDRESS, text="Ann was first.")

    told = second.post(ADDRESS, data=empty | {"text": "Bob was second.", "do": "save"})

    assert told.status_code == 409
    assert "Ann was first." in told.text
    assert form_of(told.text)["text"].strip() == "Bob was second."
    assert second.post(ADDRESS, data=form_of(told.text) | {"do": "save"}).status_code == 303
    assert [row["text"] for row in office.desk.history("commentary", "2019-12-19/V1.1")] == [
        "Ann was first.",
        "Bob was second.",
    ]


def test_a_text_longer_than_a_form_may_hold_is_refused_by_how_much(editor):
    # Twenty-one thousand characters, a thousand too many.
    sent = send(editor, ADDRESS, text="We act. " * 2_624 + "We act.x")
    assert sent.status_code == 422
    assert "Shorten it by 1,000." in said_on(sent.text)


def test_hostile_text_is_inert_in_form_preview_and_history(editor):
    hostile = "</textarea><script>alert(1)</script>"
    for do in ("preview", "save"):
        shown = send(editor, ADDRESS, do=do, text=hostile)
        assert "<script>alert" not in shown.text


def test_a_form_without_its_token_is_refused(office, editor):
    editor.get(ADDRESS)
    assert editor.post(ADDRESS, data={"text": "We act.", "do": "save"}).status_code == 400
    assert office.desk.history("commentary", "2019-12-19/V1.1") == []
