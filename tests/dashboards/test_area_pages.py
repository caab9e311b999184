"""Area pages: the map and its table twin say the same, and never more than intervals allow."""

import csv
import datetime as dt
import io
import re
from html import unescape

import pytest

from dashboards.web.app import create_app

FORCE = "E23000023"
YEAR = (dt.date(2018, 4, 1), dt.date(2019, 3, 31))
AREAS = {"E22000013": "Cambridge", "E22000015": "Fenland", "E22000017": "Peterborough"}
# Value, lower and upper: the force area's 10 lies below Peterborough's interval and within Fenland's.
RATES = {
    FORCE: (10.0, 9.8, 10.2),
    "E22000013": (7.0, 6.0, 8.0),
    "E22000015": (10.5, 9.0, 12.0),
    "E22000017": (14.0, 13.0, 15.0),
}


def figure(code, value, lower=None, upper=None, span=YEAR, **more):
    return {
        "metric_id": "prosecution_possible_rate",
        "area_code": code,
        "area_name": AREAS.get(code, "Cambridgeshire"),
        "period_type": "financial_year",
        "period_start_date": span[0],
        "period_end_date": span[1],
        "value": value,
        "lower": lower,
        "upper": upper,
        "numerator": None if value is None else value * 10,
        "denominator": 1000,
        "state": "final",
        **more,
    }


def outline(code, place):
    left = 1000 * place
    return {
        "area_code": code,
        "area_type": "csp",
        "edition_year": 2023,
        "drawn_from": "districts",
        "part_count": 1,
        "outline": f"M{left},0l1000,0 0,1000 -1000,0z",
        "left_m": left,
        "top_m": 0,
        "right_m": left + 1000,
        "bottom_m": 1000,
        "label_x_m": left + 500,
        "label_y_m": 500,
        "note": "Schematic.",
    }


@pytest.fixture
def rows_of(snapshot_tables):
    """Three partnerships with outlines and a year's rate, beside the force area's."""
    snapshot_tables["area"] += [
        {"area_code": code, "area_name": name, "area_type": "csp", "parent_code": FORCE}
        for code, name in AREAS.items()
    ]
    snapshot_tables["area_boundary"] = [outline(code, n) for n, code in enumerate(AREAS)]
    snapshot_tables["observation"] += [figure(code, *rate) for code, rate in RATES.items()]
    return snapshot_tables


@pytest.fixture
def client(publish):
    """Return a function that publishes rows and gives the pages, for the board."""
    return lambda rows_of: create_app(publish(rows_of), "board").test_client()


def of_area(rows_of, code):
    return next(
        row
        for row in rows_of["observation"]
        if row["area_code"] == code and row["period_type"] == "financial_year"
    )


def legend(page):
    items = re.findall(r"</svg>([^<]+)</li>", page[page.index('class="legend"') :])
    return [unescape(item).strip() for item in items]


def test_areas_are_set_beside_the_force_area_by_their_intervals(rows_of, client, words_of):
    pages = client(rows_of)

    said = words_of(pages, "/areas")

    assert (
        "Prosecutions possible: Peterborough is above; Cambridge is below the force area's 10.0%"
        in said
    )
    assert legend(pages.get("/areas").text) == [
        "Above the force area's figure: 1 area",
        "No clear difference from the force area's figure: 1 area",
        "Below the force area's figure: 1 area",
    ]


def test_the_table_says_what_the_map_says_and_gives_no_rank(rows_of, client, words_of):
    said = words_of(client(rows_of), "/areas")

    # Fenland's 9 to 12 lies above Cambridge's 6 to 8 and below Peterborough's 13 to 15.
    assert "1. Cambridge 7.0 6.0 to 8.0 70 of 1,000 Below the force area's figure Below 2" in said
    assert (
        "2. Fenland 10.5 9.0 to 12.0 105 of 1,000 No clear difference from the force area's figure "
        "Above 1 and below 1" in said
    )
    assert "rank." in said and "1st" not in said


def test_every_area_of_the_map_is_a_link_with_its_figure_in_words(rows_of, client):
    page = client(rows_of).get("/areas").text

    links = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"><path', page)

    assert links == [
        ("/areas/E22000013", "Cambridge: 7.0, below the force area's figure"),
        ("/areas/E22000015", "Fenland: 10.5, no clear difference from the force area's figure"),
        ("/areas/E22000017", "Peterborough: 14.0, above the force area's figure"),
    ]
    assert "<script" not in page[page.index("<main") :]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("missing", "no figure No figure Not published by the source for this period"),
        ("withheld", "no figure No figure Withheld because a check failed"),
        ("suppressed", "no figure No figure Hidden to protect people"),
    ],
)
def test_an_area_without_a_figure_is_hatched_and_says_why(rows_of, client, words_of, state, said):
    row = of_area(rows_of, "E22000015")
    row |= {"state": state} | ({} if state != "missing" else {"value": None})
    of_area(rows_of, "E22000015").update(row)
    pages = client(rows_of)

    assert f"2. Fenland {said}" in words_of(pages, "/areas")
    page = pages.get("/areas").text
    assert "No figure: 1 area" in legend(page)
    assert page.count('fill="url(#rates-hatch)"') == 2  # the area, and its sample in the legend


