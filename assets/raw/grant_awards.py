"""Grant awards in the 360Giving standard: the office's own ledger, or any funder's open file.

Grain     one row per award
Supplier  the funder named in `Funding Org:Name`; for our own grants, OPCC commissioning
Arrives   irregularly; our own ledger quarterly
Rights    Open Government Licence v3.0 or as the funder states; individuals' names are not published

Arrives as CSV, as a workbook (the sheet with the awards is found by its header, under any title or
`#` rows) or as the standard's JSON (`{"grants": [...]}`). Headers are the standard's titles as paths
(`Recipient Org:Name`), in any order, and most are optional; JSON fields are given the same names.
Where an award has several places or recipients, they stand in one cell, joined by `; `, and the
award is never split. A funder delivers the whole register, a year of it or a programme of it, so the unit of
revision is a funder's awards of one programme and date: a later file of the same funder replaces
all that it holds again and leaves what it does not. An award that moved between dates is kept once,
as last delivered, by core.grant_award.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assets.sources import source
from pipelines.contract.feed import Column, Records, feed_of_one_table
from pipelines.errors import FeedError
from pipelines.ingest.readers.headed import first_cells, folded, headed_tables, read_json

CODE = r"(id|identifier)"
JOIN = "; "
# The standard's JSON names and the titles that its spreadsheets print for them.
GROUPS = {
    "recipientOrganization": "Recipient Org",
    "recipientIndividual": "Recipient Ind",
    "fundingOrganization": "Funding Org",
    "beneficiaryLocation": "Beneficiary Location",
    "grantProgramme": "Grant Programme",
    "plannedDates": "Planned Dates",
}
FIELDS = {
    "id": "Identifier", "title": "Title", "description": "Description", "currency": "Currency",
    "amountAppliedFor": "Amount Applied For", "amountAwarded": "Amount Awarded",
    "amountDisbursed": "Amount Disbursed", "awardDate": "Award Date",
    "fromOpenCall": "From an open call?", "dateModified": "Last modified",
    "dataSource": "Data Source", "name": "Name", "department": "Department",
    "charityNumber": "Charity Number", "companyNumber": "Company Number",
    "geoCode": "Geographic Code", "geoCodeType": "Geographic Code Type", "code": "Code",
    "startDate": "Start Date", "endDate": "End Date", "duration": "Duration (months)",
}  # fmt: skip
_INDEXED = re.compile(r"\s*([^:]+?)\s*:\s*\d+\s*:\s*(.+?)\s*")


def read_grants(path: Path) -> Records:
    """Read the awards of a JSON package, a workbook or delimited text under the same headers."""
    if path.suffix.casefold() == ".json" or _begins_as_json(path):
        return _read_package(path)
    for found in headed_tables(path, _is_header):
        if all(not cell.strip() for cell in found.header):
            continue
        header, places = _folded_lists(found.header)
        return Records(header, _joined(found.rows, places, len(found.header)))
    return Records(first_cells(path), [])


def _is_header(row: list[str]) -> bool:
    words = {folded(cell) for cell in row}
    has_amount = bool(words & {"amount awarded", "amountawarded"})
    return has_amount and bool(words & {"identifier", "id"})


def _folded_lists(header: list[str]) -> tuple[list[str], list[list[int]]]:
    """Bring `Org:0:Name`, `Org:1:Name` ... into one column; say which cells fill each column."""
    names: dict[str, list[int]] = {}
    columns: list[list[int]] = []
    titles: list[str] = []
    for place, cell in enumerate(header):
        indexed = _INDEXED.fullmatch(cell)
        title = f"{indexed[1]}:{indexed[2]}" if indexed else cell
        if indexed and folded(title) in names:
            names[folded(title)].append(place)
            continue
        columns.append([place])
        titles.append(title)
        if indexed:
            names[folded(title)] = columns[-1]
    return titles, columns


def _joined(
    rows: Iterator[tuple[int, list[str]]], places: list[list[int]], width: int
) -> Iterator[tuple[int, list[str]]]:
    for line, cells in rows:
        if len(cells) != width:
            yield line, cells
            continue
        yield line, [_one_text([cells[place] for place in several]) for several in places]


def _one_text(texts: list[str]) -> str:
    """Join what differs; a single cell passes as it came."""
    if len(texts) == 1:
        return texts[0]
    return JOIN.join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _begins_as_json(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def _read_package(path: Path) -> Records:
    as_written = {"parse_float": str, "parse_int": str, "parse_constant": str}
    package = read_json(path, "Ask the supplier to resend it.", **as_written)
    grants = package.get("grants") if isinstance(package, dict) else None
    if not isinstance(grants, list) or not all(isinstance(grant, dict) for grant in grants):
        raise FeedError(
            f"{path.name}: has no list `grants`, as a 360Giving package has. "
            "Ask the supplier for the standard's JSON."
        )
    flat = [_flat(grant) for grant in grants]
    header = list(dict.fromkeys(name for record in flat for name in record))
    rows = ((n, [record.get(name, "") for name in header]) for n, record in enumerate(flat, 1))
    return Records(header, rows)


def _flat(grant: dict[str, Any]) -> dict[str, str]:
    """Give an award's fields the names of the spreadsheet form; fields we do not read stay out."""
    record: dict[str, str] = {}
    for key, value in grant.items():
        if key in GROUPS:
            items = value if isinstance(value, list) else [value]
            items = [item for item in items if isinstance(item, dict)]
            for name in dict.fromkeys(name for item in items for name in item if name in FIELDS):
                texts = [_text(item[name]) for item in items if name in item]
                record[f"{GROUPS[key]}:{FIELDS[name]}"] = _one_text(texts)
        elif key in FIELDS:
            record[FIELDS[key]] = _text(value)
    return record


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _path(name: str, header: str, *, description: str = "") -> Column:
    """Name an optional column by its path, the standard's list index allowed (`Org:0:Name`)."""
    group, _, part = header.partition(":")
    spellings = (header, rf"re:{group}:(0:)?{re.escape(part)}") if part else (header,)
    return Column(name, spellings, required=False, description=description)


