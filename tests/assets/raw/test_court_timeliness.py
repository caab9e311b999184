"""Timeliness: `-` stands for all in a name and for nothing in a number."""

from assets.raw.court_timeliness import FEED

HEADER = (
    "Year,Period,Court type,National,Region,LCJB area,LJA or Court name,Defendants,"
    "Mean offence to charge,Mean charge to first list,Mean first list to completion,"
    "Mean offence to completion,Median offence to charge,Median charge to first list,"
    "Median first list to completion,Median offence to completion\r\n"
)


def test_names_keep_their_dash_and_numbers_lose_it(load_feed, tmp_path):
    path = tmp_path / "timeliness.csv"
    path.write_text(
        HEADER + '2010,2010 Q2 (Apr-Jun),-,England and Wales,-,-,-,"350,120",'
        "100.5,20,30,150.5,40,25,-,117\r\n",
        newline="",
    )

    loaded = load_feed(FEED, {"timeliness.csv": path})

    assert loaded.rows(
        "select period, lcjb_area, defendant_count, median_offence_to_completion_days as total, "
        "median_first_list_to_completion_days as last_stage from raw.court_timeliness"
    ) == [
        {
            "period": "2010 Q2 (Apr-Jun)",
            "lcjb_area": "-",
            "defendant_count": 350_120,
            "total": 117.0,
            "last_stage": None,
        }
    ]
