"""The grants page: awarded, paid and evidenced, in sums that agree whichever way they are added."""

import datetime as dt
import re
from html import unescape

import pytest

from dashboards.pages import grants
from dashboards.pages.reader import Reader
from dashboards.papers import appendices
from dashboards.web.app import create_app
from snapshot.published import Published

# Appendix 1 of the December 2019 board paper: the offender grants of 2019/20, £516,000 in all.
APPENDIX = (94_000, 127_000, 136_000, 50_000, 89_000, 20_000)


def award(award_id, amount, **more):
    return {
        "award_id": award_id,
        "title": f"Grant {award_id}",
        "currency": "GBP",
        "amount_awarded": amount,
        "award_date": dt.date(2019, 4, 1),
        "financial_year": "2019/20",
        "funder_name": "The Commissioner",
        "recipient_name": f"Recipient {award_id}",
        "theme": "offenders",
        "beneficiary_location_code": "E23000023",
        "is_individual": False,
        **more,
    }


def payment(award_id, amount, day=1):
    return {
        "payment_id": f"{award_id}-{day}",
        "award_id": award_id,
        "payment_date": dt.date(2019, 5, day),
        "amount_gbp": amount,
    }


def returned(award_id, amount, received=True):
    return {
        "award_id": award_id,
        "period_start_date": dt.date(2019, 4, 1),
        "period_end_date": dt.date(2019, 9, 30),
        "is_evidence_received": received,
        "evidenced_amount_gbp": amount,
    }


@pytest.fixture
def rows_of(snapshot_tables):
    """The six awards of Appendix 1, of which three are paid in part and one is evidenced."""
    snapshot_tables["grant_award"] = [award(str(n), amount) for n, amount in enumerate(APPENDIX, 1)]
    snapshot_tables["grant_payment"] = [
        payment("1", 23_500.10),
        payment("1", 23_500.20, 2),
        payment("2", 127_000),
        payment("3", 10_000),
    ]
    snapshot_tables["grant_return"] = [returned("1", 20_000.05), returned("2", 0, received=False)]
    return snapshot_tables


@pytest.fixture
def page(publish, words_of):
    """Return a function that publishes rows and reads the grants page as words."""
    return lambda rows_of: words_of(create_app(publish(rows_of), "board").test_client(), "/grants")


@pytest.fixture
def view(publish):
    """Return a function that publishes rows and gathers what the page shows."""

    def view(rows_of):
        opened = Published(publish(rows_of))
        found = grants.view(Reader(opened))
        opened.close()
        return found

    return view


def test_the_offender_grants_come_to_the_total_of_appendix_1(rows_of, view, publish):
    (offenders,) = view(rows_of)["by_theme"]
    assert (offenders["theme"], offenders["awarded"]) == ("offenders", 516_000)

    opened = Published(publish(rows_of, "20191219T023000Z-again"))
    themes = [row for row in opened.themes if row["theme"] == "offenders"]
    said = " ".join(map(str, appendices.grants(opened, themes, dt.date(2019, 12, 19))))
    opened.close()
    assert "6 grants of the Offenders theme in 2019/20 come to £516,000" in said


def test_parts_and_whole_agree_to_the_penny_whichever_way_they_are_added(rows_of, view):
    rows_of["grant_award"].append(
        award("7", 0.1, theme=None, beneficiary_location_code="E06000031")
    )
    rows_of["grant_award"].append(award("8", 0.2, theme="victims", beneficiary_location_code=None))

    found = view(rows_of)

    # 516,000 and 30 pence; 23,500.10 + 23,500.20 + 127,000 + 10,000; one proof of 20,000.05.
    whole = (8, 516_000.3, 184_000.3, 20_000.05)
    for name in ("by_theme", "by_recipient", "by_place"):
        rows = found[name]
        sums = [round(sum(row[key] for row in rows), 2) for key in ("awards", "awarded", "paid")]
        assert (*sums, round(sum(row["evidenced"] for row in rows), 2)) == whole, name
    total = found["total"]
    assert tuple(total[key] for key in ("awards", "awarded", "paid", "evidenced")) == whole
    assert total["share"] == pytest.approx(100 * 20_000.05 / 184_000.3)


