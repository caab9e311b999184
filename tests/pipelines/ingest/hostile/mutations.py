"""Ways to spoil a clean file, each with what must come of it."""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.lanes import sampled
from tests.pipelines.ingest.hostile.bases import NAMES, Base, is_number

WHOLE, REFUSED, PARTLY, EITHER = "whole", "refused", "partly", "either"
CUTS = 14
WIDE = 40  # columns
LAST_LINE = "the last line has no end"


@dataclass(frozen=True)
class Mutation:
    """One spoilt file and the right outcome.

    `whole`: every row of `truth` is loaded. `refused`: nothing is. `partly`: `truth` is loaded and
    at least one record is rejected or ignored by name. `either`: `truth`, or less of it with the
    rest named.
    """

    what: str
    content: bytes
    outcome: str
    truth: Counter
    says: str = ""


def mutations(base: Base) -> Iterator[Mutation]:
    """Spoil one file in every way there is; a wide file, which takes longer, in every third.

    The short lane spoils every third file in any one way, and in the next way the next third.
    """
    made = (mutation for spoil in SPOILERS for mutation in spoil(base))
    taken = itertools.islice(made, 0, None, 3 if len(base.header) > WIDE else 1)
    turn = NAMES.index(base.name)
    return (mutation for mutation in taken if sampled(mutation.what, 3, turn))


