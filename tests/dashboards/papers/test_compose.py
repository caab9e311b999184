"""A theme's paper: its order, its promises kept or explained, its grants, its first page."""

import datetime as dt

import pytest

from dashboards.papers.blocks import (
    Figures,
    Heading,
    Note,
    PaperError,
    Paragraph,
    Picture,
    Table,
)


def sections(paper):
    found = [b for b in paper.blocks if isinstance(b, Heading) and b.level == 1]
    return [f"{block.number} {block.text}".strip() for block in found]


def paragraphs(paper):
    return [str(block.text) for block in paper.blocks if isinstance(block, Paragraph)]


def lists(paper):
    return [str(item) for block in paper.blocks for item in getattr(block, "items", ())]


def table(paper, label):
    return next(b for b in paper.blocks if isinstance(b, Table) and b.label == label)


def test_the_sections_stand_in_the_order_of_the_december_2019_paper(composed):
    assert sections(composed()) == [
        "Summary",
        "1 Purpose",
        "2 Recommendation",
        "3 Background",
        "4 Objective: Objective O2 in words",
        "5 Objective: Objective O3 in words",
        "6 Future opportunities, risks and next steps",
        "7 Recommendation",
        "Appendix 1 Crime and disorder reduction grants 2019/20, Offenders theme",
        "Appendix 2 How to read this report",
        "Appendix 3 Notes on the figures",
        "Appendix 4 The figures behind the charts",
    ]


def test_an_objective_without_priorities_shares_the_section_of_the_next(rows_of, composed):
    rows_of["plan_objective"].insert(
        0, {"objective_id": "O1", "theme": "offenders", "title": "Deter", "position": 0}
    )

    assert sections(composed())[4:6] == ["4 Objective: Deter", "Objective: Objective O2 in words"]


def test_the_recommendation_is_one_text_wherever_it_stands(composed, board):
    board["recommendation"] = "The Board is recommended to decide."

    paper = composed()

    assert paragraphs(paper).count("The Board is recommended to decide.") == 2
    assert lists(paper).count("The Board is recommended to decide. It stands in section 2.") == 1


def test_the_paper_says_to_whom_from_whom_when_and_which_agenda_item(composed, board):
    board["agenda_item"] = "9.2"
    board["foi"] = "Suitable for publication"

    assert composed().address == (
        ("To", "Business Coordination Board"),
        ("From", "Chief Executive"),
        ("Date", "19 December 2019"),
        ("Agenda item", "9.2"),
        ("FOI", "Suitable for publication"),
        ("Marking", "OFFICIAL"),
    )


def test_a_board_without_a_recommendation_is_refused(composed, board):
    del board["recommendation"]

    with pytest.raises(PaperError, match="lack recommendation"):
        composed()


def test_an_unknown_theme_is_named_beside_those_there_are(composed):
    with pytest.raises(PaperError, match=r"'rural' is not a theme.*victims, offenders"):
        composed("rural")


def test_figures_in_prose_are_those_of_the_snapshot(composed):
    assert (
        "In October 2019 the rate for prosecutions possible was 9.7%, in the latest figures that "
        "can stand. What its series shows is this: no clear change (note 1)."
    ) in paragraphs(composed())


def test_a_typical_day_is_listed_as_in_paragraph_4_2_with_its_period(composed):
    paper = composed()
    days = [block for block in paper.blocks if isinstance(block, Figures)]

    assert str(days[0].lead) == "On a typical day in Cambridgeshire there are:"
    assert days[0].rows == (
        ("361", "calls to 999"),
        ("890", "calls to 101"),
        ("399", "incidents recorded"),
        ("175", "crimes reported"),
        ("29", "arrests made"),
    )
    assert days[1].rows[0] == ("6", "dwelling burglaries")
    assert days[2].rows[-1] == ("44", "anti-social behaviour incidents")
    assert any(
        "averages of each day in October 2018 to September 2019" in text
        for text in paragraphs(paper)
    )


def test_a_typical_day_is_of_the_latest_complete_period(rows_of, composed):
    last = [row for row in rows_of["observation"] if row["metric_id"] == "typical_day_count"]
    dates = {"period_start_date": dt.date(2019, 4, 1), "period_end_date": dt.date(2020, 3, 31)}
    part = {"periods_present": 7, "periods_expected": 12, "value": 1.0}
    rows_of["observation"] += [{**row, **dates, **part} for row in last]

    days = [block for block in composed().blocks if isinstance(block, Figures)]

    assert days[0].rows[0] == ("361", "calls to 999")


