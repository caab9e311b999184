"""Boundaries as publishers send them: what is drawn, what is mended, and what is refused in words."""

import gzip
import json
import re

import pytest

from pipelines import assemble
from pipelines.errors import FeedError
from pipelines.ingest.readers.boundaries import read_boundaries
from pipelines.ingest.receive import receive

# Two squares of a tenth of a degree that share the meridian 0.1, in Cambridgeshire.
WEST = [[0.0, 52.2], [0.1, 52.2], [0.1, 52.3], [0.0, 52.3], [0.0, 52.2]]
EAST = [[0.1, 52.2], [0.2, 52.2], [0.2, 52.3], [0.1, 52.3], [0.1, 52.2]]


def feature(code, name, *rings, kind="Polygon", coordinates=None, **more):
    given = list(rings) if coordinates is None else coordinates
    return {
        "type": "Feature",
        "properties": {"FID": 1, "LAD23CD": code, "LAD23NM": name, **more},
        "geometry": {"type": kind, "coordinates": given},
    }


def collection(*features, crs="EPSG:4326", **more):
    named = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return {"type": "FeatureCollection", "features": list(features), **named, **more}


TWO = collection(feature("E07000008", "West", WEST), feature("E07000009", "East", EAST))


@pytest.fixture
def read(tmp_path):
    """Write a collection and read it as the feed does; return its records by column."""

    def read(content, name="lad_boundaries.geojson"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        records = read_boundaries(path)
        return [dict(zip(records.header, cells, strict=True)) for _, cells in records.rows]

    return read


def points(outline):
    """Follow an outline's first ring from point to point."""
    start, steps = re.match(r"M([-\d,]+)l([^z]+)z", outline).groups()
    x, y = map(int, start.split(","))
    found = [(x, y)]
    for step in steps.split():
        by = step.split(",")
        x, y = x + int(by[0]), y + int(by[1])
        found.append((x, y))
    return found


def test_areas_are_drawn_on_the_national_grid_with_their_code_kind_and_edition(read):
    west, east = read(TWO)

    assert (west["LAD23CD"], west["kind"], west["edition year"]) == ("E07000008", "lad", "2023")
    # 52.2 to 52.3 degrees north and 0 to 0.1 east: some 7 km by 11 km about TL 36 and 37.
    assert 536_000 < int(west["left"]) < 538_000
    assert -270_500 < int(west["top"]) < int(west["bottom"]) < -257_500
    assert 6_700 < int(west["right"]) - int(west["left"]) < 7_400
    assert int(west["left"]) < int(west["label x"]) < int(east["left"])


def test_neighbours_keep_the_edge_that_they_share(read):
    west, east = (set(points(row["outline"])) for row in read(TWO))

    assert len(west & east) == 2


def test_a_corner_too_fine_for_a_map_is_left_out_on_both_sides_of_an_edge(read):
    # Some twenty metres out and back again, half way up the edge.
    notch = [[0.1, 52.25], [0.1003, 52.2501], [0.1, 52.2502]]
    west = [*WEST[:2], *notch, *WEST[2:]]
    east = [*EAST[:4], *notch[::-1], EAST[0]]

    rows = read(collection(feature("E1", "West", west), feature("E2", "East", east)))

    assert [len(points(row["outline"])) for row in rows] == [4, 4]


def test_a_hole_and_every_island_of_some_size_are_drawn(read):
    hole = [[0.03, 52.23], [0.03, 52.27], [0.07, 52.27], [0.07, 52.23], [0.03, 52.23]]
    island = [[x + 0.2, y] for x, y in EAST]
    rock = [[x / 1000 + 1, y / 1000 + 52] for x, y in WEST]  # seven metres by eleven
    shape = {"kind": "MultiPolygon", "coordinates": [[WEST, hole], [island], [rock]]}

    (row,) = read(collection(feature("E2", "Two", **shape)))

    assert row["outline"].count("M") == 3


def test_degrees_and_metres_of_the_grid_give_the_same_outline(read):
    square = [(540_000, 260_000), (550_000, 260_000), (550_000, 270_000), (540_000, 270_000)]
    ring = [list(place) for place in [*square, square[0]]]

    (row,) = read(collection(feature("E1", "Square", ring), crs="urn:ogc:def:crs:EPSG::27700"))

    assert set(points(row["outline"])) == {(x, -y) for x, y in square}
    assert (row["left"], row["bottom"]) == ("540000", "-260000")


def test_a_boundary_that_crosses_itself_is_mended_and_told(read):
    bow_tie = [[0.0, 52.2], [0.1, 52.3], [0.1, 52.2], [0.0, 52.3], [0.0, 52.2]]

    (row,) = read(collection(feature("E1", "Bow tie", bow_tie)))

    assert row["mended"] == "self-intersection"
    assert row["outline"].count("M") == 2  # the two triangles of the bow


def test_what_the_file_says_after_its_features_counts_too(read):
    content = json.dumps(TWO)
    moved = (
        '{"features":' + json.dumps(TWO["features"]) + ',"type":"FeatureCollection",'
        '"crs":{"type":"name","properties":{"name":"EPSG:3857"}}}'
    )

    assert len(read(content)) == 2
    with pytest.raises(FeedError, match=r"its coordinates are in epsg:3857\. Download"):
        read(moved)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (json.dumps(TWO)[:-60], "is not whole JSON"),
        ("[" * 100_000, "is not whole JSON"),
        ('{"type":"FeatureCollection","features":[{},]}', "is no feature with properties"),
        ({"type": "Topology", "features": []}, "is no GeoJSON collection of features"),
        (collection(), "is no GeoJSON collection of features"),
        (collection(feature("E1", "Line", WEST, kind="LineString")), r"is a LineString, where a"),
        (collection(feature("E1", "Open", WEST[:-1])), r"does not end where it begins"),
        (collection(feature("E1", "Short", WEST[:2])), r"has 2 points, where at least 4"),
        (collection(feature("E1", "Text", [["a", "b"]] * 5)), "is no list of points"),
        (collection(feature("E1", "Ragged", [[1], [1, 2]])), "is no list of points"),
        (collection(feature("E1", "Flat", [WEST[0], WEST[1], WEST[0], WEST[0]])), "encloses nothing"),
        (collection(feature("E1", "None", coordinates=[])), "polygon 1 of its boundary has no ring"),
        (collection(feature("E1", "x", kind="MultiPolygon", coordinates=[])), "has no coordinates"),
        (collection(feature("E1", "Empty", coordinates=[[]])), "ring 1 of its boundary is no list"),
        (
            collection({"type": "Feature", "properties": {"LAD23CD": "E1"}, "geometry": None}),
            r"feature 1 \(E1\): its boundary is nothing, where a Polygon",
        ),
        (
            collection({**feature("E1", "x", WEST), "properties": {"NAME": "x", "ID": 7}}),
            r"no property is the code of an area, as LAD23CD.*found NAME, ID",
        ),
        (
            collection(feature("E1", "x", WEST, CSP23CD="E22000013")),
            r"names several kinds of area \(LAD23CD, CSP23CD\)",
        ),
        (
            collection(feature("E1", "x", [[y, x] for x, y in WEST])),
            "latitude stands before longitude",
        ),
        (
            collection(feature("E1", "x", [[x * 1e6, y * 5_000] for x, y in WEST])),
            "which are metres, but the file says degrees",
        ),
        (
            collection(feature("E1", "x", [[x + 100, y] for x, y in WEST])),
            r"in degrees \(EPSG:4326\) is not in the British Isles",
        ),
        (
            collection(feature("E1", "x", WEST), crs="EPSG:27700")
            | {"features": [feature("E1", "x", [[x + 5e6, y] for x, y in WEST])]},
            r"in the British National Grid \(EPSG:27700\) is not in the British Isles",
        ),
    ],
)  # fmt: skip
def test_boundaries_that_cannot_be_drawn_are_refused_in_plain_words(read, content, words):
    with pytest.raises(FeedError, match=words):
        read(content)


def test_a_point_that_is_no_number_is_refused(read):
    content = json.dumps(TWO).replace("52.2", "NaN", 1)

    with pytest.raises(
        FeedError, match=r"feature 1 \(E07000008\): ring 1 of its boundary has a point"
    ):
        read(content)


def test_a_scribble_that_would_take_hours_to_mend_is_refused_at_once(read):
    # Each line of 20,000 runs from one side to the other, so each crosses nearly every other.
    scribble = [[0.1 * (n % 2), 52.2 + (n * 7919 % 20_000) / 200_000] for n in range(20_000)]

    with pytest.raises(FeedError, match="crosses itself too often to be mended"):
        read(collection(feature("E1", "Scribble", [*scribble, scribble[0]])))


@pytest.mark.parametrize("name", ["lad23.geojson", "lad23.geojson.gz", "LAD_boundaries.json"])
def test_a_delivery_of_boundaries_is_recognised_whatever_its_wrapping(tmp_path, name):
    path = tmp_path / "post" / name
    path.parent.mkdir()
    content = json.dumps(TWO).encode()
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)

    (received,) = receive([path], tmp_path / "site" / "landing", assemble.feeds())

    assert (received.feed_id, received.reason) == ("area", "")