def _cuts(base):
    """Cut at any byte: inside the header, a record, a cell, a line end."""
    whole = base.text()
    data = whole.encode()
    draw = random.Random(base.name)
    places = {1, len(data) // 2, len(data) - 1, len(data) - 2, whole.index("\n") + 1}
    while len(places) < CUTS:
        places.add(draw.randrange(1, len(data)))
    for place in sorted(places):
        yield cut(base, data, place)


def cut(base, data, place):
    """Cut a file; what is left is right only up to the last record that has its line end."""
    part = data[:place]
    lines = part.decode(errors="ignore").split("\n")
    complete = _complete_records(base, part)
    ends_whole = part.endswith(b"\n") and complete is not None
    if ends_whole and complete >= base.layout.minimum_rows:
        # Nothing in the file itself tells: see the tests of shrinking and of completeness.
        return Mutation(f"cut at byte {place}", part, WHOLE, base.truth(base.records[:complete]))
    if ends_whole or base.layout.always_ends_with_newline or len(lines) < 3:
        return Mutation(f"cut at byte {place}", part, REFUSED, Counter())
    # The account says that the last cell may be cut: that is all that can be seen.
    return Mutation(f"cut at byte {place}", part, EITHER, base.truth(), LAST_LINE)


def _complete_records(base, part):
    """Count the records of a clean file that end within its first bytes; None within one."""
    length = len(base.text(records=[]).encode())
    if len(part) < length:
        return None
    for number, record in enumerate(base.records):
        if len(part) == length:
            return number
        length += len(base.text(records=[record]).encode()) - len(base.text(records=[]).encode())
        if len(part) < length:
            return None
    return len(base.records)


def _joined(base):
    whole = base.text()
    yield Mutation("two files joined", (whole + whole).encode(), REFUSED, Counter())
    glued = whole.removesuffix("\n") + whole
    yield Mutation("joined within a line", glued.encode(), REFUSED, Counter())
    bom = whole + "\ufeff" + whole
    yield Mutation("joined with a byte order mark", bom.encode(), REFUSED, Counter())
    turned = list(reversed(base.header))
    second = base.text(turned, [list(reversed(r)) for r in base.records])
    yield Mutation("joined in another order", (whole + second).encode(), REFUSED, Counter())
    cut_short = whole[: len(whole) * 2 // 3] + whole
    yield Mutation("joined to one cut short", cut_short.encode(), REFUSED, Counter())


def _empty(base):
    yield Mutation("empty", b"", REFUSED, Counter())
    yield Mutation("header only", base.text(records=[]).encode(), REFUSED, Counter())
    yield Mutation("blank lines only", b"\n\n\r\n", REFUSED, Counter())
    yield Mutation(
        "header without its end", base.text(records=[])[:-1].encode(), REFUSED, Counter()
    )


def _totals(base):
    places = base.places()
    row = [""] * len(base.header)
    for column in base.layout.columns:
        if column.name in places and is_number(column):
            place = places[column.name]
            values = [base.truth([r]).popitem()[0] for r in base.records]
            at = [c.name for c in base.layout.columns].index(column.name)
            row[place] = f"{sum(v[at] or 0 for v in values):g}"
    texts = [n for n, cell in enumerate(row) if not cell]
    for label in ("Total", "TOTAL", "Grand total"):
        total = list(row)
        total[texts[0] if texts else 0] = label
        whole = base.text(records=[*base.records, total])
        yield Mutation(f"a row {label!r}", whole.encode(), PARTLY, base.truth())


def _footnotes(base):
    whole = base.text()
    for note in ("Source: the publisher, 2019", "* figures under 5 are hidden"):
        yield Mutation(f"footnote {note[:8]}", f"{whole}{note}\n".encode(), PARTLY, base.truth())
    padded = base.text(
        records=[*base.records, ["Notes: see the guide"] + [""] * (len(base.header) - 1)]
    )
    yield Mutation("footnote with commas", padded.encode(), PARTLY, base.truth())


def _encodings(base):
    whole = base.text()
    yield Mutation("byte order mark", b"\xef\xbb\xbf" + whole.encode(), WHOLE, base.truth())
    yield Mutation("UTF-16", whole.encode("utf-16"), WHOLE, base.truth())
    yield Mutation(
        "UTF-16, big end first", b"\xfe\xff" + whole.encode("utf-16-be"), WHOLE, base.truth()
    )
    yield Mutation("UTF-16 without a mark", whole.encode("utf-16-le"), REFUSED, Counter())
    found = base.column(wanted=_is_free_text)
    if found:
        records = _with(base, 1, found[1], "Caf\xe9")
        data = base.text(records=records).encode("cp1252")
        allowed = "cp1252" in base.layout.encodings
        truth = base.truth(records) if allowed else Counter()
        yield Mutation("Windows-1252", data, WHOLE if allowed else REFUSED, truth)
        utf8 = base.text(records=records).encode()
        yield Mutation("an accent in UTF-8", utf8, WHOLE, base.truth(records))
        broken = utf8.replace("\xe9".encode(), b"\xc3\x28")
        outcome = EITHER if allowed else REFUSED
        cells = _with(base, 1, found[1], "Caf\xc3(")
        yield Mutation("broken UTF-8", broken, outcome, base.truth(cells) if allowed else Counter())


def _line_ends(base):
    for name, ends in (("CR LF", "\r\n"), ("CR alone", "\r")):
        yield Mutation(name, base.text(ends=ends).encode(), WHOLE, base.truth())
    lines = base.text().split("\n")
    mixed = "".join(line + ("\r\n" if n % 3 == 0 else "\n") for n, line in enumerate(lines[:-1]))
    yield Mutation("mixed line ends", mixed.encode(), WHOLE, base.truth())
    blank = base.text().replace("\n", "\n\n")
    yield Mutation("blank lines between", blank.encode(), WHOLE, base.truth())
    extra = base.text() + "\n\r\n \n"
    yield Mutation("blank lines at the end", extra.encode(), WHOLE, base.truth())


def _is_free_text(column):
    return column.type == "varchar" and not column.pattern and not column.values


def _with(base, row, place, text):
    records = [list(record) for record in base.records]
    records[row][place] = text
    return records


def _cells(base):
    """Spoil one cell of free text."""
    found = base.column(wanted=_is_free_text)
    if not found:
        return
    _, place = found
    rest = base.truth(base.records[:1] + base.records[2:])
    two_lines = _with(base, 1, place, "two\nlines")
    yield Mutation(
        "a line break in a cell",
        base.text(records=two_lines).encode(),
        EITHER,
        base.truth(two_lines),
    )
    for name, text in (
        ("NUL", "a\0b"),
        ("a control character", "a\x01b"),
        ("an escape character", "a\x1bb"),
    ):
        data = base.text(records=_with(base, 1, place, text)).encode()
        yield Mutation(f"{name} in a cell", data, PARTLY, rest)
    long = base.text(records=_with(base, 1, place, "x" * 3_000_000)).encode()
    yield Mutation("a field of 3 MB", long, PARTLY, rest)
    quoted = base.text(records=_with(base, 1, place, "QUOTE"))
    yield Mutation("an unclosed quote", quoted.replace("QUOTE", '"open').encode(), PARTLY, rest)
    far = [list(record) for record in base.records]
    far[1][place], far[4][place] = "OPEN", "SHUT"
    swallowed = base.text(records=far).replace("OPEN", '"open').replace("SHUT", 'shut"')
    left = base.truth([r for n, r in enumerate(base.records) if n not in (1, 4)])
    yield Mutation(
        "a quote that closes three rows on",
        swallowed.encode(),
        EITHER,
        left + base.truth([_set(base.records[4], place, 'shut"')]),
    )


def _set(record, place, text):
    return [text if n == place else cell for n, cell in enumerate(record)]


def _numbers(base):
    """Spoil one figure."""
    found = base.column(wanted=lambda c: is_number(c) and c.name not in base.layout.key)
    if not found:
        return
    column, place = found
    rest = base.truth(base.records[:1] + base.records[2:])
    for text in ("1,234", "1234%", "\xa31234", " 1234 ", "+1234", "1234.0"):
        records = _with(base, 1, place, text)
        right = base.truth(_with(base, 1, place, "1234"))
        yield Mutation(f"the figure {text!r}", base.text(records=records).encode(), EITHER, right)
    texts = (
        "1,2,3,4", "1.234,5", "12 34", "0x1F", "1_000", "--1", "\u2212" "5", "(5)", "5-", "five", "1e",
        "NaN", "inf", "-inf", "1" * 400, "12\xa0345", "\u0661\u0662", "#REF!", "12;5", "1/2", "true",
    )  # fmt: skip
    for text in texts:
        data = base.text(records=_with(base, 1, place, text)).encode()
        yield Mutation(f"the figure {text[:10]!r}", data, PARTLY, rest)
    negative = _with(base, 1, place, "-3")
    allowed = column.minimum is None or column.minimum <= -3
    truth = base.truth(negative) if allowed else rest
    outcome = WHOLE if allowed else PARTLY
    yield Mutation("a negative count", base.text(records=negative).encode(), outcome, truth)
    unquoted = base.text(records=_with(base, 1, place, "THOUSANDS")).replace("THOUSANDS", "1,234")
    yield Mutation("an unquoted thousand", unquoted.encode(), PARTLY, rest)


def _columns(base):
    """Reorder, rename, double, add and take away columns."""
    truth = base.truth()
    turned = base.text(list(reversed(base.header)), [list(reversed(r)) for r in base.records])
    yield Mutation("columns in reverse", turned.encode(), WHOLE, truth)
    moved = base.text(base.header[1:] + base.header[:1], [r[1:] + r[:1] for r in base.records])
    yield Mutation("first column last", moved.encode(), WHOLE, truth)
    extra = base.text([*base.header, "Officer"], [[*r, "PC 1"] for r in base.records])
    yield Mutation("an extra column", extra.encode(), WHOLE, truth, "left out")
    nameless = base.text([*base.header, ""], [[*r, ""] for r in base.records])
    if not any(column.matches("") for column in base.layout.columns):
        yield Mutation("a nameless last column", nameless.encode(), WHOLE, truth)
    places = base.places()
    for column in base.layout.columns[:6]:
        place = places.get(column.name)
        if place is None:
            continue
        renamed = _set(base.header, place, "Zebra crossing")
        nulled = base.truth([_set(r, place, "") for r in base.records])
        outcome, right = (REFUSED, Counter()) if column.required else (WHOLE, nulled)
        if outcome == WHOLE and column.name in base.layout.key:
            outcome = EITHER  # without it, records may look like one another
        yield Mutation(f"{column.name} renamed", base.text(renamed).encode(), outcome, right)
        without = base.text(
            _without(base.header, place), [_without(r, place) for r in base.records]
        )
        yield Mutation(f"{column.name} left out", without.encode(), outcome, right)
        doubled = base.text(
            [*base.header, base.header[place]], [[*r, r[place]] for r in base.records]
        )
        yield Mutation(f"{column.name} twice", doubled.encode(), REFUSED, Counter())
    wide = ",".join(f"c{n}" for n in range(5_000)) + "\n" + ",".join("1" * 5_000) + "\n"
    yield Mutation("5,000 columns", wide.encode(), REFUSED, Counter())
    shouted = base.text([f"  {cell.upper()} " for cell in base.header])
    yield Mutation("a header in capitals", shouted.encode(), WHOLE, truth)


def _without(cells, place):
    return [cell for n, cell in enumerate(cells) if n != place]


def _records(base):
    """Spoil the width of a record, or repeat one."""
    rest = base.truth(base.records[:1] + base.records[2:])
    for name, change in (
        ("one cell short", lambda r: r[:-1]),
        ("one cell more", lambda r: [*r, "more"]),
        ("half a record", lambda r: r[: len(r) // 2]),
    ):
        records = [*base.records[:1], change(base.records[1]), *base.records[2:]]
        yield Mutation(name, base.text(records=records).encode(), PARTLY, rest)
    if base.layout.key:
        again = base.text(records=[*base.records, base.records[1]])
        yield Mutation("a record twice", again.encode(), PARTLY, base.truth())
        twice = base.text(records=[*base.records, *base.records])
        yield Mutation("every record twice", twice.encode(), REFUSED, Counter())
    quoted = "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n"
        for row in [base.header, *base.records]
    )
    yield Mutation("every cell in quotes", quoted.encode(), WHOLE, base.truth())


def _dates(base):
    """Write dates in the wrong order, or to come."""
    found = base.column(wanted=lambda c: c.type == "date" and not c.date_format and not c.nullable)
    if found:
        _, place = found
        for name, order in (
            ("day before month", lambda y, m, d: f"{y}-{d}-{m}"),
            ("British", lambda y, m, d: f"{d}/{m}/{y}"),
            ("American", lambda y, m, d: f"{m}/{d}/{y}"),
            ("two-digit years", lambda y, m, d: f"{y[2:]}-{m}-{d}"),
            ("serial numbers", lambda y, m, d: f"{43000 + int(m) * 30 + int(d)}"),
        ):
            records = [_set(r, place, order(*r[place][:10].split("-"))) for r in base.records]
            if name == "day before month" and not _shows_its_order(base, place):
                continue
            yield Mutation(
                f"dates {name}", base.text(records=records).encode(), EITHER, base.truth()
            )
        for text in ("infinity", "epoch", "2019-13-01", "2019-02-30", "2019-01-05x", "0019-01-01"):
            data = base.text(records=_with(base, 1, place, text)).encode()
            rest = base.truth(base.records[:1] + base.records[2:])
            yield Mutation(f"the date {text}", data, PARTLY, rest)
    month = base.layout.month and base.column(wanted=lambda c: c.name == base.layout.month)
    if month:
        ahead = [_set(r, month[1], "2099" + r[month[1]][4:]) for r in base.records]
        yield Mutation("months to come", base.text(records=ahead).encode(), REFUSED, Counter())
        one = _with(base, 1, month[1], "2099-01")
        rest = base.truth(base.records[:1] + base.records[2:])
        yield Mutation("one month to come", base.text(records=one).encode(), PARTLY, rest)


def _shows_its_order(base, place):
    """Say whether dates with day and month exchanged can be told: enough days are after the 12th."""
    days = [int(record[place][8:10]) for record in base.records]
    return sum(day > 12 for day in days) > len(days) / 5


def _other_things(base):
    """Send what is no such file at all."""
    for name, content in (
        ("a page of HTML", b"<!doctype html><html><body>Log in</body></html>\n"),
        ("JSON", b'{"rows": [1, 2, 3]}\n'),
        ("random bytes", random.Random(base.name).randbytes(5_000)),
        ("a zip that is called csv", b"PK\x03\x04" + bytes(200)),
        ("semicolons", base.text().replace(",", ";").encode()),
        ("tabs", base.text().replace(",", "\t").encode()),
        ("title lines above", f"Table 1\nAll areas\n\n{base.text()}".encode()),
        ("no header", base.text().split("\n", 1)[1].encode()),
    ):
        yield Mutation(name, content, REFUSED, Counter())


SPOILERS: tuple[Callable[[Base], Iterator[Mutation]], ...] = (
    _cuts, _joined, _empty, _totals, _footnotes, _encodings, _line_ends, _cells, _numbers, _columns,
    _records, _dates, _other_things,
)  # fmt: skip