def test_the_page_says_what_was_awarded_paid_and_evidenced(rows_of, page):
    said = page(rows_of)

    assert (
        "6 awards in 2019/20: £516,000 awarded, £184,000 paid and £20,000 evidenced so far" in said
    )
    assert "Offenders 6 £516,000 £184,000 £20,000 10.9 Total 6 £516,000" in said
    assert "Proof shows that something was delivered, not that it worked." in said
    assert "The one need not have caused the other." in said


def test_money_paid_back_lowers_what_was_paid_and_is_told(rows_of, page):
    rows_of["grant_payment"].append(payment("2", -27_000, 9))

    said = page(rows_of)

    assert "£516,000 awarded, £157,000 paid" in said
    assert "£27,000 was paid back." in said


def test_an_award_paid_beyond_its_amount_is_told(rows_of, page):
    rows_of["grant_payment"].append(payment("2", 500, 9))

    assert "£500 more was paid than was awarded." in page(rows_of)


def test_evidence_beyond_what_was_paid_is_told(rows_of, page):
    rows_of["grant_return"].append(returned("3", 12_000))

    assert "The evidence covers £2,000 more than was paid." in page(rows_of)


def test_awards_in_other_currencies_are_told_and_never_added(rows_of, page, view):
    rows_of["grant_award"].append(award("9", 10_000, currency="EUR"))
    rows_of["grant_payment"].append(payment("9", 9_000))

    found = view(rows_of)

    assert found["total"]["awarded"] == 516_000
    assert found["total"]["paid"] == 184_000.3 + 9_000  # the ledger is in pounds
    assert found["others"] == [("EUR", 1, "EUR 10,000")]
    (euro,) = [row for row in found["awards"] if row["award_id"] == "9"]
    assert (euro["amount_text"], euro["notes"]) == ("EUR 10,000", [])


def test_payments_of_no_known_award_are_told_and_in_no_sum(rows_of, page):
    rows_of["grant_payment"] += [payment("lost", 750), payment("lost", 250, 2)]

    said = page(rows_of)

    assert "2 payments of £1,000 in all are of 1 award that no register holds." in said
    assert "£184,000 paid" in said


def test_a_person_is_not_named_nor_placed(rows_of, page):
    rows_of["grant_award"].append(
        award("9", 500, recipient_name="An individual", title="Award to an individual",
              beneficiary_location_code=None, is_individual=True)
    )  # fmt: skip

    said = page(rows_of)

    assert "An individual 1 £500" in said
    assert "Individuals: their places are not published 1 £500" in said


def test_places_are_named_and_several_are_not_split(rows_of, view):
    codes = ["E06000031", "E06000031; E07000008", None, "S99", "E23000023", "E06000031"]
    for row, code in zip(rows_of["grant_award"], codes, strict=True):
        row |= {"beneficiary_location_code": code}
    rows_of["grant_award"][3]["beneficiary_location_name"] = "Elsewhere"

    found = {row["name"]: row["awarded"] for row in view(rows_of)["by_place"]}

    assert found == {
        "Peterborough": 94_000 + 20_000,
        "Several places": 127_000,
        "No place is recorded": 136_000,
        "Elsewhere": 50_000,
        "Cambridgeshire": 89_000,
    }


def test_a_snapshot_without_a_ledger_says_so_and_shows_no_column_of_it(rows_of, publish, words_of):
    folder = publish(rows_of)
    without_ledger(folder)

    said = words_of(create_app(folder, "board").test_client(), "/grants")

    assert "6 awards in 2019/20: £516,000 awarded." in said
    assert "holds no ledger of payments" in said and "Paid so far" not in said


def without_ledger(folder):
    """Take the ledgers out of a snapshot, as one of an earlier version has none."""
    import duckdb

    (path,) = folder.glob("snapshots/*/board.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table grant_payment; drop table grant_return")


def test_the_measures_beside_the_money_are_links_with_no_cause_claimed(rows_of, publish):
    for row in rows_of["signal"]:
        row |= {"variation": "concern"} if row["metric_id"] == "prosecution_possible_rate" else {}

    page = create_app(publish(rows_of), "board").test_client().get("/grants").text

    beside = unescape(page[page.index('id="outcomes"') : page.index('id="recipients"')])
    assert "/measures/prosecution_possible_rate" in re.findall(r'href="([^"]+)"', beside)
    assert not re.search(r"\b(led to|because of|thanks to|caused by|result of)\b", beside)