def test_a_typical_day_is_of_the_last_whole_quarter_where_no_year_is_averaged(rows_of, composed):
    quarter = {"period_type": "quarter", "period_start_date": dt.date(2019, 7, 1),
               "period_end_date": dt.date(2019, 9, 30)}  # fmt: skip
    begun = {"period_type": "quarter", "period_start_date": dt.date(2019, 10, 1),
             "period_end_date": dt.date(2019, 12, 31), "value": 7.0, "state": "provisional",
             "periods_present": 2, "periods_expected": 3}  # fmt: skip
    day = [row for row in rows_of["observation"] if row["metric_id"] == "typical_day_count"]
    rest = [row for row in rows_of["observation"] if row["metric_id"] != "typical_day_count"]
    rows_of["observation"] = rest + [{**row, **span} for row in day for span in (quarter, begun)]

    paper = composed()

    days = [block for block in paper.blocks if isinstance(block, Figures)]
    assert days[0].rows[:2] == (("361", "calls to 999"), ("890", "calls to 101"))
    assert any("each day in July to September 2019" in text for text in paragraphs(paper))
    assert "typical_day_count" not in {picture.chart.chart_id for picture in paper.pictures}


def test_a_type_of_demand_that_was_not_delivered_is_said_to_be_missing(rows_of, composed):
    rows_of["observation"] = [
        row for row in rows_of["observation"] if row.get("breakdown_value") != "robbery"
    ]

    assert "No figure was delivered for robberies." in paragraphs(composed())


def test_a_promise_without_a_figure_is_printed_with_its_reason(composed):
    paper = composed()

    said = "There is no figure for “Effective trial data”: trial effectiveness is not yet a feed."
    assert said in paragraphs(paper)
    assert "1 of 4 promised items has no figure: “Effective trial data”." in lists(paper)
    assert "Effective trial data: trial effectiveness is not yet a feed." in lists(paper)


def test_every_promised_item_has_a_heading_in_its_priority(rows_of, composed):
    headings = [b.text for b in composed().blocks if isinstance(b, Heading) and b.level == 3]

    promised = [p["item"] for p in rows_of["promise"] if p["priority_id"].startswith("O")]
    assert set(promised) <= set(headings)


def test_a_promise_of_a_measure_with_no_observation_at_all_is_explained(rows_of, composed):
    rows_of["observation"] = [
        row for row in rows_of["observation"] if row["metric_id"] != "proven_reoffending_rate"
    ]

    said = [text for text in paragraphs(composed()) if text.startswith("Proven reoffending (note")]
    assert len(said) == 1
    assert "there is no figure for Cambridgeshire yet" in said[0]


def test_a_withheld_figure_is_named_with_its_check_on_the_first_page(composed):
    paper = composed("victims")

    first = lists(paper)[:8]
    assert any("withheld" in line and "core.police_demand" in line for line in first)


def test_a_late_feed_is_named_on_the_first_page_with_its_days(composed):
    line = (
        "Police demand, from Cambridgeshire Constabulary, is late (12 days late): "
        "November 2019 has not arrived."
    )
    assert lists(composed("victims")).count(line) == 2


def test_a_feed_past_its_due_date_is_late_even_after_a_quiet_night(rows_of, composed):
    feed = next(row for row in rows_of["feed_status"] if row["feed_id"] == "police_outcomes")
    feed["state"], feed["due_date"] = "on_time", dt.date(2019, 12, 16)

    said = "Police outcomes, from Cambridgeshire Constabulary, is late (2 days late)."
    assert lists(composed()).count(said) == 2


def test_figures_later_than_the_board_are_said_to_be_on_the_first_page(rows_of, composed):
    rows_of["snapshot"][0]["business_date"] = dt.date(2020, 2, 3)

    assert "The figures stand as at 3 February 2020, after the Board met." in lists(composed())[:8]


def test_a_priority_whose_wording_is_not_known_is_not_given_any(composed):
    headings = [b.text for b in composed("victims").blocks if isinstance(b, Heading)]

    assert "Priority for action: wording to be confirmed" in headings


@pytest.mark.parametrize("theme", ["victims", "communities", "transformation"])
def test_every_theme_has_a_whole_paper(composed, theme):
    found = sections(composed(theme))

    assert found[1:4] == ["1 Purpose", "2 Recommendation", "3 Background"]
    assert any(name.startswith("Appendix 1 Crime and disorder") for name in found)


def test_the_grants_of_the_theme_and_year_are_listed_with_their_total(rows_of, composed):
    first = rows_of["grant_award"][0]
    rows_of["grant_award"] += [
        {**first, "award_id": "3", "title": "Countywide strategy", "amount_awarded": 89000.0,
         "recipient_name": "Sodexo; Homelessness Prevention Trailblazer"},
        {**first, "award_id": "4", "financial_year": "2018/19", "amount_awarded": 1.0},
        {**first, "award_id": "5", "theme": "victims", "amount_awarded": 2.0},
    ]  # fmt: skip

    grants = table(composed(), "table-grants-offenders")

    # 94,000 + 127,000 + 89,000 of the theme; 2 more in the year make 310,002.
    assert (
        "3 grants of the Offenders theme in 2019/20 come to £310,000: 100.0% of the £310,002 of all "
        "4 grants delivered for the year."
    ) in paragraphs(composed())
    assert [row[2] for row in grants.rows] == ["89,000", "127,000", "94,000"]
    assert grants.rows[0][1] == "Sodexo; Homelessness Prevention Trailblazer"
    assert grants.total == ("Total of 3 grants", "", "310,000")


