"""Like for like: what differs is named, and unlike figures do not stand side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.likeness import FACETS, UnlikeError, check, unlike

# The two figures of the 2019 paper: 25.6 % of all local offenders, 62.2 % of adults after short
# custody in England and Wales.
LOCAL = {
    "metric_id": "proven_reoffending_rate",
    "basis": "cohort",
    "population": "Offenders released, convicted or cautioned",
    "geography": "Police force area",
    "frequency": "cohort_year",
    "unit": "percent",
    "numerator_unit": "reoffender",
    "denominator_unit": "offender",
    "context_only": False,
}
SHORT_CUSTODY = LOCAL | {
    "metric_id": "reoffending_rate_after_short_custody",
    "population": "Adults released from custody of under 12 months",
    "geography": "England and Wales",
    "context_only": True,
}


def test_622_is_refused_on_the_axis_of_256():
    with pytest.raises(UnlikeError) as refused:
        check([LOCAL, SHORT_CUSTODY], on_one_axis=True)
    assert str(refused.value) == (
        "proven_reoffending_rate and reoffending_rate_after_short_custody differ in population"
        " (Offenders released, convicted or cautioned; Adults released from custody of under 12"
        " months), geography (Police force area; England and Wales). Draw them apart."
    )


def test_622_is_refused_in_one_table_or_sentence_unless_it_is_marked_as_context():
    with pytest.raises(UnlikeError, match="mark one as context"):
        check([LOCAL, SHORT_CUSTODY])
    check([LOCAL, SHORT_CUSTODY], context=["reoffending_rate_after_short_custody"])


def test_on_one_axis_marking_it_as_context_is_no_excuse():
    with pytest.raises(UnlikeError, match="Draw them apart"):
        check([LOCAL, SHORT_CUSTODY], context=[SHORT_CUSTODY["metric_id"]], on_one_axis=True)


def test_a_measure_for_context_alone_must_be_marked_even_beside_its_like():
    like = LOCAL | {"metric_id": "other", "context_only": True}
    with pytest.raises(UnlikeError, match="other is for context alone"):
        check([LOCAL, like])
    check([LOCAL, like], context=["other"])


def test_a_measure_beside_itself_in_another_area_is_alike():
    check([LOCAL, LOCAL, LOCAL], on_one_axis=True)
    check([SHORT_CUSTODY, SHORT_CUSTODY], on_one_axis=True)
    check([])


def test_the_period_shown_counts_before_the_frequency():
    assert unlike(LOCAL, LOCAL | {"period_type": "cohort_year"}) == ()
    (period,) = unlike(LOCAL, LOCAL | {"period_type": "cohort_quarter"})
    assert period == "period (cohort_year; cohort_quarter)"


def test_a_flow_rate_and_a_cohort_rate_are_unlike():
    flow = LOCAL | {"metric_id": "flow", "basis": "flow"}
    with pytest.raises(UnlikeError, match=r"basis \(cohort; flow\)"):
        check([LOCAL, flow])


def test_offences_and_defendants_are_unlike_and_spelling_is_not():
    (counted,) = unlike(LOCAL, LOCAL | {"numerator_unit": "reoffence"})
    assert counted.startswith("what is counted")
    assert unlike(LOCAL, LOCAL | {"geography": "police  force area"}) == ()


def test_what_only_one_says_is_a_difference():
    (found,) = unlike(LOCAL, LOCAL | {"denominator_unit": None})
    assert found == "what it is counted over (offender; not said)"


@given(st.sampled_from([key for key, _ in FACETS]), st.text("abc", min_size=1))
def test_any_one_facet_is_enough_either_way_round(key, value):
    other = LOCAL | {"period_type": "cohort_year", key: value}
    assert len(unlike(LOCAL, other)) == len(unlike(other, LOCAL)) == 1
