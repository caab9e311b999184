"""The sentences themselves: as strong as the figures, never stronger, and short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.figures.statistics.intervals import compare_proportions
from pipelines.figures.statistics.spc import judge
from pipelines.figures.statistics.wording import (
    assured,
    caution,
    compared,
    finding,
    plural,
    would_tell,
)

QUIET = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
MONTHS = [
    *("April 2019", "May 2019", "June 2019", "July 2019", "August 2019", "September 2019"),
    *("October 2019", "November 2019", "December 2019", "January 2020", "February 2020"),
    *("March 2020", "April 2020", "May 2020", "June 2020", "July 2020", "August 2020"),
    *("September 2020", "October 2020"),
]
TITLE = "Prosecutions possible"


def say(values, better_when="higher", **more):
    return finding(TITLE, judge(values, better_when=better_when), MONTHS, **more)


def test_noise_is_no_clear_change():
    assert say(QUIET) == "Prosecutions possible: no clear change since April 2019"


def test_the_latest_figure_stands_in_brackets():
    sentence = say(QUIET, latest="9.7% in October 2019")
    assert sentence.endswith("no clear change since April 2019 (9.7% in October 2019)")


def test_too_few_points_are_too_few_to_say():
    sentence = say(QUIET[:8])
    assert sentence == "Prosecutions possible: too few points to say, 8 of the 12 needed"


def test_nothing_delivered_is_said():
    assert say([None, None]) == "Prosecutions possible: no figures yet"


@pytest.mark.parametrize(
    ("better_when", "verdict"),
    [
        ("higher", ", and that is an improvement"),
        ("lower", ", and that is a concern"),
        ("neither", ""),
    ],
)
def test_a_rise_is_good_or_bad_as_declared_and_neither_says_neither(better_when, verdict):
    assert say([*QUIET, 30], better_when) == (
        f"Prosecutions possible: rose above its usual range in April 2020{verdict}"
    )


def test_a_run_names_when_it_began():
    values = [9, 8, 9, 8, 9, 8, 11, 12, 11, 12, 11, 12, 11]
    assert say(values) == (
        "Prosecutions possible: higher than usual since October 2019, and that is an improvement"
    )


def test_a_trend_names_when_it_began():
    values = [10, 14, 9, 13, 10, 14, 8, 9, 10, 11, 12, 13, 14]
    assert say(values, "lower") == (
        "Prosecutions possible: rising since October 2019, and that is a concern"
    )


def test_a_rise_from_a_low_level_is_an_improvement_that_is_still_low():
    values = [21, 20, 22, 20, 23, 20, 22, 8, 9, 10, 11, 12, 13, 14]
    assert say(values) == (
        "Prosecutions possible: rising since November 2019, and that is an improvement,"
        " though still lower than usual"
    )


def test_a_run_outside_the_limits_that_is_turning_says_so():
    values = [*[10, 11] * 5, 3, 3.1, 3.2, 3.3, 3.4, 3.5, 3.6]
    assert say(values) == (
        "Prosecutions possible: lower than usual since February 2020, and that is a concern,"
        " though now rising"
    )


def test_what_is_seasonal_is_said_for_the_time_of_year():
    values = [9, 8, 9, 8, 9, 8, 11, 12, 11, 12, 11, 12, 11]
    assert say(values, is_seasonal=True) == (
        "Prosecutions possible: higher than usual for the time of year since October 2019,"
        " and that is an improvement"
    )
    assert "for the time of year in April 2020" in say([*QUIET, 30], is_seasonal=True)


def test_two_of_the_last_three_near_a_limit_are_said():
    values = [*QUIET, 9, 9, 15.5, 11.5, 15.5]
    assert say(values, "lower") == (
        "Prosecutions possible: close to its upper limit in recent periods, and that is a concern"
    )


def test_a_break_is_where_no_clear_change_begins():
    judgement = judge(QUIET[:7] + QUIET, better_when="higher", breaks=[7])
    labels = [*MONTHS[:7], "the change of recording rules", *MONTHS[8:]]
    assert finding(TITLE, judgement, labels).endswith("since the change of recording rules")


def test_the_burglary_figures_of_the_2019_paper_are_not_called_an_improvement():
    comparison = compare_proportions(12, 174, 16, 188)
    sentence = compared(
        TITLE, comparison, first="6.9% (12 of 174)", second="8.5% (16 of 188)", better_when="higher"
    )
    assert sentence == (
        "Prosecutions possible: no clear change, 6.9% (12 of 174) then 8.5% (16 of 188)"
    )
    assert would_tell(comparison) == "About 4,300 in each period would be needed to tell."


def test_a_clear_difference_between_two_figures_says_which_way():
    comparison = compare_proportions(120, 1_740, 200, 1_880)
    words = {"first": "6.9%", "second": "10.6%"}
    assert compared(TITLE, comparison, **words, better_when="lower") == (
        "Prosecutions possible: rose from 6.9% to 10.6%, and that is a concern"
    )
    assert compared(TITLE, comparison, **words, better_when="neither").endswith("to 10.6%")
    assert would_tell(comparison) == ""


def test_a_target_is_promised_only_as_far_as_the_limits_bear():
    met = judge(QUIET, better_when="higher", target=2)
    chance = judge(QUIET, better_when="higher", target=10)
    assert "will be met in every period" in assured(met.assurance, "2%")
    assert "in some periods" in assured(chance.assurance, "10%")
    assert assured(judge(QUIET, better_when="higher").assurance, "") == ""


@given(
    st.lists(st.integers(0, 100), max_size=19),
    st.sampled_from(["higher", "lower", "neither"]),
    st.lists(st.sampled_from(["Emergency", "calls", "answered"]), max_size=30),
)
def test_no_sentence_is_longer_than_25_words(values, better_when, title):
    judgement = judge(values, better_when=better_when)
    sentence = finding(
        " ".join(["Share of", *title]), judgement, MONTHS, latest="54.6% in October 2019"
    )
    assert 0 < len(sentence.split()) <= 25
    assert "!" not in sentence
    assert sentence[0].isupper()
    if better_when == "neither":
        assert "improvement" not in sentence
        assert "concern" not in sentence


def test_what_would_change_this_names_what_is_counted():
    comparison = compare_proportions(12, 174, 16, 188)
    assert would_tell(comparison, "offence") == (
        "About 4,300 offences in each period would be needed to tell."
    )


@pytest.mark.parametrize(
    ("noun", "nouns"),
    [
        *(("offence", "offences"), ("person", "people"), ("child", "children")),
        *(("search", "searches"), ("day", "days"), ("inquiry", "inquiries")),
    ],
)
def test_units_have_their_plural(noun, nouns):
    assert plural(noun) == nouns


def test_cautions_say_what_is_not_final_absent_old_or_short():
    assert caution() == ""
    assert caution(unsettled=["October 2019"]) == (
        "October 2019 not final yet, shown and not judged"
    )
    assert caution(absent=["October 2019", "November 2019"]) == (
        "October 2019 to November 2019 without a figure, which is not a fall"
    )
    assert caution(months_old=11) == ""
    assert caution(months_old=27, season_is_known=False) == (
        "older than 2 years; too few years to tell a seasonal swing from a change"
    )