FEED = feed_of_one_table(
    "grant_awards",
    title="Grant awards (360Giving)",
    **source("grant_awards"),
    cadence="irregular",
    due_days=0,
    data_to="max(try_cast(left(award_date, 10) as date))",
    reader=read_grants,
    file_patterns=(r".*\.(csv|tsv|json|xlsx|xls|ods)",),
    columns=(
        Column("award_id", ("Identifier", "id"), nullable=False),
        Column("title", ("Title",), nullable=False),
        Column("description", ("Description",), required=False),
        Column("currency", ("Currency",), pattern=r"[A-Z]{3}", nullable=False),
        Column(
            "amount_applied_for",
            ("Amount Applied For",),
            type="decimal(18, 2)",
            required=False,
            number=True,
        ),
        Column(
            "amount_awarded",
            ("Amount Awarded", "amountAwarded"),
            type="decimal(18, 2)",
            nullable=False,
            number=True,
        ),
        Column(
            "amount_disbursed",
            ("Amount Disbursed",),
            type="decimal(18, 2)",
            required=False,
            number=True,
        ),
        Column(
            "award_date",
            ("Award Date", "awardDate"),
            nullable=False,
            pattern=r"\s*(\d{4}-\d\d-\d\d([T ].*)?|\d{1,2}/\d{1,2}/\d{4})\s*",
            description="Kept as written: a date, or a date and time.",
        ),
        _path("planned_start_date", "Planned Dates:Start Date"),
        _path("planned_end_date", "Planned Dates:End Date"),
        _path("duration_months", "Planned Dates:Duration (months)"),
        Column(
            "recipient_org_id",
            ("Recipient Org:Identifier", rf"re:recipient org:(0:)?{CODE}"),
            required=False,
        ),
        _path("recipient_org_name", "Recipient Org:Name"),
        _path("recipient_org_charity_number", "Recipient Org:Charity Number"),
        _path("recipient_org_company_number", "Recipient Org:Company Number"),
        Column(
            "recipient_individual_name",
            ("Recipient Ind:Name", r"re:recipient ind(ividual)?:(0:)?name"),
            required=False,
            sensitive=True,
        ),
        _path("beneficiary_location_name", "Beneficiary Location:Name"),
        Column(
            "beneficiary_location_code",
            (
                "Beneficiary Location:Geographic Code",
                r"re:beneficiary location:(0:)?geographic code",
            ),
            required=False,
        ),
        _path("beneficiary_location_type", "Beneficiary Location:Geographic Code Type"),
        Column(
            "funding_org_id",
            ("Funding Org:Identifier", rf"re:funding org:(0:)?{CODE}"),
            nullable=False,
        ),
        Column(
            "funding_org_name", ("Funding Org:Name", r"re:funding org:(0:)?name"), nullable=False
        ),
        _path("funding_org_department", "Funding Org:Department"),
        _path("grant_programme_code", "Grant Programme:Code"),
        _path("grant_programme_title", "Grant Programme:Title"),
        _path("open_call", "From an open call?"),
        _path("last_modified", "Last modified"),
        _path("data_source", "Data Source"),
    ),
    key=("award_id",),
    partition_by=("funding_org_id", "grant_programme_title", "award_date"),
    ignore=(r"(grand )?total\b.*",),
)
