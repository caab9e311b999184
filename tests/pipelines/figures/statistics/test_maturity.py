"""The maturity triangle: Mack's published example, and cohorts small enough to work out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.figures.statistics.maturity import (
    Cohort,
    cohort_rate,
    compare_at_age,
    developments,
    expected_final_rate,
    project,
)

# Taylor and Ashe (1983), the example of Mack (1993), table 1: cumulative, by year of origin.
TAYLOR_ASHE = [
    [357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463],
    [352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085],
    [290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315],
    [310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268],
    [443160, 1136350, 2128333, 2897821, 3402672, 3873311],
    [396132, 1333217, 2180715, 2985752, 3691712],
    [440832, 1288463, 2419861, 3483130],
    [359480, 1421128, 2864498],
    [376686, 1363294],
    [344014],
]


def test_the_chain_ladder_gives_the_results_of_mack_1993():
    steps = developments(TAYLOR_ASHE)
    ends = [project(row[-1], steps[len(row) - 1 :]) for row in TAYLOR_ASHE]
    assert [round(end.error) for end in ends] == [
        *(0, 75_535, 121_699, 133_549, 261_406, 411_010, 558_317, 875_328, 971_258, 1_363_155)
    ]
    to_come = sum(end.final - row[-1] for row, end in zip(TAYLOR_ASHE, ends, strict=True))
    assert round(to_come) == 18_680_856
    assert [round(step.factor, 3) for step in steps[:3]] == [3.491, 1.747, 1.457]


# Recorded 100 each; charged by age 0, 1 and 2.
COHORTS = [
    Cohort(100, (4, 8, 10), (60, 30, 20)),
    Cohort(100, (6, 10, 12), (58, 31, 22)),
    Cohort(100, (5, 9, 10), (61, 33, 21)),
    Cohort(100, (5, 9), (60, 30)),
    Cohort(100, (4,), (62,)),
]


def expected(cohorts, which, final_age):
    steps = developments([one.charged for one in cohorts])
    return expected_final_rate(cohorts[which], steps, final_age)


def test_a_cohort_has_a_rate_at_the_ages_it_has_reached_and_none_at_others():
    assert [cohort_rate(COHORTS[3], age) for age in (0, 1, 2)] == [5, 9, None]
    assert cohort_rate(Cohort(0, (0,)), 0) is None


def test_cohorts_are_compared_at_equal_ages_or_not_at_all():
    assert compare_at_age(COHORTS[0], COHORTS[4], 0).difference == 0
    assert compare_at_age(COHORTS[0], COHORTS[4], 1) is None
    # Young against old would have been 4 against 10 of 100, a fall that is only youth.
    assert compare_at_age(COHORTS[0], COHORTS[4], 2) is None


def test_the_expected_final_rate_is_worked_by_hand():
    # Age 0 to 1: (8 + 10 + 9 + 9) / (4 + 6 + 5 + 5) = 36 / 20; 1 to 2: 32 / 27.
    rate, interval = expected(COHORTS, 4, 2)
    assert rate == pytest.approx(4 * 36 / 20 * 32 / 27)
    assert 4 < interval.lower < rate < interval.upper < 100


def test_the_standard_error_is_worked_by_hand():
    # One step, of cohorts 4 to 8 and 6 to 10: f = 1.8, sigma squared (0.8^2/4 + 0.8^2/6) / 1
    # = 0.2667; for an amount of 5: 9^2 x 0.2667 / 1.8^2 x (1/5 + 1/10) = 2.
    steps = developments([[4, 8], [6, 10], [5]])
    assert project(5, steps).error ** 2 == pytest.approx(2)


def test_an_old_cohort_one_without_charges_and_one_without_company_get_no_estimate():
    assert expected(COHORTS, 0, 2) is None
    assert expected([*COHORTS[:4], Cohort(100, (0,))], 4, 2) is None
    assert expected([COHORTS[0], COHORTS[1], COHORTS[4]], 2, 2) is None
    assert expected(COHORTS, 4, 3) is None


def test_an_estimate_is_never_less_than_what_is_charged_nor_more_than_all():
    steep = [Cohort(10, (1, 9)), Cohort(10, (1, 9)), Cohort(10, (1, 8)), Cohort(10, (9,))]
    rate, interval = expected(steep, 3, 1)
    assert rate == interval.upper == 100
    assert interval.lower >= 90


@given(
    st.lists(
        st.tuples(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50)),
        min_size=4,
        max_size=12,
    ),
    st.integers(2, 9),
)
def test_twice_the_crimes_give_the_same_rate_and_a_narrower_interval(parts, times):
    cohorts = [Cohort(300, (a, a + b, a + b + c)) for a, b, c in parts[:-1]]
    cohorts.append(Cohort(300, (parts[-1][0],)))
    many = [Cohort(300 * times, tuple(times * n for n in one.charged)) for one in cohorts]
    few, more = (expected(some, len(some) - 1, 2) for some in (cohorts, many))
    assert few[0] == pytest.approx(more[0])
    assert more[1].upper - more[1].lower <= few[1].upper - few[1].lower + 1e-9
    assert few[1].lower - 1e-9 <= few[1].upper
