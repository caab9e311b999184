"""Two figures compared: the right test, the right words, and never a fall that is only a gap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.figures.statistics.change import Figure, Kind, change

SHARE = Kind("percent", "flow", "higher", "outcome", "offence")
COUNT = Kind("count", "flow", "lower", "offence")


def share(label, numerator, denominator, **more):
    return Figure(label, 100 * numerator / denominator, numerator, denominator, **more)


def count(label, value, **more):
    return Figure(label, value, value, **more)


def test_dwelling_burglary_of_the_2019_paper_is_no_clear_change_and_says_what_would_tell():
    found = change(share("October 2019", 12, 174), share("November 2019", 16, 188), SHARE)
    assert found.verdict == "no_clear_change"
    assert found.needed == 4283
    assert round(found.comparison.z, 2) == 0.57
    assert found.sentence == (
        "November 2019 against October 2019: no clear change, 6.9% (12 of 174) then"
        " 8.5% (16 of 188). About 4,300 offences in each period would be needed to tell."
    )


def test_the_number_needed_is_fleisss_formula_worked_by_hand():
    # p = 0.0690 and 0.0851, mean 0.0770: (1.96 sqrt(2 x 0.0711) + 0.8416 sqrt(0.0642 + 0.0779))^2
    # = (0.7390 + 0.3172)^2 = 1.1156, over 0.01614^2 = 0.0002605: about 4,280.
    found = change(share("a", 12, 174), share("b", 16, 188), SHARE)
    assert found.needed == pytest.approx(4280, rel=0.01)


def test_a_clear_rise_is_an_improvement_only_where_higher_is_better():
    first, second = share("2017/18", 120, 1_740), share("2018/19", 200, 1_880)
    assert change(first, second, SHARE).sentence == (
        "2018/19 against 2017/18: rose, 6.9% (120 of 1,740) then 10.6% (200 of 1,880),"
        " and that is an improvement"
    )
    neither = change(first, second, Kind("percent", "flow", "neither", "outcome", "offence"))
    assert neither.verdict == "rose"
    assert "improvement" not in neither.sentence
    assert "concern" not in neither.sentence


@pytest.mark.parametrize("state", ["missing", "suppressed", "withheld"])
def test_a_month_without_a_figure_is_not_a_fall(state):
    found = change(count("October 2018", 500), Figure("October 2019", None, state=state), COUNT)
    assert found.verdict == "not_compared"
    assert found.sentence == "October 2019 against October 2018: October 2019 has no figure"


@pytest.mark.parametrize("state", ["provisional", "immature"])
def test_a_part_of_a_year_is_not_a_fall(state):
    part = count("2019/20", 200, state=state)
    found = change(count("2018/19", 500), part, COUNT, range_limit=10)
    assert found.verdict == "not_compared"
    assert found.sentence.endswith(f"2019/20 is {state}")


def test_counts_are_compared_by_their_days():
    # 28 and 31 days at ten a day.
    found = change(count("February", 280, days=28), count("March", 310, days=31), COUNT)
    assert found.verdict == "no_clear_change"


def test_a_difference_within_the_usual_range_is_no_clear_change_however_great_the_counts():
    first, second = count("October 2018", 10_000), count("October 2019", 10_600)
    assert change(first, second, COUNT, range_limit=500).verdict == "rose"
    usual = change(first, second, COUNT, range_limit=700)
    assert usual.verdict == "no_clear_change"
    assert usual.needed is None
    assert usual.sentence.endswith("10,000 then 10,600, within what is usual")


def test_a_figure_in_which_the_series_finds_nothing_special_neither_rose_nor_fell():
    first, second = count("October 2018", 10_000), count("October 2019", 10_600)
    assert change(first, second, COUNT, range_limit=500, is_usual=True).verdict == "no_clear_change"


def test_a_difference_that_no_number_would_tell_is_not_given_one():
    found = change(share("a", 344, 414), share("b", 338, 407), SHARE)
    assert found.needed > 100 * 407
    assert found.sentence.endswith(
        "Even 100 times as many in each period would not tell so small a difference."
    )


def test_two_counts_alone_differ_but_are_not_called_a_rise():
    found = change(count("2017/18", 10_000), count("2018/19", 10_600), COUNT)
    assert found.verdict == "differs"
    assert "too few periods to say what is usual" in found.sentence


def test_a_flow_rate_above_100_is_compared_as_a_rate():
    found = change(share("May", 30, 20), share("June", 24, 20), SHARE, range_limit=1)
    assert found.verdict == "no_clear_change"
    assert found.comparison.interval is None


def test_rates_are_compared_over_what_they_are_of():
    rate = Kind("per_1000", "flow", "lower", "offence", "person")
    first = Figure("2017/18", 4.0, 400, 100_000)
    second = Figure("2018/19", 4.2, 420, 100_000)
    found = change(first, second, rate, range_limit=0.1)
    # 20 more of 820: z = 20 / sqrt(820) = 0.70.
    assert round(found.comparison.z, 2) == 0.70
    assert "4.00 then 4.20" in found.sentence
    assert "offences in each period" in found.sentence


@pytest.mark.parametrize(
    "kind",
    [
        Kind("gbp", "flow", "neither", "gbp"),
        Kind("days", "flow", "lower", "day"),
        Kind("people", "stock", "neither", "person"),
        Kind("percent", "estimate", "higher", "person", "person"),
        Kind("per_day", "flow", "neither", "gbp", "person"),
    ],
)
def test_what_is_no_count_of_events_is_not_tested(kind):
    assert change(Figure("a", 10, 10, 20), Figure("b", 20, 20, 20), kind) is None


def test_of_few_people_no_figure_is_quoted():
    few = Kind("percent", "flow", "higher", "victim", "victim", is_quoted=False)
    found = change(share("2017/18", 3, 20), share("2018/19", 4, 21), few)
    assert found.sentence == "2018/19 against 2017/18: no clear change"
    assert found.needed is None
    rose = change(share("2017/18", 120, 1_740), share("2018/19", 200, 1_880), few)
    assert rose.sentence == "2018/19 against 2017/18: rose, and that is an improvement"


def test_no_change_at_all_needs_no_number():
    found = change(count("a", 50), count("b", 50), COUNT, range_limit=5)
    assert found.sentence == "b against a: no change, 50 then 50"
    assert found.needed is None


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_the_other_way_round_a_rise_is_a_fall(whole_1, whole_2, data):
    one = share("a", data.draw(st.integers(0, whole_1)), whole_1)
    two = share("b", data.draw(st.integers(0, whole_2)), whole_2)
    swap = {"rose": "fell", "fell": "rose"}
    forth, back = change(one, two, SHARE).verdict, change(two, one, SHARE).verdict
    assert swap.get(forth, forth) == back
