"""A contract's column rules as SQL: the one place that says how text becomes a typed value."""

from pipelines.contract import Column, Layout

INTEGERS = {"tinyint", "smallint", "integer", "bigint", "hugeint"}
NUMBER = r"^[-+]?£?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?\s*%?$"
INTEGER = r"^[-+]?\d+(\.0+)?$"


def literal(text: str) -> str:
    """Quote a text of our own contract for SQL."""
    return "'" + text.replace("'", "''") + "'"


def typing(layout: Layout, places: dict[str, int], relation: str) -> str:
    """Wrap a relation of text columns c0, c1 ... so that each value is read once.

    Adds `g<place>`, the delivered text or null where it is one of the column's missing markers, and
    `v<place>`, the typed value or null where it cannot be typed. Both readers hand an empty field
    over as null already, so only other markers cost a comparison.
    """
    given, typed = [], []
    for column, place in _placed(layout, places):
        source = f"c{place}"
        markers = [literal(marker) for marker in column.missing if marker]
        if markers:
            source = f"case when trim(c{place}) not in ({', '.join(markers)}) then c{place} end"
        given.append(f"{source} as g{place}")
        typed.append(f"{_typed(column, f'g{place}')} as v{place}")
    return f"(select *, {', '.join(typed)} from (select *, {', '.join(given)} from {relation}) as given)"


def _placed(layout: Layout, places: dict[str, int]) -> list[tuple[Column, int]]:
    return [(c, places[c.name]) for c in layout.columns if c.name in places]


def _typed(column: Column, text: str) -> str:
    """Give the expression that types a delivered text; null where it cannot be typed."""
    if column.type == "varchar":
        return text
    if column.type == "date":
        if column.date_format:
            return f"try_strptime(trim({text}), {literal(column.date_format)})::date"
        return f"try_cast({text} as date)"
    if column.type == "boolean":
        return f"try_cast(lower(trim({text})) as boolean)"
    if column.number:
        bare = f"regexp_replace({text}, '[,£%+\\s]', '', 'g')"
        text = f"case when regexp_matches(trim({text}), {literal(NUMBER)}) then {bare} end"
    if column.type in INTEGERS:
        return (
            f"case when regexp_matches(trim({text}), {literal(INTEGER)}) "
            f"then try_cast(try_cast({text} as decimal(38, 6)) as {column.type}) end"
        )
    return f"try_cast({text} as {column.type})"


def _broken_rule(column: Column, given: str, value: str) -> str | None:
    """Give an expression that names the rule a delivered text breaks, or null; None if no rule."""
    cases = []
    if not column.nullable:
        cases.append((f"{given} is null or trim({given}) = ''", "must not be empty"))
    if column.type != "varchar":
        kind = {"date": "a date", "boolean": "true or false"}.get(column.type)
        kind = kind or ("a whole number" if column.type in INTEGERS else "a number")
        cases.append((f"{given} is not null and {value} is null", f"is not {kind}"))
        if column.type == "double":
            cases.append((f"isnan({value}) or isinf({value})", "is not a number"))
    if column.values:
        allowed = ", ".join(literal(item) for item in column.values)
        shown = ", ".join(column.values[:8]) + (" ..." if len(column.values) > 8 else "")
        cases.append((f"{given} not in ({allowed})", f"is not one of {shown}"))
    if column.pattern:
        matches = f"regexp_full_match({given}, {literal(column.pattern)})"
        cases.append((f"not {matches}", f"is not of the form {column.pattern}"))
    if column.minimum is not None:
        cases.append((f"{value} < {column.minimum}", f"is below {column.minimum:g}"))
    if not cases:
        return None
    whens = " ".join(f"when {test} then {literal(words)}" for test, words in cases)
    return f"case {whens} end"


def select_list(layout: Layout, places: dict[str, int]) -> list[str]:
    """Give each column of the contract from a typed relation, null where it was not delivered."""
    return [
        f"v{places[column.name]} as {column.name}"
        if column.name in places
        else f"null::{column.type} as {column.name}"
        for column in layout.columns
    ]


def rules(layout: Layout, places: dict[str, int]) -> list[tuple[Column, str, str]]:
    """List (column, its text column, its broken-rule expression) for every column with a rule."""
    found = []
    for column, place in _placed(layout, places):
        if rule := _broken_rule(column, f"g{place}", f"v{place}"):
            found.append((column, f"c{place}", rule))
    return found
