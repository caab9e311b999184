"""Intervals and comparisons against published worked examples, and what must hold for any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.figures.statistics.intervals import (
    compare_counts,
    compare_proportions,
    newcombe,
    wilson,
)
from tests.pipelines.figures.poisson import poisson


@pytest.mark.parametrize(
    ("successes", "trials", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_examples_of_newcombe_1998(successes, trials, lower, upper):
    interval = wilson(successes, trials)
    assert (round(interval.lower, 4), round(interval.upper, 4)) == (lower, upper)


def test_23_of_32_may_be_anything_from_546_to_844_per_cent():
    interval = wilson(23, 32)
    assert round(100 * interval.lower, 1) == 54.6
    assert round(100 * interval.upper, 1) == 84.4


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [(0, 0, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668), (9, 4.115, 17.085)],
)
def test_small_counts_have_the_exact_interval_of_the_tables(count, lower, upper):
    interval = poisson(count)
    assert (round(interval.lower, 3), round(interval.upper, 3)) == (lower, upper)


def test_a_count_of_100_has_byars_interval_of_814_to_1216():
    interval = poisson(100)
    assert (round(interval.lower, 1), round(interval.upper, 1)) == (81.4, 121.6)


def test_a_negative_count_and_more_than_all_are_refused():
    with pytest.raises(ValueError, match="found -1"):
        poisson(-1)
    with pytest.raises(ValueError, match="found 5 of 4"):
        wilson(5, 4)


def test_the_dwelling_burglary_figures_of_the_2019_paper_show_no_clear_change():
    comparison = compare_proportions(12, 174, 16, 188)
    assert (round(100 * comparison.first, 1), round(100 * comparison.second, 1)) == (6.9, 8.5)
    assert round(comparison.z, 2) == 0.57
    assert round(comparison.p_value, 2) == 0.57
    assert not comparison.is_clear


@pytest.mark.parametrize(
    ("first", "second", "needed"), [(10, 20, 199), (50, 60, 388), (60, 70, 356)]
)
def test_the_number_needed_is_that_of_the_tables_at_80_per_cent_power(first, second, needed):
    assert compare_proportions(first, 100, second, 100).needed_per_group == needed


def test_two_equal_proportions_have_no_number_that_would_tell_them_apart():
    comparison = compare_proportions(5, 50, 10, 100)
    assert (comparison.z, comparison.p_value, comparison.needed_per_group) == (0, 1, None)


def test_three_against_none_is_a_coin_falling_thrice_the_same_way():
    assert compare_counts(0, 3).p_value == pytest.approx(0.25)


def test_counts_are_compared_over_their_days():
    assert compare_counts(280, 310, 28, 31).difference == 0
    assert compare_counts(280, 310, 28, 31).p_value == pytest.approx(1, abs=0.05)
    assert compare_counts(280, 310).second == 310


def test_large_counts_meet_the_exact_answer():
    exact, normal = compare_counts(460, 540), compare_counts(461, 540)
    assert normal.p_value == pytest.approx(exact.p_value, rel=0.15)


def test_the_number_needed_for_counts_gives_the_power_it_promises():
    needed = compare_counts(100, 130).needed_per_group
    spread = (needed + 1.3 * needed) ** 0.5
    assert 0.3 * needed / spread == pytest.approx(1.96 + 0.8416, rel=0.01)


@given(st.integers(1, 5_000), st.data())
def test_an_interval_holds_the_proportion_and_stays_within_nought_and_one(trials, data):
    successes = data.draw(st.integers(0, trials))
    interval = wilson(successes, trials)
    assert 0 <= interval.lower <= successes / trials <= interval.upper <= 1


@given(st.integers(0, 3_000))
def test_an_interval_holds_its_count_and_grows_with_it(count):
    interval, following = poisson(count), poisson(count + 1)
    assert interval.lower <= count <= interval.upper
    assert interval.lower < following.lower
    assert interval.upper < following.upper


@given(st.integers(0, 700), st.integers(0, 700))
def test_comparing_counts_the_other_way_round_gives_the_same_chance(first, second):
    forth, back = compare_counts(first, second), compare_counts(second, first)
    assert forth.p_value == pytest.approx(back.p_value, abs=1e-6)
    assert 0 <= forth.p_value <= 1


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_comparing_proportions_the_other_way_round_turns_z(trials_1, trials_2, data):
    first = data.draw(st.integers(0, trials_1))
    second = data.draw(st.integers(0, trials_2))
    forth = compare_proportions(first, trials_1, second, trials_2)
    back = compare_proportions(second, trials_2, first, trials_1)
    assert forth.z == pytest.approx(-back.z)
    assert forth.needed_per_group == back.needed_per_group


@pytest.mark.parametrize(
    ("first", "second", "lower", "upper"),
    [
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((2, 7), (6, 7), 0.0582, 0.8062),
        ((0, 29), (5, 56), -0.0381, 0.1926),
        ((0, 20), (0, 10), -0.1611, 0.2775),
        ((0, 10), (10, 10), 0.6075, 1.0000),
    ],
)
def test_a_difference_has_the_interval_of_newcombes_method_10(first, second, lower, upper):
    interval = newcombe(*first, *second)
    assert (round(interval.lower, 4), round(interval.upper, 4)) == (lower, upper)


def test_the_burglary_difference_may_be_a_fall_of_4_points_or_a_rise_of_7():
    # Wilson: 4.0 to 11.7 and 5.3 to 13.4; 1.6 - hypot(8.5 - 5.3, 11.7 - 6.9) = -4.1.
    interval = compare_proportions(12, 174, 16, 188).interval
    assert interval.lower < 0 < interval.upper
    assert (round(100 * interval.lower, 1), round(100 * interval.upper, 1)) == (-4.1, 7.3)


def test_the_exact_comparison_is_the_binomial_tail_worked_by_hand():
    # Of 10 events in two equal months, 8 or more in one: (45 + 10 + 1) / 1024, twice.
    assert compare_counts(2, 8).p_value == pytest.approx(2 * 56 / 1024)


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_a_difference_of_proportions_lies_within_its_interval(trials_1, trials_2, data):
    first = data.draw(st.integers(0, trials_1))
    second = data.draw(st.integers(0, trials_2))
    interval = newcombe(first, trials_1, second, trials_2)
    difference = second / trials_2 - first / trials_1
    assert -1 - 1e-9 <= interval.lower <= difference + 1e-9
    assert difference - 1e-9 <= interval.upper <= 1 + 1e-9
