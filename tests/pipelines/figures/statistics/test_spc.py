"""The XmR rules, each with the smallest series that meets it, and what must hold for any series."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.figures.statistics.spc import (
    LIMIT_FACTOR,
    ONE_SIDE,
    OUTSIDE,
    SCREENING_FACTOR,
    TREND,
    TWO_OF_THREE,
    judge,
)

# The first 20 standard normal numbers of R's set.seed(123), on which NHSRplotthedots tests itself.
NORMAL_20 = [
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621),
    *(-1.26506123, -0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272),
    *(-0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141),
]
QUIET = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
SERIES = st.lists(st.integers(-1_000, 1_000), min_size=12, max_size=40)


def rules_at(judgement):
    return [signal.rules for signal in judgement.signals]


def test_the_constants_are_the_published_ones():
    assert (LIMIT_FACTOR, SCREENING_FACTOR) == (2.66, 3.267)


def test_limits_are_the_mean_and_266_times_the_mean_moving_range():
    values = [5, 7, 6, 8, 5, 7, 6, 8, 5, 7, 6, 8]
    judgement = judge(values, better_when="higher")

    mean_moving_range = (2 + 1 + 2 + 3 + 2 + 1 + 2 + 3 + 2 + 1 + 2) / 11
    assert judgement.mean == 6.5
    assert judgement.upper == pytest.approx(6.5 + 2.66 * mean_moving_range)
    assert judgement.lower == pytest.approx(6.5 - 2.66 * mean_moving_range)


def test_a_moving_range_that_is_itself_a_special_cause_does_not_widen_the_limits():
    values = [10, 11] * 8 + [40] + [10, 11] * 4
    judgement = judge(values, better_when="lower")

    mean = sum(values) / len(values)
    ranges = [abs(b - a) for a, b in pairwise(values)]
    assert max(ranges) >= 3.267 * sum(ranges) / len(ranges)
    assert judgement.upper == pytest.approx(mean + 2.66)


def test_the_worked_example_of_nhsrplotthedots_has_its_published_limits():
    # tests/testthat/_snaps/ptd_spc.md: mean 0.142, limits -3.01 and 3.29, all 20 common cause,
    # and with the target of 0.5 neither met nor missed in every period.
    judgement = judge(NORMAL_20, better_when="higher", target=0.5)
    assert round(judgement.mean, 3) == 0.142
    assert (round(judgement.lower, 2), round(judgement.upper, 2)) == (-3.01, 3.29)
    assert {signal.kind for signal in judgement.signals} == {"none"}
    assert judgement.assurance == "hit_and_miss"


def test_the_outlier_of_nhsrplotthedots_deviations_is_screened_out():
    # Vignette "deviations", data 1. Ranges: fifteen of 1, one of 8 and one of 9; their mean is
    # 32 / 17 = 1.88, so 8 and 9 are beyond 3.267 x 1.88 = 6.15 and the mean retaken is 1.
    values = [1, 2, 1, 2, 10, *[1, 2] * 6, 1]
    judgement = judge(values, better_when="higher")
    assert judgement.mean == pytest.approx(35 / 18)
    assert judgement.upper == pytest.approx(35 / 18 + 2.66)
    assert judgement.lower == pytest.approx(35 / 18 - 2.66)
    assert judgement.stretches[0].range_limit == pytest.approx(3.267)


def test_two_points_near_opposite_limits_are_common_cause_as_in_nhsrplotthedots():
    # tests/testthat/test-ptd_spc_standard.R, the example of its issue 143.
    judgement = judge([*[1, -1] * 7, 5.5, -5.5], better_when="higher")
    assert [signal.kind for signal in judgement.signals[-2:]] == ["none", "none"]


@pytest.mark.parametrize(("step", "kind"), [(1, "improving"), (-1, "concern")])
def test_a_trend_counts_by_its_own_direction_on_either_side_of_the_mean(step, kind):
    # NHSRplotthedots 0.2.2, issues 167 and 171: seven rising are good wherever they stand.
    below_first = [10 + step * n for n in (0, 4, -1, 3, 0, 4, -2, -1, 0, 1, 2, 3, 4)]
    judgement = judge(below_first, better_when="higher")
    assert [signal.kind for signal in judgement.signals[-7:]] == [kind] * 7
    assert judgement.signals[-7].side == -step
    assert judgement.direction == step


def test_where_a_rising_trend_turns_the_later_direction_counts():
    values = [*(20, 12, 20, 12, 20, 12), 10, 11, 12, 13, 14, 15, 16, 15.5, 15, 14, 13, 12, 11]
    judgement = judge(values, better_when="higher")
    assert [signal.kind for signal in judgement.signals[6:12]] == ["improving"] * 6
    assert [signal.kind for signal in judgement.signals[12:]] == ["concern"] * 7


def test_outside_the_limits_counts_before_the_trend():
    values = [*[10, 11] * 12, 3, 3.1, 3.2, 3.3, 3.4, 3.5, 3.6]
    judgement = judge(values, better_when="higher")
    assert {OUTSIDE, TREND} <= set(judgement.rules_hit)
    assert judgement.variation == "concern"


def test_a_run_does_not_reach_across_a_break():
    low, high = [9, 8] * 6, [11, 12, 11, 12, 11, 12]
    values = [*low, *high, *low, *high]
    whole = judge(values, better_when="higher")
    parted = judge(values, better_when="higher", breaks=[21])
    assert ONE_SIDE in whole.signals[20].rules
    assert [stretch.start for stretch in parted.stretches] == [0, 21]
    # After the break 9 points of the low run are left, and before it 3: too few to be a run.
    assert not any(ONE_SIDE in signal.rules for signal in parted.signals[18:21])


def test_assurance_is_that_of_the_last_stretch_alone():
    values = [*QUIET, *(value + 100 for value in QUIET)]
    assert judge(values, better_when="higher", target=60).assurance == "hit_and_miss"
    assert judge(values, better_when="higher", target=60, breaks=[12]).assurance == "pass"


def test_a_percentage_is_drawn_up_to_100_only_after_the_rules():
    values = [99, 91, 98, 92, 99, 91, 98, 92, 99, 91, 98, 92]
    judgement = judge(values, better_when="higher", target=101, floor=0, ceiling=100)
    assert judgement.upper == 100
    assert judgement.assurance == "hit_and_miss"


def test_a_quiet_series_shows_common_cause_and_no_signal():
    judgement = judge(QUIET, better_when="higher")
    assert judgement.variation == "common_cause"
    assert {signal.kind for signal in judgement.signals} == {"none"}
    assert (judgement.rules_hit, judgement.run_length, judgement.since) == ((), 0, None)


@pytest.mark.parametrize(
    ("better_when", "variation"), [("higher", "improving"), ("lower", "concern")]
)
def test_a_point_above_the_limit_is_good_or_bad_as_declared(better_when, variation):
    judgement = judge([*QUIET, 30], better_when=better_when)
    assert judgement.rules_hit == (OUTSIDE,)
    assert judgement.variation == variation
    assert judgement.signals[-1].kind == variation


def test_a_measure_that_is_better_neither_way_only_shifts():
    judgement = judge([*QUIET, 30], better_when="neither", target=5)
    assert judgement.variation == "shift"
    assert judgement.assurance == "none"


def test_seven_points_on_one_side_are_all_marked_and_six_are_not():
    high = [11, 12, 11, 12, 11, 12, 11]
    low = [9, 8, 9, 8, 9, 8, 9]
    seven = judge(low + high, better_when="higher")
    assert all(ONE_SIDE in rules for rules in rules_at(seven))
    assert [signal.kind for signal in seven.signals] == ["concern"] * 7 + ["improving"] * 7
    assert (seven.run_length, seven.since) == (7, 7)

    six = judge(low[:6] + high[:6], better_when="higher")
    assert not any(ONE_SIDE in rules for rules in rules_at(six))


def test_a_point_on_the_mean_breaks_a_run():
    values = [9, 9, 9, 9, 9, 9, 9, 10, 11, 11, 11, 11, 11, 11, 11]
    assert ONE_SIDE in judge(values, better_when="higher").signals[-1].rules

    broken = [9, 9, 9, 9, 9, 9, 9, 11, 11, 11, 10, 11, 11, 11, 11]
    assert ONE_SIDE not in judge(broken, better_when="higher").signals[-1].rules


def test_six_steps_one_way_are_a_trend_and_the_point_they_leave_is_part_of_it():
    values = [10, 14, 9, 13, 10, 14, 8, 9, 10, 11, 12, 13, 14]
    judgement = judge(values, better_when="higher")
    assert [TREND in rules for rules in rules_at(judgement)] == [False] * 6 + [True] * 7
    assert (judgement.trend, judgement.since) == (1, 6)
    assert {signal.kind for signal in judgement.signals[6:]} == {"improving"}


def test_five_steps_are_no_trend():
    values = [10, 14, 9, 13, 10, 14, 12, 8, 9, 10, 11, 12, 13]
    assert not any(TREND in rules for rules in rules_at(judge(values, better_when="higher")))


def test_two_of_three_in_the_outer_third_are_marked_and_the_third_is_not():
    values = [*QUIET, 9, 9, 15.5, 11.5, 15.5]
    judgement = judge(values, better_when="higher")
    assert [TWO_OF_THREE in rules for rules in rules_at(judgement)[-3:]] == [True, False, True]
    assert judgement.upper > 15.5

    crossed = judge([*values[:-2], 9, 15.5], better_when="higher")
    assert not any(TWO_OF_THREE in rules for rules in rules_at(crossed))


@pytest.mark.parametrize(
    ("target", "better_when", "assurance"),
    [
        (90, "higher", "fail"),
        (90, "lower", "pass"),
        (1, "higher", "pass"),
        (1, "lower", "fail"),
        (10, "higher", "hit_and_miss"),
        (None, "higher", "none"),
    ],
)
def test_a_target_outside_the_limits_is_always_met_or_always_missed(target, better_when, assurance):
    assert judge(QUIET, better_when=better_when, target=target).assurance == assurance


def test_eleven_points_are_too_few_and_have_no_limits():
    judgement = judge([1] * 10 + [1_000], better_when="higher", target=5)
    assert judgement.variation == "too_few"
    assert judgement.assurance == "none"
    assert (judgement.lower, judgement.upper) == (None, None)
    assert {signal.kind for signal in judgement.signals} == {"none"}


def test_a_gap_does_not_count_as_a_point():
    values = [*QUIET[:6], None, None, *QUIET[6:]]
    with_gap, without = judge(values, better_when="higher"), judge(QUIET, better_when="higher")
    assert (with_gap.mean, with_gap.upper) == (without.mean, without.upper)
    assert with_gap.signals[6].kind == "none"
    assert with_gap.stretches[0].points == 12
    assert judge([*QUIET[:11], None], better_when="higher").variation == "too_few"


def test_a_break_begins_a_stretch_with_its_own_mean_and_the_last_one_counts():
    values = QUIET + [value + 100 for value in QUIET]
    judgement = judge(values, better_when="higher", breaks=[12])
    assert [stretch.mean for stretch in judgement.stretches] == [10.5, 110.5]
    assert [(s.start, s.end) for s in judgement.stretches] == [(0, 11), (12, 23)]
    assert judgement.variation == "common_cause"
    assert judge(values, better_when="higher").variation == "improving"


def test_a_break_just_before_the_end_leaves_too_few():
    judgement = judge([*QUIET, 30, 31], better_when="higher", breaks=[12])
    assert judgement.variation == "too_few"
    assert judgement.stretches[0].upper is not None


def test_limits_are_floored_only_after_the_rules():
    values = [1, 9, 2, 8, 1, 9, 2, 8, 1, 9, 2, 8]
    judgement = judge(values, better_when="lower", target=-1, floor=0)
    assert judgement.lower == 0
    assert judgement.assurance == "hit_and_miss"


def test_nothing_delivered_is_too_few():
    judgement = judge([None, None], better_when="higher")
    assert (judgement.variation, judgement.mean, judgement.stretches) == ("too_few", None, ())


@given(st.floats(-1e6, 1e6), st.integers(12, 40))
def test_a_constant_series_never_signals(value, length):
    judgement = judge([value] * length, better_when="higher")
    assert judgement.variation == "common_cause"


@given(SERIES)
def test_the_other_direction_swaps_improvement_and_concern(values):
    swap = {"improving": "concern", "concern": "improving", "none": "none"}
    higher = judge(values, better_when="higher").signals
    lower = judge(values, better_when="lower").signals
    assert [swap[signal.kind] for signal in higher] == [signal.kind for signal in lower]


@given(SERIES)
def test_upside_down_a_series_says_the_opposite(values):
    upright = judge(values, better_when="higher")
    flipped = judge([-value for value in values], better_when="lower")
    assert [s.kind for s in upright.signals] == [s.kind for s in flipped.signals]
    assert upright.rules_hit == flipped.rules_hit


@given(SERIES, st.integers(-1_000, 1_000), st.integers(1, 50))
def test_another_unit_or_origin_changes_no_signal(values, shift, scale):
    before = judge(values, better_when="higher")
    after = judge([value * scale + shift for value in values], better_when="higher")
    assert rules_at(before) == rules_at(after)


@given(SERIES, st.integers(-1_000, 1_000), st.integers(1, 50), st.integers(0, 40))
def test_another_unit_or_origin_changes_no_word_of_the_judgement(values, shift, scale, edge):
    before = judge(values, better_when="lower", breaks=[edge])
    after = judge([value * scale + shift for value in values], better_when="lower", breaks=[edge])
    assert [s.kind for s in before.signals] == [s.kind for s in after.signals]
    assert (before.variation, before.run_length, before.since) == (
        after.variation,
        after.run_length,
        after.since,
    )


@given(SERIES)
def test_backwards_in_time_the_same_points_are_marked(values):
    forth, back = judge(values, better_when="neither"), judge(values[::-1], better_when="neither")
    assert rules_at(forth) == rules_at(back)[::-1]


@given(st.integers(12, 30), st.integers(1, 9))
def test_backwards_in_time_a_rise_is_a_fall(length, step):
    # The middle of a straight line lies inside its limits, 2.66 steps either way.
    rising = [step * n for n in range(length)]
    middle = slice(length // 2 - 2, length // 2 + 2)
    forth = judge(rising, better_when="higher").signals[middle]
    back = judge(rising[::-1], better_when="higher").signals[middle]
    assert {signal.kind for signal in forth} == {"improving"}
    assert {signal.kind for signal in back} == {"concern"}


@given(SERIES, SERIES, st.integers(-1_000, 1_000))
def test_what_stands_before_a_break_changes_nothing_after_it(first, other, level):
    last = [level + value for value in QUIET]
    one = judge([*first, *last], better_when="higher", breaks=[len(first)])
    two = judge([*other, *last], better_when="higher", breaks=[len(other)])
    assert one.signals[len(first) :] == two.signals[len(other) :]
    assert (one.mean, one.lower, one.upper) == (two.mean, two.lower, two.upper)


@given(SERIES)
def test_the_mean_lies_between_the_limits(values):
    judgement = judge(values, better_when="higher")
    assert judgement.lower <= judgement.mean <= judgement.upper


def test_a_run_that_turned_is_as_long_as_since_it_turned_not_as_both_runs():
    # Nine low, then nine high: every point is a signal, the latest run is the nine high ones.
    judgement = judge(
        [10, 11, 10, 11, 10, 11, 10, 11, 10] + [20, 21] * 4 + [20], better_when="neither"
    )
    assert judgement.variation == "shift"
    assert (judgement.run_length, judgement.since) == (9, 9)
