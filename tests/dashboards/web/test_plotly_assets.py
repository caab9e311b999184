"""plotly.js: its rules become a file, so that no page needs a style of its own."""

from dashboards.web.plotly_assets import plotly_assets


def test_the_rules_that_hover_and_stacking_need_are_in_the_stylesheet():
    rules = plotly_assets().stylesheet.splitlines()
    assert (
        ".js-plotly-plot .plotly .main-svg {position:absolute;top:0;left:0;pointer-events:none;}"
        in rules
    )
    assert any(rule.startswith(".plotly-notifier {") for rule in rules)
    assert len(rules) > 50
    assert "http" not in plotly_assets().stylesheet


def test_the_marker_of_the_map_styles_is_known():
    assert all(len(marker) == 64 for marker in plotly_assets().marker_ids)
    assert plotly_assets().marker_ids
