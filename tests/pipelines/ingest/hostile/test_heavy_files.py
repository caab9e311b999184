"""Files made to fill memory or never to end: refused by name, within 1 GB and 10 seconds.

Each is taken in by a process of its own, whose memory the operating system measures.
"""

import gzip
import json
import subprocess
import sys
import zipfile

import pytest

from tests.conftest import ROOT

MOST_MEMORY = 1024**3
MOST_SECONDS = 10
HEADER = "Month,Force,Crimes,Note\n"
ROW = "2019-01-01,E23000023,1,note\n"


def columns_5000(path):
    path.write_text(",".join(f"c{n}" for n in range(5_000)) + "\n" + ("1," * 4_999 + "1\n") * 200)


def field_3mb(path):
    path.write_text(HEADER + ROW * 20 + f"2019-02-01,E23000023,1,{'x' * 3_000_000}\n")


def one_endless_line(path):
    path.write_text(HEADER + "x" * 120_000_000)


def every_row_opens_a_quote(path):
    path.write_text(HEADER + '2019-01-01,E23000023,1,"open\n' * 200_000)


def nothing_but_quotes(path):
    path.write_bytes(HEADER.encode() + b'"' * 20_000_000)


def all_nul(path):
    path.write_bytes(bytes(60_000_000))


def gz_bomb(path):
    with gzip.open(path, "wb", compresslevel=6) as file:
        for _ in range(300):
            file.write(bytes(1024 * 1024))


def zip_bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", bytes(300 * 1024 * 1024))


def many_members(path):
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(21_000):
            archive.writestr(f"{number}.csv", "")


def workbook_of_zeros(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (300 * 1024 * 1024))


def two_cells_far_apart(path):
    cells = "".join(
        f'<row r="{row}"><c r="{name}{row}" t="inlineStr"><is><t>Month</t></is></c></row>'
        for name, row in (("A", 1), ("XFD", 1_048_576))
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{cells}</sheetData></worksheet>"
        )


def repeated_cells(path):
    row = (
        '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="1000" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="a">{row}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )


HOSTILE = [
    (columns_5000, "a.csv", "refused", "5,000 columns"),
    (field_3mb, "a.csv", "partly_rejected", "a field of 3,000,000 characters"),
    (one_endless_line, "a.csv", "refused", "holds a line of more than"),
    (every_row_opens_a_quote, "a.csv", "refused", "opens a quote that is not closed"),
    (nothing_but_quotes, "a.csv", "refused", "holds a line of more than"),
    (all_nul, "a.csv", "refused", "missing 'Month'"),
    (gz_bomb, "a.csv.gz", "refused", "unpacks to more than"),
    (zip_bomb, "a.zip", "refused", "would unpack to"),
    (many_members, "a.zip", "refused", "in 21,000 files"),
    (workbook_of_zeros, "a.xlsx", "refused", "would unpack to"),
    (two_cells_far_apart, "a.xlsx", "refused", "spread over"),
    (repeated_cells, "a.ods", "refused", "spread over"),
]


# The time is a promise of the project, so a test of it may fail on a machine that is overloaded.
@pytest.mark.parametrize(
    ("make", "name", "state", "words"), HOSTILE, ids=lambda v: getattr(v, "__name__", "")
)
def test_a_hostile_file_costs_less_than_a_gigabyte_and_ten_seconds(
    tmp_path, make, name, state, words
):
    (tmp_path / "site.toml").write_text('force_code = "E23000023"\n', encoding="utf-8")
    folder = tmp_path / "landing" / "crime"
    folder.mkdir(parents=True)
    make(folder / name)
    kind = "book" if name.endswith((".xlsx", ".ods")) else "text"
    done = subprocess.run(
        [sys.executable, "-m", "tests.pipelines.ingest.hostile.alone", str(tmp_path), kind],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    ((found, reason, given, loaded),) = said["found"]
    assert (found, words in reason) == (state, True), said
    assert len(reason) < 2_000
    assert loaded < max(given, 1)
    assert said["peak"] < MOST_MEMORY, f"{said['peak']:,} bytes"
    assert said["seconds"] < MOST_SECONDS