def test_a_theme_without_grants_says_so(composed):
    assert "The grants delivered hold none for the Victims theme in 2019/20." in paragraphs(
        composed("victims")
    )


def test_grants_in_another_currency_are_never_added_to_pounds(rows_of, composed):
    euro = {**rows_of["grant_award"][0], "award_id": "9", "currency": "EUR"}
    rows_of["grant_award"].append(euro)

    paper = composed()

    totals = [b.total[2] for b in paper.blocks if isinstance(b, Table) and b.total]
    assert totals == ["94,000", "221,000"]


def test_each_figure_used_has_a_note_with_definition_source_caveats_and_checks(composed):
    note = next(block for block in composed().blocks if isinstance(block, Note))

    entries = {term: str(text) for term, text in note.entries}
    assert note.title == "Prosecutions possible"
    assert entries["Definition"].startswith("Outcomes assigned in the month")
    assert "delivery of 5 December 2019" in entries["Source"]
    assert "Recording rules changed in May 2018." in entries["Caveats"]
    assert entries["Checks"].startswith("1 of 2 checks passed.")


def test_each_chart_names_its_table_and_the_table_gives_the_same_figures(composed):
    paper = composed()

    for picture in paper.pictures:
        twin = table(paper, f"table-{picture.label}")
        assert str(picture.table) == f"The same figures stand in {twin.number}."
    chart = next(p for p in paper.pictures if p.chart.chart_id == "prosecution_possible_rate")
    twin = table(paper, f"table-{chart.label}")
    year = dict(zip(twin.header, twin.rows[-1], strict=True))
    assert [year[name] for name in ("Year", "Apr", "Sep", "Oct", "Nov")] == [
        "2019/20",
        "10.1",
        "9.7",
        "9.7*",
        "",
    ]


def test_a_long_quarterly_series_has_a_row_for_each_financial_year(rows_of, composed):
    quarters = [row for row in rows_of["observation"] if row["metric_id"] == "recorded_crime_count"]
    total = next(row for row in quarters if row.get("breakdown_value") is None)
    rows_of["promise"].append(
        {"priority_id": "O2.1", "item": "Recorded crime", "metric_id": "recorded_crime_count"}
    )
    for index in range(16):
        year, first = 2014 + index // 4, 3 * (index % 4) + 1
        end = dt.date(year + first // 10, (first + 3) % 12, 1) - dt.timedelta(days=1)
        dates = {"period_start_date": dt.date(year, first, 1), "period_end_date": end}
        rows_of["observation"].append({**total, **dates, "value": 1000.0 + index})

    twin = table(composed(), "table-chart-recorded-crime-count-e23000023")

    assert twin.header == ("Year", "Apr to Jun", "Jul to Sep", "Oct to Dec", "Jan to Mar")
    assert twin.rows[0] == ("2013/14", "", "", "", "1,000")
    assert twin.rows[1] == ("2014/15", "1,001", "1,002", "1,003", "1,004")


def test_every_measure_of_the_theme_stands_somewhere_in_the_paper(rows_of, composed):
    paper = composed()
    noted = {block.title for block in paper.blocks if isinstance(block, Note)}

    assert {m["title"] for m in rows_of["metric"] if m["theme"] == "offenders"} <= noted


def test_an_office_s_section_for_a_priority_that_does_not_exist_is_refused(composed, tmp_path):
    (tmp_path / "O2.md").write_text("## O2.9\n\nWords.\n", encoding="utf-8")

    with pytest.raises(PaperError, match=r"O2\.md: O2\.9 is not a priority for action"):
        composed(folder=tmp_path)


def test_shipped_prose_for_a_priority_that_this_plan_lacks_is_left_out(rows_of, composed):
    rows_of["plan_priority"] = [
        row for row in rows_of["plan_priority"] if row["priority_id"] != "O2.2"
    ]

    assert "4 Objective: Objective O2 in words" in sections(composed())


def test_synthetic_figures_are_stamped(composed):
    assert "Synthetic demonstration data" in composed().stamps


def test_real_figures_are_not_stamped_synthetic(rows_of, composed):
    rows_of["snapshot"][0]["is_synthetic"] = False

    assert "Synthetic demonstration data" not in composed().stamps


def test_a_paper_is_marked_draft(composed):
    assert any(stamp.startswith("DRAFT") for stamp in composed().stamps)


def test_a_chart_has_words_for_those_who_do_not_see_it(composed):
    for picture in composed().pictures:
        assert isinstance(picture, Picture)
        assert picture.chart.finding in picture.alt
        assert "ighest" in picture.alt or "Latest" in picture.alt
