"""The hand-made snapshot with what the shipped prose names: enough for an Offenders paper."""

import datetime as dt

import pytest

from dashboards.papers.compose import compose
from dashboards.papers.texts import Texts
from dashboards.papers.write import write_paper
from snapshot.published import Published
from tests.dashboards.conftest import write

BOARD_DATE = dt.date(2019, 12, 19)
BOARD = {
    "board_name": "Business Coordination Board",
    "from": "Chief Executive",
    "recommendation": "The Board is recommended to note the contents of this report.",
}
# As paragraph 4.2 of the paper of December 2019 lists them.
TYPICAL_DAY = {
    "emergency_call": 361,
    "emergency_call_answered_within_10_seconds": 324,
    "non_emergency_call_abandoned": 107,
    "non_emergency_call": 890,
    "incident": 399,
    "crime": 175,
    "arrest": 29,
    "dwelling_burglary": 6,
    "theft": 80,
    "theft_from_vehicle": 12,
    "robbery": 2,
    "violence": 46,
    "domestic_incident": 37,
    "mental_health_incident": 27,
    "missing_person": 9,
    "road_collision_with_casualty": 5,
    "breath_test": 24,
    "antisocial_behaviour_incident": 44,
}
NAMED_IN_PROSE = {
    "prosecution_possible_rate_dwelling_burglary": "O2",
    "crown_court_open_caseload": "O3",
    "youth_cautioned_or_sentenced_rate": "O3",
}


@pytest.fixture
def board():
    return dict(BOARD)


@pytest.fixture
def rows_of(snapshot_tables):
    """Every table of a snapshot that carries the Offenders paper, for a test to change."""
    rows = snapshot_tables
    common = next(m for m in rows["metric"] if m["metric_id"] == "prosecution_possible_rate")
    for metric_id, objective_id in NAMED_IN_PROSE.items():
        title = metric_id.replace("_", " ").capitalize()
        own = {"metric_id": metric_id, "title": title, "objective_id": objective_id}
        rows["metric"].append({**common, **own, "priority_id": None})
    for priority_id, title in (("O2.2", "Tackle crimes of concern."), ("O3.2", "Divert people.")):
        rows["plan_priority"].append(
            {"priority_id": priority_id, "objective_id": priority_id[:2], "title": title,
             "status": "official", "position": 1}
        )  # fmt: skip
    for priority_id in ("C1.1", "T1.1"):
        rows["plan_priority"].append(
            {"priority_id": priority_id, "objective_id": priority_id[:2], "title": None,
             "status": "to confirm", "position": 0}
        )  # fmt: skip
    rows["promise"].append(
        {"priority_id": "O2.1", "item": "Police responses", "metric_id": "typical_day_count",
         "state": "kept"}
    )  # fmt: skip
    rest = [row for row in rows["observation"] if row["metric_id"] != "typical_day_count"]
    template = next(row for row in rows["observation"] if row["metric_id"] == "typical_day_count")
    for kind, value in TYPICAL_DAY.items():
        rest.append({**template, "breakdown_value": kind, "value": value, "numerator": value * 365})
    rows["observation"] = rest
    return rows


@pytest.fixture(scope="session")
def remembered():
    """What this session has published, composed and written, by what it was made from."""
    return {}


@pytest.fixture
def published_rows(rows_of, remembered, tmp_path_factory):
    """Publish the rows as they are when it is called; equal rows are published once a session."""

    def published_rows():
        key = repr(rows_of)
        if key not in remembered:
            remembered[key] = write(tmp_path_factory.mktemp("snapshot") / "published", rows_of)
        return Published(remembered[key])

    return published_rows


@pytest.fixture
def composed(rows_of, published_rows, board, remembered):
    """Compose a theme's paper."""

    def composed(theme="offenders", folder=None):
        key = repr((rows_of, board, theme, folder))
        if key not in remembered:
            published = published_rows()
            remembered[key], _ = compose(published, theme, BOARD_DATE, board, Texts(folder))
            published.close()
        return remembered[key]

    return composed


@pytest.fixture
def written(rows_of, published_rows, board, remembered, tmp_path_factory):
    """Write a theme's paper; return the folder it is in."""

    def written(theme="offenders", into=None):
        key = repr(("written", rows_of, board, theme))
        if into is not None or key not in remembered:
            published = published_rows()
            folder = into or tmp_path_factory.mktemp("paper") / "papers_out"
            write_paper(published, theme, BOARD_DATE, board, folder)
            published.close()
            if into is not None:
                return into
            remembered[key] = folder
        return remembered[key]

    return written
