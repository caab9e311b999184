"""A whole series read: gaps, late figures, breaks, seasons, overlapping years, targets."""

import datetime as dt

import pytest

from pipelines.figures.statistics.change import Kind
from pipelines.figures.statistics.series import Break, Point, apart, read

QUIET = [100, 104, 98, 102, 100, 104, 98, 102, 100, 104, 98, 102]
KIND = Kind("count", "flow", "lower", "offence")


def month(n):
    """First and last day of the month n months after January 2016."""
    start = dt.date(2016 + n // 12, n % 12 + 1, 1)
    following = dt.date(2016 + (n + 1) // 12, (n + 1) % 12 + 1, 1)
    return start, following - dt.timedelta(days=1)


def monthly(values, first=0, states=None):
    states = states or {}
    return [
        Point(*month(first + n), value, states.get(n, "final"), value)
        for n, value in enumerate(values)
    ]


def test_a_missing_last_month_is_not_a_fall():
    whole = read("Crimes", "month", monthly(QUIET), KIND)
    late = read("Crimes", "month", monthly([*QUIET, None], states={12: "missing"}), KIND)
    assert late.sentence == whole.sentence == "Crimes: no clear change since January 2016"
    assert late.judged_to == dt.date(2016, 12, 31)
    assert late.caution == "January 2017 without a figure, which is not a fall"


def test_a_part_of_a_month_is_shown_and_not_judged():
    found = read("Crimes", "month", monthly([*QUIET, 20], states={12: "provisional"}), KIND)
    assert found.judgement.variation == "common_cause"
    assert found.caution == "January 2017 not final yet, shown and not judged"
    # The same figure, final, is a signal: it is the state alone that holds it back.
    assert read("Crimes", "month", monthly([*QUIET, 20]), KIND).judgement.direction == -1


def test_a_period_that_is_not_over_or_not_due_is_not_absent():
    points = monthly([*QUIET, None, None], states={12: "not_due", 13: "missing"})
    found = read("Crimes", "month", points, KIND, as_at=dt.date(2017, 2, 10))
    assert found.caution == ""


def test_an_old_figure_says_so():
    found = read("Crimes", "month", monthly(QUIET), KIND, as_at=dt.date(2019, 3, 31))
    assert found.caution == "older than 2 years"


def test_a_break_begins_a_stretch_and_forbids_the_comparison_across_it():
    values = [*QUIET, *(value + 50 for value in QUIET)]
    divided = Break(dt.date(2017, 1, 15), "Athena goes live")
    found = read("Crimes", "month", monthly(values), KIND, breaks=[divided])
    assert found.judgement.variation == "common_cause"
    assert found.segment_start == dt.date(2017, 1, 1)
    assert found.mean == sum(QUIET) / 12 + 50
    assert found.change.verdict == "not_compared"
    assert found.change.sentence.endswith("not compared, divided by Athena goes live")
    assert read("Crimes", "month", monthly(values), KIND).judgement.variation == "concern"


def test_a_break_in_a_month_without_a_figure_still_divides():
    points = [*monthly(QUIET), *monthly([value + 50 for value in QUIET], first=13)]
    found = read("Crimes", "month", points, KIND, breaks=[Break(dt.date(2017, 1, 1), "x")])
    assert found.segment_start == dt.date(2017, 2, 1)


def test_a_break_before_the_series_divides_nothing():
    found = read("Crimes", "month", monthly(QUIET), KIND, breaks=[Break(dt.date(2010, 4, 1), "x")])
    assert found.segment_start == dt.date(2016, 1, 1)
    assert len(found.judgement.stretches) == 1


SWING = [-30, -25, -15, 0, 15, 25, 30, 25, 15, 0, -15, -25]
NOISE = [1, -3, 2, 4, -2, -4, 0, 3, -1, -2, 3, -2, 1]


def seasonal(months):
    return [200 + SWING[n % 12] + NOISE[n % 13] for n in range(months)]


def test_a_summer_is_no_change_in_a_seasonal_series():
    found = read("Crimes", "month", monthly(seasonal(44)), KIND)
    assert found.is_seasonal
    assert found.method == "xmr_seasonally_adjusted"
    assert found.sentence == "Crimes: no clear change since January 2016"


def test_the_usual_range_of_a_seasonal_series_is_that_of_its_month():
    august = read("Crimes", "month", monthly(seasonal(44)), KIND)
    december = read("Crimes", "month", monthly(seasonal(48)), KIND)
    assert (august.lower, august.upper) == (None, None)
    assert august.usual_lower < 225 < august.usual_upper
    assert december.usual_lower < 175 < december.usual_upper
    assert december.usual_upper < august.usual_lower
    assert august.mean == pytest.approx(225, abs=4)


def test_a_rise_beyond_the_time_of_year_is_said_so():
    values = seasonal(48)
    values[-1] = 230
    found = read("Crimes", "month", monthly(values), KIND)
    assert found.sentence == (
        "Crimes: rose above its usual range for the time of year in December 2019,"
        " and that is a concern"
    )


def test_a_seasonal_series_with_a_missing_month_keeps_its_places():
    values = [*seasonal(30), None, *seasonal(60)[31:]]
    without_row = [point for point in monthly(values) if point.value is not None]
    for points in (monthly(values, states={30: "missing"}), without_row):
        found = read("Crimes", "month", points, KIND)
        assert found.is_seasonal
        assert found.judgement.variation == "common_cause"


def test_under_three_years_a_signal_warns_of_the_season():
    found = read("Crimes", "month", monthly([*QUIET, 200]), KIND)
    assert found.judgement.variation == "concern"
    assert found.caution == "too few years to tell a seasonal swing from a change"
    assert read("Crimes", "month", monthly(QUIET), KIND).caution == ""


def test_of_overlapping_years_only_those_apart_are_judged():
    starts = [dt.date(2000 + n // 4, 3 * (n % 4) + 1, 1) for n in range(8)]
    points = [Point(start, start.replace(year=start.year + 1), 10.0) for start in starts]
    # The last is 1 October 2001 on; the year to that very day shares it, the year to July does not.
    assert [p.start for p in apart(points)] == [dt.date(2000, 7, 1), dt.date(2001, 10, 1)]


def test_smooth_rolling_years_are_not_a_run():
    def year_ending(n):
        end = dt.date(2004 + n // 4, 3 * (n % 4) + 3, 28)
        return Point(end.replace(year=end.year - 1, day=1), end, 100.0 + n, numerator=100.0 + n)

    points = [year_ending(n) for n in range(20)]
    found = read("Crimes", "year_ending", points, KIND)
    assert found.judgement.variation == "too_few"
    assert found.judgement.stretches[-1].points <= 5


def test_the_target_is_judged_on_the_last_stretch_and_said():
    share = Kind("percent", "flow", "higher", "call", "call")
    values = [90, 94, 91, 93, 90, 94, 91, 93, 90, 94, 91, 93]
    met = read("Answered", "month", monthly(values), share, target=80)
    assert (met.assurance, met.assurance_sentence) == (
        "pass",
        "The target of 80% will be met in every period unless something changes.",
    )
    assert met.usual_upper <= 100
    assert read("Answered", "month", monthly(values), share).assurance == "none"


def test_a_seasonal_measure_meets_its_target_only_if_it_does_in_every_month():
    values = seasonal(48)
    # What is usual in a summer month is above 170 throughout, in a winter month it is not.
    kind = Kind("count", "flow", "higher", "offence")
    assert read("Met", "month", monthly(values), kind, target=120).assurance == "pass"
    assert read("Met", "month", monthly(values), kind, target=185).assurance == "hit_and_miss"


def test_limits_of_a_count_are_drawn_from_nought():
    found = read("Crimes", "month", monthly([1, 9, 2, 8, 1, 9, 2, 8, 1, 9, 2, 8]), KIND)
    assert found.lower == found.usual_lower == 0


def test_the_latest_figure_is_compared_with_the_same_month_of_the_year_before():
    values = [*QUIET, *[300, *QUIET[1:-1]], 180]
    found = read("Crimes", "month", monthly(values), KIND)
    assert found.change.sentence.startswith("December 2017 against December 2016")


def test_a_measure_that_is_better_neither_way_is_never_good_or_bad():
    neither = Kind("count", "flow", "neither", "offence")
    for values in ([*QUIET, 200], [*QUIET, 20]):
        found = read("Calls", "month", monthly(values), neither, target=50)
        assert found.judgement.variation == "shift"
        assert found.assurance == "none"
        assert "improvement" not in found.sentence
        assert "concern" not in found.sentence


def test_nothing_final_is_no_figures_yet():
    found = read("Crimes", "month", monthly([5], states={0: "provisional"}), KIND)
    assert found.sentence == "Crimes: no figures yet"
    assert found.method == "none"
    assert found.caution == "January 2016 not final yet, shown and not judged"
