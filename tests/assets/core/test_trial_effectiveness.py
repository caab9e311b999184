"""Trials: both courts in one table, by area, with the reason told from the witness's side."""

import datetime as dt

FIRST = ("assets/core/police_force.sql",)


def trial(result, count, reason=None, **given):
    return {
        "year": 2019,
        "quarter": "Q2",
        "lcjb": "Cambridgeshire",
        "court": "Peterborough",
        "trial_effectiveness": result,
        "reason": reason,
        "trial_count": count,
        **given,
    }


def built(run_sql, magistrates=(), crown=()):
    return run_sql(
        "assets/core/trial_effectiveness.sql",
        {
            "raw.trial_effectiveness_magistrates": list(magistrates),
            "raw.trial_effectiveness_crown": list(crown),
        },
        first=FIRST,
    )


def test_the_two_kinds_of_court_never_mix_though_a_court_has_one_name(run_sql):
    rows = built(
        run_sql,
        magistrates=[trial("1: Effective trials", 40)],
        crown=[trial("1: Effective trials", 9)],
    )

    assert {(row["court_type"], row["area_code"], row["trial_count"]) for row in rows} == {
        ("magistrates", "E23000023", 40),
        ("crown", "E23000023", 9),
    }
    assert {(row["quarter_start_date"], row["quarter_end_date"]) for row in rows} == {
        (dt.date(2019, 4, 1), dt.date(2019, 6, 30))
    }


def test_ineffective_is_not_read_as_effective(run_sql):
    rows = built(
        run_sql,
        [
            trial("1: Effective trials", 1),
            trial("2: Cracked trials", 2),
            trial("3: Ineffective trials", 3),
            trial("4. Vacated trial", 4),
        ],
    )

    assert {row["trial_result"]: row["trial_count"] for row in rows} == {
        "effective": 1,
        "cracked": 2,
        "ineffective": 3,
        "vacated": 4,
    }


def test_a_defence_witness_is_not_a_prosecution_witness(run_sql):
    rows = built(
        run_sql,
        [
            trial("3: Ineffective trials", 3, "Prosecution witness absent: police"),
            trial("3: Ineffective trials", 2, "Defence witness absent"),
            trial("2: Cracked trials", 5, "Prosecution end case: witness withdrawn"),
        ],
    )

    of_witness = [row for row in rows if row["is_prosecution_witness_issue"]]
    assert {row["trial_result"]: row["trial_count"] for row in of_witness} == {
        "ineffective": 3,
        "cracked": 5,
    }


def test_london_and_an_unknown_area_have_codes_of_their_own(run_sql):
    rows = built(
        run_sql,
        [
            trial("1: Effective trials", 1, lcjb="London"),
            trial("1: Effective trials", 1, lcjb="Mercia"),
        ],
    )

    codes = {row["area_code"]: row["unknown_area_name"] for row in rows}
    assert codes == {"X23000010": None, "X99000000": "Mercia"}
