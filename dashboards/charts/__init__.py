"""One specification of a chart, drawn as plotly figure, as SVG and as a table.

Not here: choosing what to chart.
"""
