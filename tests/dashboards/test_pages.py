"""What each page says: governance, quality, areas, grants, search and the plain pages."""

import pytest

from dashboards.pages import home
from dashboards.web.app import create_app


def test_the_first_page_shows_seven_cards_at_most(registers, snapshot_tables, publish):
    late = snapshot_tables["feed_status"][1]
    snapshot_tables["feed_status"] += [
        late | {"feed_id": f"feed_{index}", "title": f"Feed {index}"} for index in range(6)
    ]
    page = create_app(publish(snapshot_tables | registers), "board").test_client().get("/").text
    answers = page[page.index('id="changed"') : page.index('id="theme-victims"')]
    assert answers.count("<li>") == 7
    assert ">All 8<" in answers


@pytest.mark.parametrize(
    ("counts", "dealt"),
    [
        ((28, 2, 11), [3, 2, 2]),
        ((28, 0, 0), [7, 0, 0]),
        ((1, 9, 1), [1, 5, 1]),
        ((0, 0, 0), [0] * 3),
    ],
)
def test_cards_are_dealt_out_among_the_answers_one_to_each_in_turn(counts, dealt):
    assert home._shares(*counts) == dealt


def test_the_first_page_says_which_actions_the_board_must_ask_about(whole, words_of):
    said = words_of(whole, "/")
    assert "2 open actions, 1 overdue." in said
    assert "Agree the work streams The partnerships: open, 18 days late." in said
    assert "Last news 20 November 2019." in said
    assert "Write to the courts" not in said


def test_late_data_says_how_old_what_we_hold_is(whole, words_of):
    assert "It was due on 6 December 2019. What we hold is 7 weeks old." in words_of(whole, "/")


def test_governance_puts_overdue_actions_first_and_done_ones_last(whole):
    page = whole.get("/governance").text
    places = [page.index(f'id="{name}"') for name in ("A1", "A2", "A3")]
    assert places == sorted(places)


def test_governance_says_which_promises_are_kept_and_why_others_are_not(whole, words_of):
    said = words_of(whole, "/governance")
    assert "2 of 4 promised items have a figure." in said
    assert (
        "Effective trial data O3.1 Has no measure yet Trial effectiveness is not yet a feed" in said
    )


def test_governance_tells_an_edition_that_is_out_from_one_to_come(whole, words_of):
    said = words_of(whole, "/governance")
    assert "To September 2017. MoJ 25 July 2019 out" in said
    assert "To March 2018. MoJ 30 January 2020 to come; date to be confirmed" in said


def test_governance_says_how_each_duty_of_the_law_is_met(whole, words_of):
    said = words_of(whole, "/governance")
    assert "Met by the published table grant_award" in said
    assert "A statement on homicide Article 7A since 31 May 2021 Not yet published" in said


def test_a_closed_gap_names_the_measure_that_closed_it(whole, words_of):
    said = words_of(whole, "/governance")
    assert (
        "How many 999 calls are answered in time? Closed: 999 calls answered in 10 seconds" in said
    )


def test_a_snapshot_without_registers_has_its_pages_all_the_same(published_folder, words_of):
    client = create_app(published_folder, "board").test_client()
    assert "The action register holds nothing." in words_of(client, "/governance")


def test_the_calendar_marks_what_came_and_what_should_have(whole, words_of):
    said = words_of(whole, "/quality")
    assert "● loaded, ◆ partly rejected, ▲ refused" in said
    assert "◆ 1 file, partly rejected" in said
    assert "▲ 1 file, refused" in said


def test_each_supplier_has_a_page_with_what_to_mend(whole, words_of):
    assert "/suppliers/cambridgeshire-constabulary" in whole.get("/quality").text
    said = words_of(whole, "/suppliers/cambridgeshire-constabulary")
    assert "2 feeds, 1 late" in said
    assert "missing demand_type; found type" in said
    assert whole.get("/suppliers/nobody").status_code == 404


def test_rejected_records_are_counted_by_rule_for_the_analyst_only(analyst, whole, words_of):
    assert "outcome_date a date as YYYY-MM-DD 1 1" in words_of(analyst, "/quality")
    assert "outcome_date" not in words_of(whole, "/quality")


def test_deliveries_can_be_read_by_feed_and_by_result(whole, words_of):
    assert "2 files. Records in a file" in words_of(whole, "/deliveries")
    said = words_of(whole, "/deliveries?feed=police_demand&state=refused")
    assert "1 file. Records in a file" in said
    assert "police_outcomes_2019-10.csv" not in said
    assert whole.get("/deliveries?feed=nothing").status_code == 404


def test_an_area_page_shows_the_measures_of_that_area_and_names_the_others(whole, words_of):
    said = words_of(whole, "/areas/E06000031")
    assert "1 measure with figures for this area" in said
    assert "Proven reoffending Per cent 31.7% 30.2 to 33.3" in said.replace("95% interval ", "")
    assert "7 measures without figures for this area" in said
    assert whole.get("/areas/E99999999").status_code == 404


def test_the_list_of_areas_holds_our_own_and_no_other(whole, words_of):
    said = words_of(whole, "/areas")
    assert "Peterborough E06000031. 1 measure with a figure." in said
    assert "England and Wales" not in said


def test_grants_are_added_up_by_theme_and_by_recipient_and_claim_no_cause(whole, words_of):
    said = words_of(whole, "/grants")
    assert "2 awards in 2019/20: £221,000 awarded, £0 paid and £0 evidenced so far." in said
    assert "Offenders 2 £221,000" in said
    assert "Cambridgeshire Constabulary 1 £127,000" in said
    assert "The one need not have caused the other." in said
    assert whole.get("/grants?year=1999/00").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("prosecutions possible", "Measures Prosecutions possible"),
        ("peterborough", "Areas Peterborough district"),
        ("integrated offender", "Grants Integrated Offender Management"),
        ("work streams", "Actions Agree the work streams"),
        ("trials effective", "What we cannot tell yet How many trials are effective?"),
        ("police demand", "Feeds Police demand"),
        ("figure_register", "Published tables figure_register"),
        ("accessibility", "Pages Accessibility statement"),
    ],
)
def test_search_finds_each_kind_of_thing_by_its_words(whole, words_of, query, found):
    assert found in words_of(whole, f"/find?q={query}")


def test_search_for_nothing_or_for_what_is_not_there_finds_nothing(whole, words_of):
    assert "Type one or more words" in words_of(whole, "/find")
    assert "No things with “zzz”" in words_of(whole, "/find?q=zzz")


@pytest.mark.parametrize("address", ["/how-to-read", "/accessibility", "/api"])
def test_the_plain_pages_are_linked_from_every_page(whole, address):
    assert whole.get(address).status_code == 200
    assert f'href="{address}"' in whole.get("/").text


def test_how_to_read_explains_every_state_of_a_figure(whole, words_of):
    said = words_of(whole, "/how-to-read")
    for name in ("Provisional", "Immature", "Missing", "Suppressed", "Withheld", "Not due"):
        assert name in said


def test_measures_can_be_listed_by_what_they_show(whole, words_of):
    said = words_of(whole, "/measures?show=signal")
    assert "1 measure whose series shows more than chance." in said
    assert "1 measure with a figure held back." in words_of(whole, "/measures?show=withheld")


def test_a_theme_puts_each_measure_under_the_priority_it_serves(whole):
    page = whole.get("/theme/offenders").text
    first, second = page.index("Priority O2.1."), page.index("Priority O3.1.")
    assert first < page.index('id="prosecution_possible_rate"') < second
    assert second < page.index('id="proven_reoffending_rate"')
