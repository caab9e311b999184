"""The appendices: grants with their total, notes on the figures, tables behind the charts."""

import datetime as dt
from collections.abc import Callable, Iterable

from dashboards import words
from dashboards.charts.spec import Chart, ChartPoint
from dashboards.measures import Measure
from dashboards.papers.blocks import Block, Heading, Note, Paragraph, Table, Text, page_share
from dashboards.papers.lookup import Lookup, note_label, table_label
from snapshot.published import Published, Row

GRANTS, NOTES, TABLES = "appendix-grants", "appendix-notes", "appendix-tables"
READING = "appendix-reading"
_MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
_QUARTERS = ("Apr to Jun", "Jul to Sep", "Oct to Dec", "Jan to Mar")
_LONG = 15  # points from which a series over time is laid out by year
_QUARTER_ENDS = ("30 Jun", "30 Sep", "31 Dec", "31 Mar")
_PROVISIONAL, _NONE = "*", "\N{EN DASH}"
_MARKS = {_PROVISIONAL: "provisional", _NONE: "no figure"}


def financial_year(date: dt.date) -> str:
    """Name the financial year of a date, as 2019/20."""
    first = date.year if date.month >= 4 else date.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def grants(published: Published, themes: list[Row], board_date: dt.date) -> list[Block]:
    """List the themes' grants of the financial year, their total and its share of all grants."""
    year = financial_year(board_date)
    one = f", {themes[0]['title']} theme" if len(themes) == 1 else ""
    title = f"Crime and disorder reduction grants {year}{one}"
    blocks: list[Block] = [Heading(title, 1, GRANTS, is_appendix=True)]
    everything = published.rows(
        """
        select *
        from grant_award
        where financial_year = ?
        order by currency, purpose nulls last, title, award_id
        """,
        [year],
    )
    for theme in themes:
        rows = [row for row in everything if row["theme"] == theme["theme"]]
        if not rows:
            sentence = f"The grants delivered hold none for the {theme['title']} theme in {year}."
            blocks.append(Paragraph(Text(sentence), is_numbered=False))
            continue
        for index, currency in enumerate(dict.fromkeys(row["currency"] for row in rows)):
            mine = [row for row in rows if row["currency"] == currency]
            label = "-".join(["table-grants", theme["theme"], *([str(index)] if index else [])])
            every = [row for row in everything if row["currency"] == currency]
            share = Text(_share(mine, every, currency or "GBP", theme["title"], year))
            blocks.append(Paragraph(share, is_numbered=False))
            blocks.append(_grant_table(currency or "GBP", mine, label, theme["title"]))
    return blocks


def _share(mine: list[Row], every: list[Row], currency: str, theme: str, year: str) -> str:
    """Say a theme's total, and how much of all grants of the year it is."""
    total, whole = _sum(mine), _sum(every)
    sign = "£" if currency == "GBP" else f"{currency} "
    verb = "comes" if len(mine) == 1 else "come"
    sentence = (
        f"{words.counted(len(mine), 'grant').capitalize()} of the {theme} theme in {year} {verb} to "
        f"{sign}{_amount(total)}"
    )
    if not whole:
        return f"{sentence}."
    return (
        f"{sentence}: {100 * total / whole:.1f}% of the {sign}{_amount(whole)} of all "
        f"{words.counted(len(every), 'grant')} delivered for the year."
    )


def _sum(rows: list[Row]) -> float:
    return float(sum(row["amount_awarded"] or 0 for row in rows))


def _grant_table(currency: str, rows: list[Row], label: str, theme: str) -> Table:
    caption = f"Grants awarded, {theme} theme"
    caption += "" if currency == "GBP" else f", in {currency}"
    sign = "£" if currency == "GBP" else currency
    lines = tuple(
        (
            ": ".join(part for part in (row["title"], _described(row)) if part),
            row["recipient_name"] or "not stated",
            _amount(row["amount_awarded"]),
        )
        for row in rows
    )
    total = (f"Total of {words.counted(len(rows), 'grant')}", "", _amount(_sum(rows)))
    header = ("Grant and purpose", "Recipient", f"Amount ({sign})")
    return Table(caption, header, lines, label, total, 2, widths=(5, 3, 1.5))


def _described(row: Row) -> str:
    described = row["description"] or ""
    return "" if described == row["title"] else described


def _amount(amount: float | None) -> str:
    if amount is None:
        return "not stated"
    return f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,.2f}"


def notes(lookup: Lookup) -> list[Block]:
    """Write what stands behind each figure used: definition, source, caveats, checks, owner."""
    blocks: list[Block] = [
        Heading("Notes on the figures", 1, NOTES, is_appendix=True, starts_page=False)
    ]
    if not lookup.noted:
        blocks.append(Paragraph(Text("No figure stands in this report."), is_numbered=False))
    for metric_id in lookup.noted:
        measure = lookup.measure(metric_id)
        said = [*_entries(measure), ("Overtaken", _overtaken(lookup, measure))]
        entries = tuple((term, Text(text)) for term, text in said if text)
        blocks.append(Note(measure.metric["title"], note_label(metric_id), entries))
    return blocks


