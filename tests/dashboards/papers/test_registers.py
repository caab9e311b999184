"""Actions, evidence gaps, overtaken editions and the statutory page, as a paper tells them."""

import datetime as dt

import pytest

from dashboards.papers.blocks import Heading, Note, Paragraph, Table

ACTION = {
    "action_id": "A1", "action": "Agree activities", "owner": "Partnerships", "state": "open",
    "updated_on": dt.date(2019, 12, 1), "theme": "offenders", "priority_id": "O2.1", "position": 1,
}  # fmt: skip
GAP = {
    "gap_id": "G1", "question": "How many reoffend now", "why": "Figures are old",
    "supplier": "Probation", "theme": "offenders", "priority_id": "O3.1", "is_closed": False,
    "position": 1,
}  # fmt: skip
RELEASE = {
    "metric_id": "proven_reoffending_rate", "publication": "Proven reoffending",
    "edition": "October to December 2017", "publisher": "Ministry of Justice",
    "data_to": dt.date(2017, 12, 31), "released_on": dt.date(2019, 10, 31),
    "status": "to confirm",
}  # fmt: skip
ITEM = {"provision": "Order of 2011", "requirement": "Each grant", "position": 1}


def table(paper, label):
    return next(b for b in paper.blocks if isinstance(b, Table) and b.label == label)


def paragraphs(paper):
    return [str(block.text) for block in paper.blocks if isinstance(block, Paragraph)]


def lists(paper):
    return [str(item) for block in paper.blocks for item in getattr(block, "items", ())]


def test_an_action_past_its_date_is_overdue_and_one_without_news_is_named(rows_of, composed):
    rows_of["action"] = [
        {**ACTION, "action_id": "A1", "due_date": dt.date(2019, 12, 18)},
        # 90 days before the Board of 19 December is 20 September: one day more is too long.
        {**ACTION, "action_id": "A2", "updated_on": dt.date(2019, 9, 19), "action": "Look closely"},
        {**ACTION, "action_id": "A3", "updated_on": dt.date(2019, 9, 20), "action": "Meet"},
        {**ACTION, "action_id": "A4", "state": "done", "due_date": dt.date(2019, 1, 1)},
        {**ACTION, "action_id": "A5", "state": "dropped"},
    ]

    paper = composed()

    rows = table(paper, "table-actions").rows
    assert [row[2] for row in rows] == [
        "18 December 2019: overdue", "no date agreed", "no date agreed", "1 January 2019",
    ]  # fmt: skip
    assert rows[1][3] == "Open. Last news: 19 September 2019, more than 90 days ago."
    assert rows[2][3] == "Open. Last news: 20 September 2019."
    assert (
        "The register holds 3 open actions: 1 overdue, 1 without news for 90 days, "
        "2 without a date agreed."
    ) in paragraphs(paper)
    assert "1 action is overdue: “Agree activities”." in lists(paper)
    assert "1 action is without news for 90 days: “Look closely”." in lists(paper)


def test_a_paper_holds_only_the_actions_of_its_theme_and_the_combined_one_holds_all(
    rows_of, composed
):
    rows_of["action"] = [ACTION, {**ACTION, "action_id": "A2", "theme": "victims"}]

    assert len(table(composed(), "table-actions").rows) == 1
    assert len(table(composed("all"), "table-actions").rows) == 2


def test_what_cannot_be_told_yet_is_told_with_who_could_and_when_they_were_asked(rows_of, composed):
    rows_of["evidence_gap"] = [
        GAP,
        {**GAP, "gap_id": "G2", "asked_on": dt.date(2019, 10, 1), "answer": "They look into it."},
        {**GAP, "gap_id": "G3", "is_closed": True},
    ]

    rows = table(composed(), "table-gaps").rows

    assert rows[0] == (
        "How many reoffend now?", "Figures are old", "Probation", "No request is recorded",
    )  # fmt: skip
    assert [row[3] for row in rows[1:]] == ["1 October 2019. They look into it."]


def test_a_figure_that_a_newer_edition_overtook_is_told_on_the_first_page_and_in_its_note(
    rows_of, composed
):
    rows_of["release"] = [RELEASE]

    paper = composed()

    said = (
        "ewer edition was due before this Board: Proven reoffending, October to December 2017, "
        "31 October 2019 (date to be confirmed)."
    )
    assert f"Proven reoffending: a n{said}" in lists(paper)
    note = next(b for b in paper.blocks if isinstance(b, Note) and b.title == "Proven reoffending")
    assert ("Overtaken", f"A n{said}") in [(term, str(text)) for term, text in note.entries]


@pytest.mark.parametrize(
    "change",
    [{"data_to": dt.date(2017, 9, 30)}, {"released_on": dt.date(2019, 12, 20)}],
    ids=["it holds nothing later", "it comes out after the Board"],
)
def test_an_edition_overtakes_nothing_when(rows_of, composed, change):
    rows_of["release"] = [{**RELEASE, **change}]

    assert not any("newer edition" in line for line in lists(composed()))


def test_half_a_page_says_how_to_read_the_report(composed):
    paper = composed()

    titles = [b.text for b in paper.blocks if isinstance(b, Heading) and b.is_appendix]
    assert "How to read this report" in titles


@pytest.mark.parametrize(
    ("row", "standing", "reason"),
    [
        ({"link": "https://office.example/grants"}, "Met", "It stands at https://office.example/grants."),
        ({"table_name": "grant_award"}, "Met", "2 entries in the published table grant_award."),
        ({"table_name": "no_table"}, "Missing", "The published table no_table is empty."),
        ({}, "Missing", "No address is given where it is published."),
        ({"metric_ids": "antisocial_behaviour_rate,unknown"}, "Missing",
         "No address is given where it is published; a statement could rest on: Anti-social behaviour."),
        ({"metric_ids": "unknown"}, "Missing",
         "No address is given where it is published; no published measure supports it yet."),
        ({"not_applicable": "We hold no property"}, "Not applicable", "We hold no property."),
        ({"effective_from": dt.date(2021, 5, 31)}, "Not applicable",
         "The duty began on 31 May 2021, after this date."),
    ],
)  # fmt: skip
def test_each_statutory_item_is_met_missing_or_not_applicable_with_its_reason(
    rows_of, composed, row, standing, reason
):
    rows_of["statutory_item"] = [{**ITEM, "item_id": "grants", **row}]

    (line,) = table(composed("statutory"), "table-statutory").rows

    assert line == ("Order of 2011", "Each grant", standing, reason)


def test_the_statutory_page_counts_how_the_items_stand(rows_of, composed):
    rows_of["statutory_item"] = [
        {**ITEM, "item_id": "a", "link": "https://office.example"},
        {**ITEM, "item_id": "b"},
        {**ITEM, "item_id": "c"},
    ]

    assert lists(composed("statutory")) == [
        "1 item met.", "2 items missing.", "No items not applicable.",
    ]  # fmt: skip


def test_the_combined_paper_takes_the_themes_in_the_plan_s_order_with_one_recommendation(composed):
    paper = composed("all")

    firsts = [b.text for b in paper.blocks if isinstance(b, Heading) and b.level == 1]
    themes = [text for text in firsts if text.endswith(" theme")]
    assert themes == [
        "Victims theme", "Offenders theme", "Communities theme", "Transformation theme",
    ]  # fmt: skip
    assert firsts.count("Recommendation") == 2
    assert paper.title == "Police and Crime Plan \N{EN DASH} All themes"
