"""Crime recording accuracy: what an inspection found, group by group, with its own margin."""

import datetime as dt

import pytest

QUERY = "assets/metrics/victims/crime_recording_accuracy_rate.sql"


def audit(group, audited, recorded, force="E23000023"):
    return {
        "force_code": force,
        "inspection_date": dt.date(2018, 8, 31),
        "crime_group": group,
        "audited_count": audited,
        "recorded_count": recorded,
        "margin_points": 2.1,
        "source_file": "crime_data_integrity.csv",
    }


def test_all_crime_is_the_total_and_the_groups_do_not_add_up_to_it(run_sql):
    rows = run_sql(
        QUERY,
        {
            "core.crime_recording_audit": [
                audit("all crime", 1124, 1007),
                audit("violence", 336, 286),
            ]
        },
    )

    found = {row["breakdown_value"]: row for row in rows}
    assert found[None]["value"] == pytest.approx(100 * 1007 / 1124)  # 89.6 %
    assert found["violence"]["value"] == pytest.approx(100 * 286 / 336)
    assert found[None]["lower"] == pytest.approx(100 * 1007 / 1124 - 2.1, abs=0.05)


def test_a_force_that_is_not_known_by_name_gives_no_figure(run_sql):
    assert run_sql(QUERY, {"core.crime_recording_audit": [audit("all crime", 10, 9, None)]}) == []
