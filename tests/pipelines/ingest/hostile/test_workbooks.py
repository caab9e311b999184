"""Workbooks as suppliers send them: titles, merged headers, totals, and files cut or spoilt."""

import random
from collections import Counter
from dataclasses import dataclass

import pytest

from demonstration import reoffending
from demonstration.workbook import workbook_of
from pipelines import assemble
from pipelines.ingest.readers.headed import sheets
from tests.lanes import lane
from tests.pipelines.ingest.hostile.conftest import COUNTED

SAME, LESS, REFUSED, SAFE = "same", "less", "refused", "safe"
CUTS = FLIPS = lane(8, 25)
NAME = "proven_reoffending/proven-reoffending-by-local-authority-oct2015-sep2016.xlsx"


@dataclass(frozen=True)
class Book:
    """One sheet: its rows, where its header stands, and where the figures of offenders do."""

    content: bytes
    rows: list[list[str]]
    head: int
    code: int
    figure: int

    def truth(self, rows=None):
        """Area code and offenders of each record, read by hand."""
        found = self.rows if rows is None else rows
        return Counter(
            (row[self.code], row[self.figure])
            for row in found
            if row[self.code][:1] in "EWK" and row[self.code]
        )


@pytest.fixture(scope="module")
def feed():
    return next(feed for feed in assemble.feeds() if feed.feed_id == "proven_reoffending")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    content = next(
        content for name, content in reoffending.deliveries(2019) if "local-authority" in name
    )
    path.write_bytes(content)
    ((_, rows),) = list(sheets(path))
    head = next(n for n, row in enumerate(rows) if any("code" in c.casefold() for c in row))
    words = [" ".join(cell.split()).casefold() for cell in rows[head]]
    code = next(n for n, word in enumerate(words) if "code" in word)
    return Book(content, rows, head, code, words.index("number of offenders"))


def spoilt(book):
    """Yield (what, content, outcome, truth)."""
    rows, head, truth = book.rows, book.head, book.truth()
    above, header, body = rows[:head], rows[head], rows[head + 1 :]

    def written(*parts, name="Local authority"):
        return workbook_of({name: [row for part in parts for row in part]})

    yield "title rows above", written(above, [["Note"], [""]], [header], body), SAME, truth
    yield "blank rows between", written(above, [header], [[""]], body), SAME, truth
    merged = [header[0]] + [""] * (len(header) - 1)
    yield "a merged header", written(above, [merged], body), REFUSED, Counter()
    group = ["", "", "All offenders, of whom"] + [""] * (len(header) - 3)
    yield "a heading over the header", written(above, [group], [header], body), SAME, truth
    broken = [cell.replace(" ", "\r\n") for cell in header]
    yield "line breaks in the header", written(above, [broken], body), SAME, truth
    turned = [list(reversed(_padded(row, header))) for row in [header, *body]]
    yield "columns in reverse", written(above, turned), SAFE, truth
    without = [_without(_padded(row, header), book.figure) for row in [header, *body]]
    yield "a column left out", written(above, without), REFUSED, Counter()
    renamed = [*header]
    renamed[book.figure] = "Zebra crossings"
    yield "a column renamed", written(above, [renamed], body), REFUSED, Counter()
    doubled = [
        [*_padded(row, header), _padded(row, header)[book.figure]] for row in [header, *body]
    ]
    yield "a column twice", written(above, doubled), REFUSED, Counter()
    extra = [[*_padded(row, header), "x"] for row in [header, *body]]
    yield "an extra column", written(above, extra), SAME, truth
    total = [""] * len(header)
    total[0], total[book.figure] = "Total", "999999"
    yield "a total row", written(above, [header], body, [total]), SAME, truth
    yield (
        "a footnote",
        written(above, [header], body, [["Source: Ministry of Justice"]]),
        SAME,
        truth,
    )
    yield "the header again", written(above, [header], body, [header], body), SAFE, truth
    yield "no rows", written(above, [header]), REFUSED, Counter()
    yield "an empty sheet", written([[""]]), REFUSED, Counter()
    yield "another sheet first", workbook_of({"Contents": [["Contents"]], "A": rows}), SAME, truth
    first = next(n for n, row in enumerate(body) if row[book.code][:1] in "EWK" and row[book.code])
    for text in ("#REF!", "n/a", "1e5", "12 apples", "--"):
        row = [*_padded(body[first], header)]
        row[book.figure] = text
        rest = book.truth([r for n, r in enumerate(body) if n != first])
        yield (
            f"the figure {text}",
            written(above, [header], [row], _without(body, first)),
            LESS,
            rest,
        )
    draw = random.Random(1)
    for _ in range(CUTS):
        place = draw.randrange(1, len(book.content))
        yield f"cut at byte {place}", book.content[:place], REFUSED, Counter()
    for _ in range(FLIPS):
        place = draw.randrange(len(book.content))
        flipped = bytearray(book.content)
        flipped[place] ^= 1 << draw.randrange(8)
        yield f"a bit of byte {place} turned", bytes(flipped), SAFE, truth
    yield "empty", b"", REFUSED, Counter()
    yield (
        "text that is called a workbook",
        b"Local authority code,Number\nE1,2\n",
        REFUSED,
        Counter(),
    )
    yield "random bytes", draw.randbytes(4_000), REFUSED, Counter()


def _padded(row, header):
    return (row + [""] * len(header))[: len(header)]


def _without(cells, place):
    return [cell for n, cell in enumerate(cells) if n != place]


def test_no_spoilt_workbook_gives_a_wrong_number_in_silence(book, feed, take, record_property):
    states, wrong = Counter(), []
    names = [column.name for column in feed.layouts[1].columns]
    code, figure = names.index("area_code"), names.index("offender_count")
    for what, content, outcome, truth in spoilt(book):
        account, _, loaded = take(feed, NAME, content)
        rows = Counter()
        for row, count in loaded.items():
            rows[row[code], str(row[figure] or "")] += count
        states[account.state] += 1
        named = account.rows_rejected + account.rows_ignored or account.state == "refused"
        right = {
            SAME: rows == truth,
            LESS: rows == truth and account.rows_rejected > 0,
            REFUSED: account.state == "refused" and account.reason and not rows,
            SAFE: rows == truth or (named and rows <= truth),
        }[outcome]
        if not right or account.rows_in_file != (
            account.rows_loaded + account.rows_rejected + account.rows_ignored
        ):
            wrong.append(
                f"{what}: {len(rows)} rows for {len(truth)}; {account.state}: {account.reason[:300]}"
            )
    for state, count in states.items():
        record_property(f"{COUNTED}: {state}", count)
    assert not wrong, "\n".join(wrong)
