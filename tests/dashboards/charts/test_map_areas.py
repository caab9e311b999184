"""Maps: links that a keyboard reaches, shapes beside colours, and labels that never touch."""

import re
import xml.etree.ElementTree as ET

from dashboards.charts.map_areas import TALLEST, WIDTH, Shade, Shape, Spot, draw, swatch

DARK = Shade("dark", "above", "#12436D", "\N{BLACK UP-POINTING TRIANGLE}")
NONE = Shade("none", "no figure", "#FFFFFF", is_hatched=True)
SVG = "{http://www.w3.org/2000/svg}"


def square(code, left, top, side=1000):
    half = side // 2
    return Shape(
        code,
        f"Area {code}",
        f"M{left},{top}l{side},0 0,{side} -{side},0z",
        (left, top, left + side, top + side),
        (left + half, top + half),
    )


def drawn(shapes, spots):
    svg = draw(shapes, spots, "A rate", "Two areas.", "m")
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_each_area_is_a_link_that_says_its_figure():
    spots = {
        "A": Spot(DARK, "1", "9.7, above", "/areas/A"),
        "B": Spot(NONE, "2", "no figure", "/b"),
    }

    svg = drawn([square("A", 0, 0), square("B", 1000, 0)], spots)

    links = svg.findall(f"{SVG}a")
    assert [(a.get("href"), a.get("aria-label")) for a in links] == [
        ("/areas/A", "Area A: 9.7, above"),
        ("/b", "Area B: no figure"),
    ]
    # An image's parts would be passed over by a screen reader, so a map of links is a group.
    assert svg.get("role") == "group"
    title, said = svg.get("aria-labelledby").split()
    assert svg.find(f".//*[@id='{title}']").text == "A rate"
    assert svg.find(f".//*[@id='{said}']").text == "Two areas."


def test_a_map_that_leads_nowhere_is_one_image():
    svg = drawn([square("A", 0, 0)], {"A": Spot(DARK)})

    assert (svg.get("role"), svg.findall(f".//{SVG}a")) == ("img", [])


def test_colour_never_stands_alone_and_no_figure_is_hatched():
    spots = {"A": Spot(DARK, "1"), "B": Spot(NONE, "2")}

    svg = drawn([square("A", 0, 0), square("B", 1000, 0)], spots)

    labels = [text.text for text in svg.iter(f"{SVG}text")]
    assert sorted(labels) == ["1\N{BLACK UP-POINTING TRIANGLE}", "2"]
    fills = [path.get("fill") for path in svg.findall(f"{SVG}path")]
    assert fills == ["#12436D", "url(#m-hatch)"]
    assert svg.find(".//*[@id='m-hatch']") is not None
    assert "url(#m-hatch)" in swatch(NONE, "m")


def test_outlines_keep_their_shape_and_stay_inside_the_picture():
    tall = Shape("T", "Tall", "M0,0l10,0 0,100 -10,0z", (0, 0, 10, 100), (5, 50))

    for shape in (square("A", 500_000, -300_000, 20_000), tall):
        svg = drawn([shape], {shape.code: Spot(DARK)})
        *_, width, height = map(float, svg.get("viewBox").split())
        places = re.findall(r"([\d.]+),([\d.]+)", svg.find(f"{SVG}path").get("d"))
        across = {float(x) for x, _ in places}
        down = {float(y) for _, y in places}
        assert (width, height <= TALLEST) == (WIDTH, True)
        assert min(across) >= 0 and max(across) <= width and max(down) <= height
        assert min(down) >= 0
        ratio = (shape.box[3] - shape.box[1]) / (shape.box[2] - shape.box[0])
        assert abs((max(down) - min(down)) / (max(across) - min(across)) - ratio) < 0.05 * ratio


def test_a_small_area_gives_up_its_label_rather_than_touch_that_of_a_larger_one():
    large, small = square("L", 0, 0, 100_000), square("S", 50_500, 50_000, 1_000)

    svg = drawn([large, small], {"L": Spot(DARK, "1"), "S": Spot(DARK, "2")})

    labels = [text.text for text in svg.iter(f"{SVG}text")]
    assert labels == ["1\N{BLACK UP-POINTING TRIANGLE}"]


def test_steps_too_small_to_see_are_left_out():
    fine = " ".join(["1,0"] * 999)
    shape = Shape(
        "A", "A", f"M0,0l{fine} 99001,0 0,100000 -100000,0z", (0, 0, 100_000, 100_000), (1, 1)
    )

    (path,) = drawn([shape], {"A": Spot(DARK)}).findall(f"{SVG}path")

    assert path.get("d").count("L") < 15


def test_a_name_with_marks_of_markup_cannot_end_its_attribute():
    shape = Shape("A", 'Fen "<&>', square("A", 0, 0).outline, (0, 0, 1000, 1000), (500, 500))

    svg = drawn([shape], {"A": Spot(DARK, "1", "9", "/areas/A")})

    assert svg.find(f"{SVG}a").get("aria-label") == 'Fen "<&>: 9'
