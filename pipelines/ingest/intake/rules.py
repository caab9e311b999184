"""A contract's column rules as SQL: the one place that says how text becomes a typed value."""

from pipelines.contract.feed import Column, Layout
from pipelines.sql import literal

INTEGERS = {"tinyint", "smallint", "integer", "bigint", "hugeint"}
NUMBER = r"^[-+]?£?(\d{1,3}(,\d{3})+|\d+)(\.\d+)? *%?$"
WHOLE_NUMBER = r"^[-+]?£?(\d{1,3}(,\d{3})+|\d+)(\.0+)? *%?$"
INTEGER = r"^[-+]?\d+(\.0+)?$"
DATE = r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T]\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?$"
FIRST_DATE, LAST_DATE = "1800-01-01", "2200-12-31"
# What a date must be the first day of, where its name of ours says so.
FIRST_DAY_OF = {"month_start_date": "month", "quarter_start_date": "quarter"}


def typing(layout: Layout, places: dict[str, int], relation: str) -> str:
    """Wrap a relation of text columns c0, c1 ... so that each value is read once.

    Adds `g<place>`, the delivered text or null where it is a marker ('0' where the marker means
    zero), and `v<place>`, the typed value or null where it cannot be typed; neither where it would
    be the text itself. Both readers hand an empty field over as null already, so only other markers
    cost a comparison.
    """
    placed = _placed(layout, places)
    given = [f"{_given(c, f'c{p}')} as g{p}" for c, p in placed if _text(c, p) != f"c{p}"]
    typed = [f"{_typed(c, _text(c, p))} as v{p}" for c, p in placed if c.type != "varchar"]
    texts = f"(select {', '.join(['*', *given])} from {relation})" if given else relation
    return f"(select {', '.join(['*', *typed])} from {texts})" if typed else texts


def _text(column: Column, place: int) -> str:
    """Name the delivered text of a column, its markers taken off."""
    return f"c{place}" if _given(column, "") == "" else f"g{place}"


def _value(column: Column, place: int) -> str:
    """Name the typed value of a column."""
    return _text(column, place) if column.type == "varchar" else f"v{place}"


def _placed(layout: Layout, places: dict[str, int]) -> list[tuple[Column, int]]:
    return [(c, places[c.name]) for c in layout.columns if c.name in places]


def _given(column: Column, source: str) -> str:
    """Give the expression for a delivered text: null or '0' where it is a marker."""
    states = column.states
    zeros = [marker for marker, state in states.items() if marker and state == "zero"]
    nulls = [marker for marker, state in states.items() if marker and state != "zero"]
    whens = []
    if states[""] == "zero":
        whens.append(f"when {source} is null or trim({source}) = '' then '0'")
    if zeros:
        whens.append(f"when trim({source}) in ({_list(zeros)}) then '0'")
    if nulls:
        whens.append(f"when trim({source}) in ({_list(nulls)}) then null")
    return f"case {' '.join(whens)} else {source} end" if whens else source


def state_of(column: Column, source: str) -> str:
    """Give the expression for the state of a delivered text: null where there is a value."""
    whens = []
    for state in dict.fromkeys(column.states.values()):
        markers = [marker for marker, its in column.states.items() if its == state]
        if state != "zero":
            whens.append(f"when coalesce(trim({source}), '') in ({_list(markers)}) then '{state}'")
    return f"case {' '.join(whens)} end" if whens else "null::varchar"


def _list(texts: list[str]) -> str:
    return ", ".join(literal(text) for text in texts)