def test_without_intervals_nothing_is_compared(rows_of, client, words_of):
    for row in rows_of["observation"]:
        row |= {"lower": None, "upper": None}

    said = words_of(client(rows_of), "/areas")

    assert "the community safety partnerships cannot be compared, for want of intervals" in said
    assert "above" not in said.split("Areas")[1].casefold()


def test_a_count_is_never_mapped(rows_of, client):
    counts = [
        {**figure(code, 10), "metric_id": "street_level_crime_count", "denominator": None}
        for code in RATES
    ]
    rows_of["observation"] += counts
    pages = client(rows_of)

    assert "street_level_crime_count" not in pages.get("/areas").text.split("</form>")[1]
    assert pages.get("/areas?measure=street_level_crime_count").status_code == 404
    assert pages.get("/areas?measure=prosecution_possible_rate").status_code == 200
    assert pages.get("/areas?measure=prosecution_possible_rate&period=month").status_code == 404


def test_a_year_in_which_hardly_any_area_has_a_figure_is_passed_over(rows_of, client, words_of):
    following = (dt.date(2019, 4, 1), dt.date(2020, 3, 31))
    rows_of["observation"].append(figure("E22000015", 11, 10, 12, span=following))

    assert "year ending March 2019. The force area" in words_of(client(rows_of), "/areas")


def test_an_area_that_had_ended_is_not_on_the_map(rows_of, client, words_of):
    rows_of["area"][-1]["valid_to"] = dt.date(2015, 3, 31)

    said = words_of(client(rows_of), "/areas")

    assert "2. Fenland" in said and "3. Peterborough" not in said


def test_without_boundaries_the_table_says_all_that_a_map_would(rows_of, client, words_of):
    del rows_of["area_boundary"]

    said = words_of(client(rows_of), "/areas")

    assert "no boundaries of these areas have been delivered" in said
    assert "3. Peterborough 14.0 13.0 to 15.0" in said


def test_an_area_page_shows_where_it_lies_and_says_so_in_words(rows_of, client, words_of):
    pages = client(rows_of)

    said = words_of(pages, "/areas/E22000015")

    assert "Fenland, dark, among 2 other areas (community safety partnerships)." in said
    assert "Schematic." in said
    page = pages.get("/areas/E22000015").text
    shapes = page[page.index('<svg class="map"') :].split("</svg>")[0]
    assert shapes.startswith('<svg class="map" viewBox') and 'role="img"' in shapes
    assert shapes.count('fill="#12436D"') == 1 and "<a " not in shapes


def test_an_area_stands_first_beside_its_neighbours_on_the_same_axes(rows_of, client, words_of):
    for code in AREAS:
        for year in (2015, 2016, 2017):
            span = (dt.date(year, 4, 1), dt.date(year + 1, 3, 31))
            rows_of["observation"].append(figure(code, float(year - 2010), 1, 20, span=span))
    pages = client(rows_of)

    said = words_of(pages, "/areas/E22000015")

    beside = said[said.index("Beside its neighbours") :]
    assert "Fenland (this area) 10.5%, 2018/19 Cambridge 7.0%, 2018/19 Peterborough" in beside
    assert "Period Fenland Cambridge Peterborough Cambridgeshire 2018/19 10.5 7.0 14.0" in beside
    assert pages.get("/areas/E22000015?measure=antisocial_behaviour_rate").status_code == 404


def test_the_figures_of_an_area_can_be_taken_away_whole(rows_of, client):
    pages = client(rows_of)
    assert "/areas/E22000015.csv" in pages.get("/areas/E22000015").text

    rows = list(csv.DictReader(io.StringIO(pages.get("/areas/E22000015.csv").text)))

    assert [(row["metric_id"], row["value"]) for row in rows] == [
        ("prosecution_possible_rate", "10.5")
    ]
    assert rows[0]["data_note"].startswith("Synthetic")
    assert pages.get("/areas/E22000015.parquet").status_code == 200
    assert '"Every figure of Fenland"' in pages.get("/areas/E22000015.csv-metadata.json").text
    assert pages.get("/areas/E99999999.csv").status_code == 404
