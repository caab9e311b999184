"""The checker: what it refuses in officers' words, by file, line and remedy, and what it lets stand."""

import datetime as dt

import pytest

from dashboards.papers.checker.checker import check_paper
from dashboards.papers.texts import Texts
from tests.dashboards.papers.conftest import BOARD_DATE

FILE = "commentary/2019-12-19/O2.1.md"
POSSIBLE = 'value("prosecution_possible_rate")'


@pytest.fixture
def check(published_rows, board, tmp_path):
    """Check the Offenders paper with a commentary; return what is refused."""

    def check(text, name=FILE):
        path = tmp_path / "papers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        published = published_rows()
        found = check_paper(published, "offenders", BOARD_DATE, board, Texts(tmp_path / "papers"))
        published.close()
        return found

    return check


def rules(found):
    return {finding.rule for finding in found}


def test_the_paper_that_ships_has_nothing_to_mend(check):
    assert check("Officers met partners and agreed who does what.\n") == []


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("There were 412 knife offences in 2019/20.", "typed_figure", "“412”"),
        ("There were 412 knife offences.", "no_period", "“412”"),
        ("Some 300 people took part in 2019/20.", "vague_amount", "only “Some”"),
        ("In June 2019 the share was 12%.", "no_base", "numerator or denominator"),
        ("Of these 9 were under review in May 2019.", "part_without_share", "“9”"),
        ("Each call takes on average 14 minutes.", "assumption", "“14”"),
        ("Over the last quarter 70 visits were made.", "relative_period", "“70”"),
        ("A quarter of cases wait.", "share_in_words", "“A quarter of”"),
        ("In 2019/20 there were 70 workshops.", "activity", "“70”"),
        ("Grants of £5k went to each district in 2019/20.", "each_without_total", "“£5k”"),
        ("Burglary fell by 4% as a rate.", "percent_or_points", "“4%”"),
        ("Burglary has fallen.", "unproved_change", "“fallen”"),
        ("Burglary is rising.", "unproved_change", "“is rising”"),
        ("Victims have seen a marked improvement.", "unproved_change", "“a marked improvement”"),
        ("A large number of people wait.", "claim_without_figure", "“large number”"),
        ("Demand remains high.", "claim_without_figure", "“remains high”"),
        ("As paragraph 4.2 says, work goes on.", "cross_reference", "“4.2”"),
        ("We point to {{ ref(\"nowhere\") }}.", "cross_reference", "nothing in it is labelled"),
        ("Source: the force", "chart_missing", "A source is named"),
        ("Some <b>bold</b> words.", "markdown", "holds HTML"),
        ("The rate in Cambridgeshire was 3.1 in May 2019.", "ambiguous_area", "“3.1”"),
        ("{{ value(\"no_such_measure\") }}", "no_figure", "there is no measure no_such_measure"),
        ("{{ value(open(\"x\")) }}", "paper", "not words in quotes"),
    ],
)  # fmt: skip
def test_what_a_board_should_not_be_given_is_refused_with_its_line(
    rows_of, check, text, rule, said
):
    for area in rows_of["area"]:
        area["area_type"] = "county" if area["area_code"].startswith("E10") else area["area_type"]

    found = [
        finding for finding in check(f"Opening words stand.\n\n{text}\n") if finding.rule == rule
    ]

    assert found
    assert said in found[0].message
    assert (found[0].file, found[0].line) == (FILE, 3)
    assert found[0].remedy


@pytest.mark.parametrize(
    "text",
    [
        "The partnership will reduce demand and aims to improve what victims are offered.",
        "On 4 April 2019 the Board asked for the report of 2018/19, item 9.1 of that day.",
        "The Homelessness Reduction Act 2017 and COVID-19 changed calls to 999 and to 101.",
        "Children aged 10 to 17 are referred within 28 days, as the 4th protocol says.",
        f'The rate was {{{{ {POSSIBLE} }}}} in {{{{ period("prosecution_possible_rate") }}}}.',
        'What its series shows is this: {{ change("prosecution_possible_rate") }}.',
        "- We meet each month.\n- We listen to victims.",
        '{{ chart("typical_day_count") }}\n\n{{ table("recorded_crime_count") }}',
    ],
)
def test_plain_honest_words_stand(check, text):
    assert check(f"{text}\n") == []


