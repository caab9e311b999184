"""Children cautioned or sentenced: comparison columns come and go between editions."""

import pytest

from assets.raw.youth_justice import FEED

ROW = "E10000003,Cambridgeshire,UA,2018/19,Children cautioned or sentenced,Count,Children,164"


@pytest.mark.parametrize(
    ("more", "cells"),
    [("", ""), (",compared_to_England,inequality", ",NA,NA"), (",compared_to_Wales", ",Better")],
)
def test_the_comparison_columns_are_optional(load_feed, tmp_path, more, cells):
    path = tmp_path / "children.csv"
    path.write_text(
        f"area_code,area_name,area_type,period,indicator,measure,unit,value{more}\n{ROW}{cells}\n"
    )

    loaded = load_feed(FEED, {"children.csv": path})

    assert loaded.rows("select area_code, value from raw.youth_justice") == [
        {"area_code": "E10000003", "value": 164.0}
    ]


@pytest.mark.parametrize(
    ("cell", "value", "state"),
    [("*", None, "suppressed"), ("NA", None, "missing"), ("-", 0.0, None)],
)
def test_hidden_missing_and_nought_are_told_apart(load_feed, tmp_path, cell, value, state):
    path = tmp_path / "children.csv"
    path.write_text(
        "area_code,area_name,area_type,period,indicator,measure,unit,value\n"
        f"{ROW.removesuffix('164')}{cell}\n"
    )

    loaded = load_feed(FEED, {"children.csv": path})

    assert loaded.rows("select value, value_state from raw.youth_justice") == [
        {"value": value, "value_state": state}
    ]
