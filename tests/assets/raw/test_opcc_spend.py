"""Spending over GBP 500: headers that differ from month to month, and files of other bodies."""

import pytest

from assets.raw.opcc_spend import FEED
from demonstration.workbook import workbook

FIGURES = (
    "select count(*) as payments, sum(net_amount_gbp)::double as pounds, "
    "min(payment_date)::varchar as first, max(payment_date)::varchar as last, "
    "count(*) filter (is_supplier_redacted) as redacted from core.opcc_spend"
)


def first_rows(load_feed, tmp_path, content, name="spend.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    loaded = load_feed(FEED, {name: path})
    rows = loaded.rows(
        "select payment_date, supplier_name, net_amount from raw.opcc_spend order by source_row"
    )
    return loaded.accounts[name][1], [tuple(row.values()) for row in rows]


@pytest.mark.parametrize(
    "header",
    [
        "Payment Date,Supplier Name,Net amount",
        "date,Supplier Name,Net Amount",
        "Date Paid,Supplier,Amount (£)",
        "Transaction Date,Vendor Name,Value",
        "Date of Payment,Beneficiary,Net Amount (GBP)",
        "PaymentDate,Payee,Amount excl VAT",
        "Paid Date,Creditor Name,Amount Excluding VAT",
    ],
)
def test_every_body_names_date_supplier_and_amount_in_its_own_words(load_feed, tmp_path, header):
    account, rows = first_rows(load_feed, tmp_path, f"{header}\n08/04/2019,A Supplier,600.50\n")

    assert account.state == "loaded"
    assert rows == [("08/04/2019", "A Supplier", "600.50")]


def test_titles_above_the_header_and_a_total_below_are_no_payments(load_feed, tmp_path):
    account, rows = first_rows(
        load_feed,
        tmp_path,
        "Payments over £500,,\nApril 2019,,\n,,\nDate,Supplier,Amount\n"
        "08/04/2019,A Supplier,600.50\n09/04/2019,Another,\"1,000.00\"\nTotal,,\"1,600.50\"\n",
    )  # fmt: skip

    assert [row[2] for row in rows] == ["600.50", "1,000.00"]
    assert (account.rows_in_file, account.rows_ignored) == (3, 1)


def test_a_workbook_is_read_as_a_person_sees_it(load_feed, tmp_path):
    content = workbook(
        "Payments",
        [["Spend over 500"], ["Date", "Supplier", "Amount"], ["2019-04-08", "A Supplier", 600.5]],
    )

    _, rows = first_rows(load_feed, tmp_path, content, "spend.xlsx")

    assert rows == [("2019-04-08", "A Supplier", "600.5")]


def test_windows_1252_pound_signs_are_read(load_feed, tmp_path):
    _, rows = first_rows(
        load_feed, tmp_path, "Date,Supplier,Amount (£)\n08/04/2019,Café,£600\n".encode("cp1252")
    )

    assert rows == [("08/04/2019", "Café", "£600")]


@pytest.mark.parametrize("header", ["Date,Supplier,Gross", "Supplier,Net amount", "Date,Amount"])
def test_a_file_without_date_supplier_and_net_amount_is_refused_by_name(
    load_feed, tmp_path, header
):
    account, rows = first_rows(load_feed, tmp_path, f"{header}\n1,2,3\n")

    assert (account.state, rows) == ("refused", [])
    assert "missing" in account.reason


def test_a_file_cut_within_its_last_line_is_refused(load_feed, tmp_path):
    account, rows = first_rows(
        load_feed, tmp_path, "Date,Supplier,Amount\n08/04/2019,A,600.50\n09/04/2019,B,1000"
    )

    assert (account.state, rows) == ("refused", [])
    assert "cut short" in account.reason


def test_a_date_that_is_none_is_rejected_with_its_line(load_feed, tmp_path):
    lines = [f"0{day}/04/2019,A,600" for day in range(1, 9)]
    account, _ = first_rows(
        load_feed, tmp_path, "\n".join(["Date,Supplier,Amount", *lines, "April,B,700"]) + "\n"
    )

    assert account.state == "partly_rejected"
    assert account.rejects[0][:3] == (10, "Date", "April")


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2015-04", (2168, 3_073_930.37, "2015-04-01", "2015-04-29", 3)),
        ("2016-03", (1782, 2_152_617.00, "2016-03-02", "2016-03-30", 18)),
    ],
)
def test_two_published_months_with_differing_headers(load_feed, shared_data, month, expected):
    name = f"harrogate_clean_{month}.csv"
    loaded = load_feed(FEED, {name: shared_data / "spend" / name}).build(
        "assets/core/opcc_spend.sql"
    )

    (row,) = loaded.rows(FIGURES)

    assert tuple(row.values()) == expected
    assert loaded.accounts[name][1].state == "loaded"


def test_the_same_month_under_two_names_is_counted_once(load_feed, shared_data):
    path = shared_data / "spend" / "harrogate_clean_2015-04.csv"
    loaded = load_feed(FEED, {"a.csv": path, "b.csv": path}).build("assets/core/opcc_spend.sql")

    (row,) = loaded.rows(FIGURES)

    assert (row["payments"], row["pounds"]) == (2168, 3_073_930.37)