def test_a_word_of_change_stands_only_where_the_published_signal_carries_it(rows_of, check):
    claim = f"Fewer prosecutions were possible: the rate fell to {{{{ {POSSIBLE} }}}}.\n"

    assert "signal_differs" in rules(check(claim))

    for row in rows_of["signal"]:
        row["variation"] = "concern"
    rows_of["signal"][0]["mean"] = 12.0
    assert "signal_differs" not in rules(check(claim))
    improved = claim.replace("fell to", "improved to").replace("Fewer", "More")
    assert "signal_differs" in rules(check(improved))


def test_unlike_populations_may_not_share_a_paragraph_unless_one_is_marked_context(check):
    other = '{{ value("proven_reoffending_rate", "Peterborough"%s) }}'
    both = f"It was {{{{ {POSSIBLE} }}}}, and {other}."

    (found,) = check(both % "")
    assert found.rule == "unlike_populations"
    assert "population, basis, geography, kind of area, period" in found.message
    assert check(both % ", context=true") == []


def test_a_figure_that_a_newer_edition_has_overtaken_is_refused_until_it_is_said(rows_of, check):
    rows_of["release"] = [
        {"metric_id": "proven_reoffending_rate", "publication": "Proven reoffending",
         "edition": "To December 2017", "publisher": "Ministry", "data_to": dt.date(2017, 12, 31),
         "released_on": dt.date(2019, 10, 31), "status": "confirmed"}
    ]  # fmt: skip
    said = 'The rate was {{ value("proven_reoffending_rate", "Peterborough") }}%s.\n'

    (found,) = check(said % "")
    assert found.rule == "overtaken"
    assert "To December 2017, 31 October 2019" in found.message
    assert check(said % "; a newer edition is out") == []


def test_an_edition_that_comes_out_after_the_board_overtakes_nothing(rows_of, check):
    rows_of["release"] = [
        {"metric_id": "proven_reoffending_rate", "publication": "Proven reoffending",
         "edition": "To March 2018", "publisher": "Ministry", "data_to": dt.date(2018, 3, 31),
         "released_on": dt.date(2020, 1, 30), "status": "confirmed"}
    ]  # fmt: skip

    assert check('It was {{ value("proven_reoffending_rate", "Peterborough") }}.\n') == []


def test_the_same_paragraph_twice_is_found_across_files_and_in_nearly_equal_words(check):
    text = (
        "Community safety partners have agreed which delivery activities they will carry out, "
        "report on and be accountable for, based on local priorities and shared prevention work."
    )
    check(text, "commentary/2019-12-19/O2.2.md")

    found = check(text.replace("have agreed", "now have agreed"), FILE)

    assert [(f.rule, f.file) for f in found] == [("repeated", "commentary/2019-12-19/O2.2.md")]
    assert f"says what {FILE}, line 1 says" in found[0].message


def test_commentary_that_repeats_what_ships_is_found(check):
    shipped = (
        "An outcome rate sets the outcomes assigned in a period against the crimes recorded in "
        "the same period. They are not the same crimes, so the rate describes a flow of work."
    )

    assert rules(check(shipped)) == {"repeated"}


def test_one_short_name_stands_for_one_name(check):
    text = (
        "The Youth Offending Service (“YOS”) met.\n\nThe Youth Outreach Scheme (“YOS”) met too.\n"
    )

    (found,) = check(text)
    assert found.rule == "name_varies"
    assert (found.line, "Youth Offending Service" in found.message) == (3, True)


def test_a_list_of_grants_needs_its_total(check):
    rows = "Alder Club 12,000\n\nBeech Club 9,500\n\nCedar Club 4,000\n"

    found = [f for f in check(rows) if f.rule == "list_without_total"]

    # 12,000 + 9,500 + 4,000 = 25,500.
    assert ["(25,500)" in f.message for f in found] == [True] * 3
    assert "list_without_total" not in rules(check(f"{rows}\nTotal 25,500\n"))


def test_a_promised_item_with_neither_figure_nor_reason_is_refused(rows_of, check):
    rows_of["promise"][2]["reason"] = None

    (found,) = check("Words.\n")
    assert (found.rule, found.file) == ("promise_unkept", "plan.yaml")
    assert "“Effective trial data” of O3.1" in found.message


def test_an_office_s_own_section_is_checked_as_commentary_is(check):
    found = check("## O2.1\n\nThere were 88 arrests in May 2019.\n", "O2.md")

    assert {(f.file, f.line) for f in found if f.rule == "typed_figure"} == {("O2.md", 3)}


def test_figures_in_the_recommendation_are_checked(check, board):
    board["recommendation"] = "The Board is recommended to spend £90k."

    assert {f.file for f in check("Words.\n") if f.rule == "typed_figure"} == {"boards.yaml"}
