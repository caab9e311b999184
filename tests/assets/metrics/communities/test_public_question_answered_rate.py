"""Questions of the public: answered by the next board or not, and not counted before it."""

import datetime as dt

QUERY = "assets/metrics/communities/public_question_answered_rate.sql"


def question(board, *, answered, is_due=True, register=dt.date(2019, 12, 18)):
    return {
        "question_id": "Q0001",
        "force_code": "E23000023",
        "board_date": board,
        "register_date": register,
        "is_due": is_due,
        "is_answered_in_time": answered,
        "source_file": "public_questions.csv",
    }


def test_a_quarter_counts_the_questions_of_its_boards(run_sql):
    rows = run_sql(
        QUERY,
        {
            "core.public_question": [
                question(dt.date(2019, 9, 14), answered=True),
                question(dt.date(2019, 9, 14), answered=True),
                question(dt.date(2019, 7, 10), answered=False),
                question(dt.date(2019, 12, 14), answered=True),
                question(dt.date(2020, 3, 14), answered=False, is_due=False),
            ]
        },
    )

    found = {
        row["period_end_date"]: (row["numerator"], row["denominator"], row["state"]) for row in rows
    }
    assert found == {
        dt.date(2019, 9, 30): (2, 3, None),
        dt.date(2019, 12, 31): (1, 1, "provisional"),  # the register ends on 18 December
    }