def _entries(measure: Measure) -> Iterable[tuple[str, str]]:
    metric = measure.metric
    yield "Definition", metric["definition"] or ""
    if metric["denominator_name"]:
        yield "Made from", f"{metric['numerator_name']}, over {metric['denominator_name']}."
    age = ", ".join(part for part in (measure.period_text, measure.age_text) if part)
    yield "Source", f"{measure.source}. {f'Latest figure: {age}.' if age else 'No figure.'}"
    yield "Caveats", " ".join(_sentence(line) for line in measure.caveats)
    yield "Parts", _sentence(metric["breakdown_note"] or "")
    yield "Checks", _checks(measure)
    yield "Owner", _sentence(metric["owner"] or "")


def _overtaken(lookup: Lookup, measure: Measure) -> str:
    text = lookup.releases.overtaken_text(measure)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _checks(measure: Measure) -> str:
    if not measure.checks_total:
        return "No check of its tables has been recorded in this snapshot."
    held = f"{measure.checks_passed} of {words.counted(measure.checks_total, 'check')} passed."
    return " ".join([held, *(_sentence(line) for line in measure.warnings)])


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "?", ":")) else f"{text}."


def chart_tables(lookup: Lookup) -> list[Block]:
    """Set the figures of each chart in a table."""
    blocks: list[Block] = [Heading("The figures behind the charts", 1, TABLES, is_appendix=True)]
    if not lookup.charts:
        blocks.append(Paragraph(Text("No chart stands in this report."), is_numbered=False))
    for label, measure in lookup.charts.items():
        if measure.chart:
            blocks.append(_chart_table(measure, measure.chart, table_label(label)))
    return blocks


def _chart_table(measure: Measure, chart: Chart, label: str) -> Table:
    by_year = _by_year(chart, measure.metric["unit"])
    if by_year:
        header, rows, caption = by_year
        widths = (1.7, *(1.0 for _ in header[1:]))
        return Table(f"{chart.subtitle}{caption}", header, rows, label, (), 1, widths)
    columns, rows = measure.columns, measure.rows
    last = measure.table.numeric_to
    shares = (2.0, *(1.5 if column <= last else 3.0 for column in range(1, len(columns))))
    return Table(
        chart.subtitle,
        columns,
        rows,
        label,
        first_numeric=1,
        last_numeric=measure.table.numeric_to,
        widths=shares,
        share=page_share(columns),
    )


def _by_year(
    chart: Chart, unit: str
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], str] | None:
    """Lay a long monthly or quarterly series out with a row for each financial year."""
    points = chart.series[0].points
    dates = [point.period_start_date for point in points if point.period_start_date]
    if len(chart.series) > 1 or chart.form != "trend" or not _LONG <= len(points) == len(dates):
        return None
    columns, place = _columns(dates, chart.period_word)
    if not columns:
        return None
    years: dict[str, list[str]] = {}
    for point, date in zip(points, dates, strict=True):
        row = years.setdefault(financial_year(date), [""] * len(columns))
        notes = (a.number for a in chart.annotations if a.number and a.date == date)
        row[place(date)] = _cell(point, unit) + "".join(f" [{number}]" for number in notes)
    marks = "".join(mark for row in years.values() for mark in row)
    legend = [f"{mark} {word}" for mark, word in _MARKS.items() if mark in marks]
    legend += ["[1] the note of that number under the chart"] if "[" in marks else []
    rows = tuple((year, *cells) for year, cells in years.items())
    return ("Year", *columns), rows, f" ({'; '.join(legend)})" if legend else ""


def _columns(
    dates: list[dt.date], period_word: str
) -> tuple[tuple[str, ...], Callable[[dt.date], int]]:
    """Choose months, quarters or the last days of quarters; nothing where no such grid fits."""
    if period_word == "month":
        return _MONTHS, lambda date: (date.month - 4) % 12
    if all((date + dt.timedelta(days=1)).day == 1 and date.month % 3 == 0 for date in dates):
        return _QUARTER_ENDS, lambda date: (date.month - 4) % 12 // 3
    if period_word == "quarter" and all(date.month % 3 == 1 for date in dates):
        return _QUARTERS, lambda date: (date.month - 4) % 12 // 3
    return (), lambda date: 0


def _cell(point: ChartPoint, unit: str) -> str:
    if point.value is None:
        return _NONE
    mark = _PROVISIONAL if point.state in ("provisional", "immature") else ""
    return words.number_text(point.value, unit) + mark