def _typed(column: Column, text: str) -> str:
    """Give the expression that types a delivered text; null where it cannot be typed."""
    if column.type == "varchar":
        return text
    if column.type == "date":
        if column.date_format:
            return f"try_strptime(trim({text}), {literal(column.date_format)})::date"
        # DuckDB by itself takes `epoch`, `infinity`, `19-01-05` and `2019-01-05x` for dates.
        return _where(f"trim({text})", DATE, f"try_cast({text} as date)")
    if column.type == "boolean":
        return f"try_cast(lower(trim({text})) as boolean)"
    # DuckDB by itself reads `1_000` as a thousand, and rounds 1.5 to a whole number.
    if column.type not in INTEGERS and not column.number:
        return f"case when not contains({text}, '_') then try_cast({text} as {column.type}) end"
    pattern = NUMBER
    if column.type in INTEGERS:
        pattern = WHOLE_NUMBER if column.number else INTEGER
    bare = f"translate({text}, ',£%+ ', '')" if column.number else text
    if column.type in INTEGERS:
        bare = f"split_part({bare}, '.', 1)"
    return _where(f"trim({text})", pattern, f"try_cast({bare} as {column.type})")


def _where(text: str, pattern: str, value: str) -> str:
    return f"case when regexp_matches({text}, {literal(pattern)}) then {value} end"


def _cases(column: Column, given: str, value: str) -> list[tuple[str, str]]:
    """List the tests that a delivered text may fail, each with the words for it."""
    cases = []
    if not column.nullable:
        cases.append((f"{given} is null or trim({given}) = ''", "must not be empty"))
    if column.type != "varchar":
        kind = {"date": "a date", "boolean": "true or false"}.get(column.type)
        kind = kind or ("a whole number" if column.type in INTEGERS else "a number")
        cases.append(
            (f"{value} is null and {given} is not null and trim({given}) <> ''", f"is not {kind}")
        )
        if column.type == "double":
            cases.append((f"isnan({value}) or isinf({value})", "is not a number"))
    if column.type == "date":
        outside = f"{value} not between date '{FIRST_DATE}' and date '{LAST_DATE}'"
        cases.append((outside, f"is not a date of the years {FIRST_DATE[:4]} to {LAST_DATE[:4]}"))
        if unit := FIRST_DAY_OF.get(column.name):
            first = f"{value} <> date_trunc('{unit}', {value})"
            cases.append((first, f"is not the first day of a {unit}"))
    if column.values:
        allowed = ", ".join(literal(item) for item in column.values)
        shown = ", ".join(column.values[:8]) + (" ..." if len(column.values) > 8 else "")
        cases.append((f"{given} not in ({allowed})", f"is not one of {shown}"))
    if column.pattern:
        matches = f"regexp_full_match({given}, {literal(column.pattern)})"
        cases.append((f"not {matches}", f"is not of the form {column.pattern}"))
    if column.minimum is not None:
        cases.append((f"{value} < {column.minimum}", f"is below {column.minimum:g}"))
    return cases


def value_of(column: Column, text: str) -> str:
    """Give the expression that types one text as a column's value; null where it cannot be."""
    return _typed(column, f"({_given(column, text)})")


def select_list(layout: Layout, places: dict[str, int]) -> list[str]:
    """Give each column of the contract from a typed relation, null where it was not delivered."""
    found = []
    for column in layout.columns:
        place = places.get(column.name)
        value = f"null::{column.type}" if place is None else _value(column, place)
        found.append(f"{value} as {column.name}")
        if column.keeps_state:
            state = "'missing'" if place is None else state_of(column, f"c{place}")
            found.append(f"{state} as {column.name}_state")
    return found


def rules(layout: Layout, places: dict[str, int]) -> list[tuple[Column, str, str]]:
    """List (column, its text column, its broken-rule expression) for every column with a rule."""
    found = []
    for column, place in _placed(layout, places):
        if cases := _cases(column, _text(column, place), _value(column, place)):
            whens = " ".join(f"when {test} then {literal(words)}" for test, words in cases)
            found.append((column, f"c{place}", f"case {whens} end"))
    return found


def broken(layout: Layout, places: dict[str, int]) -> list[str]:
    """List the tests of every rule; one that is true is broken, one that is null is not."""
    return [
        f"({test})"
        for column, place in _placed(layout, places)
        for test, _ in _cases(column, _text(column, place), _value(column, place))
    ]
