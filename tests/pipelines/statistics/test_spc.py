"""The XmR rules, each with the smallest series that meets it, and what must hold for any series."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics.spc import (
    LIMIT_FACTOR,
    ONE_SIDE,
    OUTSIDE,
    SCREENING_FACTOR,
    TREND,
    TWO_OF_THREE,
    judge,
)

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
    assert judgement.signals[6].kind == "concern"
    assert judgement.signals[-1].kind == "improving"


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


@given(SERIES)
def test_the_mean_lies_between_the_limits(values):
    judgement = judge(values, better_when="higher")
    assert judgement.lower <= judgement.mean <= judgement.upper
