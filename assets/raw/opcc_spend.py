"""Payments over GBP 500 that an office, a force or a council must publish.

Grain     one row per line of a payment
Supplier  the body that paid: our own office, a force, a council
Arrives   monthly or quarterly, within a month of its end
Rights    Open Government Licence v3.0; the publisher blanks or redacts the names of individuals

Headers differ between bodies and between months of one body (`Payment Date`, `date`; `Net amount`,
`Net Amount (GBP)`), and titles may stand above them, so every known name is accepted and the header is
found by its words. Dates and amounts are kept as written, in one of the forms seen: ISO or
day/month/year; a minus sign, a trailing minus or brackets for a refund. Bodies publish the same month
again under another name: core.opcc_spend counts each payment once, from the later file.
"""

from pathlib import Path

from assets.sources import source
from pipelines.contract.feed import Column, Records, feed_of_one_table
from pipelines.ingest.readers.headed import first_cells, folded, headed_tables

_MONEY = r"( ?\(.{1,12}\)| ?£| ?gbp)?"
DATE_HEADERS = (
    "Payment Date",
    "date",
    r"re:(payment|paid|transaction|clear(ing|ed|ance)|posting|effective|pay) ?date",
    r"re:date (paid|of payment|cleared)|payment date.*",
    "PaymentDate",
)
AMOUNT_HEADERS = (
    "Net amount",
    rf"re:(net|payment|line|transaction|distribution)? ?(amount|value){_MONEY}",
    rf"re:(net )?(amount|value) ?(paid|net|ex(cl?(uding|\.)?)?\.? ?(of )?vat|\(?net of vat\)?){_MONEY}",
    "AmountPaid",
    "NetAmount",
)
SUPPLIER_HEADERS = (
    "Supplier Name",
    r"re:(supplier|vendor|payee|beneficiary|creditor|merchant|company) ?(name)?( ?\(.*\))?",
    r"re:name of (supplier|payee|beneficiary)",
)
NUMBER = r"£?\s?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?"
AMOUNT = rf"\s*([-+]\s?{NUMBER}|£\s?-\s?(\d{{1,3}}(,\d{{3}})+|\d+)(\.\d+)?|{NUMBER}\s?-?|\({NUMBER}\))\s*"
DATE = r"\s*(\d{4}-\d\d-\d\d([T ].*)?|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}[-/ ][A-Za-z]{3}[-/ ]\d{2,4})\s*"

_DATE = Column("payment_date", DATE_HEADERS, pattern=DATE, nullable=False)
_AMOUNT = Column("net_amount", AMOUNT_HEADERS, pattern=AMOUNT, nullable=False, unit="pounds")
_SUPPLIER = Column("supplier_name", SUPPLIER_HEADERS)


def read_spend(path: Path) -> Records:
    """Find the payments by the three columns that every body publishes."""
    for found in headed_tables(path, _is_header):
        return Records(found.header, found.rows)
    return Records(first_cells(path), iter(()))


def _is_header(row: list[str]) -> bool:
    words = [folded(cell) for cell in row]
    return all(
        any(column.matches(word) for word in words if word)
        for column in (_DATE, _AMOUNT, _SUPPLIER)
    )


def _optional(name: str, *headers: str) -> Column:
    return Column(name, headers, required=False)


FEED = feed_of_one_table(
    "opcc_spend",
    title="Spending over GBP 500",
    **source("opcc_spend"),
    cadence="monthly",
    due_days=30,
    data_to="max(try_cast(left(trim(payment_date), 10) as date))",
    columns=(
        _optional("body_name", "Body Name", "Body", r"re:organi[sz]ation( name)?", "Entity"),
        _DATE,
        _SUPPLIER,
        _AMOUNT,
        _optional(
            "transaction_number",
            "Transaction No.",
            r"re:transaction (no\.?|number|ref(erence)?)|(invoice|payment|document) "
            r"?(no\.?|number|ref(erence)?)|TransactionNumber|InvoiceRef",
        ),
        _optional("expenditure_category", "Expenditure Category", r"re:expen(se|diture) type"),
        _optional("is_capital", r"re:capital ?/ ?revenue"),
        _optional("service", "Service Label", "Service", "Department", "Directorate"),
        _optional("service_code", "Service Code"),
        _optional("expenditure_code", "Expenditure Code"),
        _optional("narrative", "Narrative", "Description", "Purpose", r"re:purpose of .*"),
    ),
    file_patterns=(r".*\.(csv|xlsx|xls|ods)",),
    partition_by=("source_file",),
    ignore=(r"(grand |sub-?)?total\b.*", r"(notes?|source)\b.*"),
    reader=read_spend,
)
