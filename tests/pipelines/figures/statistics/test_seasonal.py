"""Seasonality: found where it is, not found where it is not, and taken away before judging."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.figures.statistics.seasonal import _chance_of_equal_means, _incomplete_beta, season
from pipelines.figures.statistics.spc import judge

# A year that rises to July and falls to December; noise that repeats in no year.
YEAR = [-6, -5, -3, 0, 3, 5, 6, 5, 3, 0, -3, -5]
NOISE = [0.3, -0.8, 0.5, 0.9, -0.4, -0.9, 0.1, 0.7, -0.2, -0.6, 0.8, -0.5, 0.2]


def adjusted(values, effects):
    """Take the effect of its month from each value, as `series.read` does."""
    return [v if v is None else v - effects[n % len(effects)] for n, v in enumerate(values)]


def swinging(years=4, size=1.0):
    return [
        100 + size * YEAR[n % 12] + NOISE[n % 13] + 0.3 * (n % 5 - 2) for n in range(12 * years)
    ]


def test_the_analysis_of_variance_is_that_of_the_textbook():
    # Three groups of three: means 2, 3 and 7; between 42 on 2 degrees of freedom, within 6 on 6,
    # so F = 21. With 2 degrees above, the chance is (1 + 2 F / 6) ** -3 = 1 / 512.
    groups = [[1, 2, 3], [2, 3, 4], [6, 7, 8]]
    assert _chance_of_equal_means(groups) == pytest.approx(1 / 512)


def test_the_incomplete_beta_function_has_its_known_values():
    # I(x; 2, 3) is 6x^2 - 8x^3 + 3x^4; both parameters one half give the arcsine law.
    assert _incomplete_beta(2, 3, 0.4) == pytest.approx(6 * 0.16 - 8 * 0.064 + 3 * 0.0256)
    assert _incomplete_beta(0.5, 0.5, 0.25) == pytest.approx(1 / 3)


def test_a_yearly_swing_is_found_and_its_effects_add_up_to_nought():
    found = season(swinging(), 12)
    assert found.is_seasonal
    assert sum(found.effects) == pytest.approx(0, abs=1e-9)
    assert found.effects == pytest.approx(YEAR, abs=1.6)


def test_a_seasonal_swing_is_never_called_change():
    values = swinging()
    judged_raw = judge(values[:43], better_when="higher")
    assert judged_raw.variation != "common_cause"

    found = season(values[:43], 12)
    judged = judge(adjusted(values[:43], found.effects), better_when="higher")
    assert judged.variation == "common_cause"


def test_a_change_beyond_the_season_is_still_found():
    values = swinging()
    values[-1] += 12  # December as high as a July: inside the range of the year, not of December
    assert max(values) == max(values[:-1])
    found = season(values, 12)
    assert judge(adjusted(values, found.effects), better_when="lower").variation == "concern"


def test_one_month_that_differs_every_year_is_enough():
    values = [100 + NOISE[n % 13] - (8 if n % 12 == 11 else 0) for n in range(36)]
    found = season(values, 12)
    assert found.is_seasonal
    assert min(found.effects) == found.effects[11]


def test_noise_a_trend_and_a_step_are_not_seasonal():
    noise = [100 + NOISE[n % 13] for n in range(48)]
    trend = [value + 0.5 * n for n, value in enumerate(noise)]
    step = [value + (20 if n >= 24 else 0) for n, value in enumerate(noise)]
    for values, breaks in ((noise, []), (trend, []), (step, [24]), ([7.0] * 48, [])):
        found = season(values, 12, breaks)
        assert found.is_known
        assert not found.is_seasonal


def test_under_three_years_nobody_can_say():
    assert not season(swinging()[:35], 12).is_known
    assert season(swinging()[:36], 12).is_seasonal


def test_a_place_in_the_year_seen_whole_only_once_says_nothing():
    values = [None if n % 13 == 6 else value for n, value in enumerate(swinging())]
    assert not season(values, 12).is_known


def test_a_missing_month_keeps_the_others_in_their_place():
    values = [None if n == 20 else value for n, value in enumerate(swinging(6))]
    found = season(values, 12)
    assert found.effects[6] == max(found.effects)


def test_quarters_have_four_places():
    values = [100 + [5, 0, -5, 0][n % 4] + NOISE[n % 13] / 2 for n in range(16)]
    assert season(values, 4).effects == pytest.approx([5, 0, -5, 0], abs=1)


def test_no_average_is_taken_across_a_break():
    values = swinging(6)
    moved = [value + (500 if n >= 36 else 0) for n, value in enumerate(values)]
    apart, still = season(moved, 12, [36]), season(values, 12, [36])
    assert apart.effects == pytest.approx(still.effects)


@settings(max_examples=40)
@given(
    st.lists(st.integers(0, 100), min_size=36, max_size=72),
    st.integers(-500, 500),
    st.integers(1, 20),
)
def test_another_unit_or_origin_changes_no_season(values, shift, scale):
    before = season(values, 12)
    after = season([scale * value + shift for value in values], 12)
    assert (before.is_known, before.is_seasonal) == (after.is_known, after.is_seasonal)
    assert after.effects == pytest.approx([scale * effect for effect in before.effects], abs=1e-6)
