"""Lists of courts and prisons: markup in notices, line breaks in quotes, a last line without end."""

import csv

from assets.raw import courts, prisons


def test_the_real_list_of_courts_loads_whole_and_its_notices_lose_their_markup(
    shared_data, load_feed
):
    path = shared_data / "reference" / "courts.csv"

    loaded = load_feed(courts.FEED, {"courts.csv": path}).build("assets/core/court.sql")

    with path.open(encoding="utf-8", newline="") as file:
        expected = sum(1 for _ in csv.reader(file)) - 1
    _, account = loaded.accounts["courts.csv"]
    assert (account.state, account.rows_loaded) == ("loaded", expected)
    assert expected == 548
    assert loaded.rows(
        "select court_id, court_kind, court_code from core.court "
        "where court_name = 'Peterborough Magistrates'' Court'"
    ) == [{"court_id": 469, "court_kind": "magistrates' court", "court_code": "1950"}]
    assert (
        loaded.rows("select court_id from core.court where regexp_matches(notice, '</?[a-z]')")
        == []
    )


def test_a_notice_becomes_plain_text(run_sql):
    (row,) = run_sql(
        "assets/core/court.sql",
        {
            "raw.courts": [
                {
                    "court_id": 1,
                    "court_name": "Cambridge Magistrates' Court",
                    "court_note": "<p>Letters &amp; <strong>fines</strong>\nhere.&nbsp;</p>",
                    "court_code": "0",
                }
            ]
        },
    )

    assert (row["notice"], row["court_kind"], row["court_code"]) == (
        "Letters & fines here.",
        "magistrates' court",
        None,
    )


def test_the_real_prison_estate_loads_whole_though_its_last_line_has_no_end(shared_data, load_feed):
    path = shared_data / "reference" / "prison_estate_geocoded.csv"
    assert not path.read_bytes().endswith(b"\n")

    loaded = load_feed(prisons.FEED, {"prisons.csv": path}).build("assets/core/prison.sql")

    with path.open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    leads = sum(bool(row["Lead.Resettlement.Services.Provider"]) for row in expected)
    (found,) = loaded.rows(
        "select count(*) as prisons, count(*) filter (is_resettlement_prison) as leads from core.prison"
    )
    assert found == {"prisons": len(expected), "leads": leads}
    assert found == {"prisons": 121, "leads": 87}
    assert loaded.rows(
        "select operator, predominant_function from core.prison where prison_name = 'Peterborough'"
    )
