"""The grants page: what was awarded, paid and evidenced; by theme, recipient and area."""

from collections.abc import Callable, Hashable
from typing import Any

from dashboards import words
from dashboards.measures import Measure
from dashboards.pages.reader import Reader
from dashboards.web.pages import Pages
from snapshot.published import Published, Row

grants = Pages("grants")
# Measures about money given: awarded and evidenced. A snapshot has those that its feeds allow.
ABOUT_GRANTS = ("grant_awarded_gbp", "grant_evidenced_rate", "youth_fund_awarded_gbp")
POUNDS = "GBP"
_NO_THEME = "no theme is recorded"
_NO_PLACE = "No place is recorded"
_SEVERAL = "Several places"
_CENT = 0.005  # sums of pounds and pence, added as binary fractions, differ by less than this


@grants.page("/grants", "grants.html", "Grants", asks=("year",))
def view(reader: Reader, year: str = "") -> dict[str, Any] | None:
    """Gather the awards of a financial year, the latest by default; None for a year without any.

    Paid and evidenced are what became of those awards so far, in whatever year it was paid.
    """
    published = reader.published
    years = [
        row["financial_year"]
        for row in published.rows(
            "select distinct financial_year from grant_award order by financial_year desc"
        )
    ]
    if year and year not in years:
        return None
    shown = year or next(iter(years), None)
    awards = _awards(published, shown)
    pounds = [row for row in awards if row["currency"] == POUNDS]
    by_theme = _by_theme(reader, awards)
    return {
        "years": years,
        "year": shown,
        "awards": awards,
        "total": _sums(awards),
        "in_pounds": len(pounds),
        "others": _in_other_currencies(awards),
        "has_ledger": published.has("grant_payment"),
        "by_theme": by_theme,
        "by_theme_named": [row | {"name": row["title"]} for row in by_theme],
        "by_recipient": _grouped(
            awards, lambda row: row["recipient_name"] or "No recipient is named"
        ),
        "by_place": _grouped(awards, lambda row: _place(published, row)),
        "measures": _about(reader),
        "unknown": _unknown(published),
    }


def _awards(published: Published, year: str | None) -> list[Row]:
    """Return a year's awards, each with its payments and its evidence, the largest first."""
    rows = published.rows(
        "select * from grant_award where financial_year = ? order by amount_awarded desc, award_id",
        [year],
    )
    paid = _by_award(
        published,
        "grant_payment",
        """
        select award_id, sum(amount_gbp::decimal(18, 2))::double as paid,
            count(*) as payments,
            coalesce(-sum(amount_gbp::decimal(18, 2)) filter (amount_gbp < 0), 0)::double as recovered,
            max(payment_date) as last_paid
        from grant_payment
        group by award_id
        """,
    )
    returned = _by_award(
        published,
        "grant_return",
        """
        select award_id, count(*) as returns,
            sum(evidenced_amount_gbp::decimal(18, 2)) filter (is_evidence_received)::double as evidenced,
            count(*) filter (is_evidence_received) as proofs,
            max(period_end_date) filter (is_evidence_received) as evidenced_to
        from grant_return
        group by award_id
        """,
    )
    nothing = {"paid": 0.0, "payments": 0, "recovered": 0.0, "last_paid": None}
    silence = {"returns": 0, "evidenced": 0.0, "proofs": 0, "evidenced_to": None}
    return [
        _with_notes(nothing | silence | _known(row, paid) | _known(row, returned) | row)
        for row in rows
    ]


def _by_award(published: Published, table: str, query: str) -> dict[str, Row]:
    """Return a ledger's sums by award; none where this snapshot has no such ledger."""
    if not published.has(table):
        return {}
    return {row["award_id"]: row for row in published.rows(query)}


def _known(row: Row, ledger: dict[str, Row]) -> Row:
    sums = ledger.get(row["award_id"], {})
    return {name: value for name, value in sums.items() if value is not None}


def _with_notes(row: Row) -> Row:
    """Say what must be known of an award's money: paid back, paid beyond, evidenced beyond."""
    notes = []
    awarded, paid = row["amount_awarded"] or 0, row["paid"]
    if row["recovered"]:
        notes.append(f"{words.number_text(row['recovered'], 'gbp')} was paid back.")
    if row["currency"] == POUNDS and paid > awarded + _CENT:
        notes.append(f"{words.number_text(paid - awarded, 'gbp')} more was paid than was awarded.")
    if row["evidenced"] > paid + _CENT:
        more = words.number_text(row["evidenced"] - paid, "gbp")
        notes.append(f"The evidence covers {more} more than was paid.")
    if row["returns"] and not row["proofs"]:
        notes.append("It was reported on, without proof of delivery.")
    return row | {"notes": notes, "amount_text": amount_text(row)}


def amount_text(row: Row) -> str:
    """Say an amount in its own currency; no exchange rate is applied anywhere."""
    amount = row["amount_awarded"]
    if row["currency"] == POUNDS or amount is None:
        return words.number_text(amount, "gbp")
    return (
        f"{row['currency']} {amount:,.0f}"
        if amount == int(amount)
        else f"{row['currency']} {amount:,.2f}"
    )


def _sums(rows: list[Row]) -> dict[str, Any]:
    """Add up the awards in pounds, and all that was paid, which the ledger has in pounds.

    Awards in other currencies are told beside, never added.
    """
    pounds = [row for row in rows if row["currency"] == POUNDS]
    awarded = _exact(row["amount_awarded"] or 0 for row in pounds)
    paid = _exact(row["paid"] for row in rows)
    evidenced = _exact(row["evidenced"] for row in rows)
    return {
        "awards": len(rows),
        "awarded": awarded,
        "paid": paid,
        "evidenced": evidenced,
        "share": 100 * evidenced / paid if paid > 0 else None,
    }


def _exact(amounts: Any) -> float:
    """Add pounds and pence as whole pence, so that parts and wholes agree to the penny."""
    return sum(round(100 * amount) for amount in amounts) / 100


def _in_other_currencies(rows: list[Row]) -> list[tuple[str, int, str]]:
    totals = []
    for currency in sorted({row["currency"] for row in rows} - {POUNDS}):
        mine = [row for row in rows if row["currency"] == currency]
        whole = {
            "currency": currency,
            "amount_awarded": _exact(r["amount_awarded"] or 0 for r in mine),
        }
        totals.append((currency, len(mine), amount_text(whole)))
    return totals


def _about(reader: Reader) -> list[Measure]:
    return [reader.measure(name) for name in ABOUT_GRANTS if name in reader.published.metrics]


def _by_theme(reader: Reader, awards: list[Row]) -> list[dict[str, Any]]:
    """Set the sums of each theme beside what its measures show, which they need not have caused."""
    titles = {row["theme"]: row["title"] for row in reader.published.themes}
    themes = []
    for row in _grouped(awards, lambda award: award["theme"]):
        measures = reader.of_theme(row["name"]) if row["name"] else ()
        themes.append(
            row
            | {
                "theme": row["name"] if row["name"] in titles else None,
                "title": titles.get(row["name"] or "", row["name"] or _NO_THEME),
                "judged": sum(m.variation != "too_few" for m in measures),
                "improving": [m for m in measures if m.variation == "improving"],
                "concern": [m for m in measures if m.variation == "concern"],
            }
        )
    return themes


def _grouped(awards: list[Row], name_of: Callable[[Row], Hashable]) -> list[dict[str, Any]]:
    """Add up the awards of each name, the largest sum awarded first."""
    groups: dict[Any, list[Row]] = {}
    for row in awards:
        groups.setdefault(name_of(row), []).append(row)
    sums = [{"name": name} | _sums(rows) for name, rows in groups.items()]
    return sorted(sums, key=lambda row: (-row["awarded"], str(row["name"])))


def _place(published: Published, row: Row) -> str:
    """Name the place that an award is for; one to several places is never split between them."""
    if row.get("is_individual"):
        return "Individuals: their places are not published"
    codes = [code.strip() for code in (row.get("beneficiary_location_code") or "").split(";")]
    codes = [code for code in codes if code]
    if len(codes) > 1:
        return _SEVERAL
    if codes and codes[0] in published.areas:
        return published.area_name(published.areas[codes[0]])
    return row.get("beneficiary_location_name") or _NO_PLACE


def _unknown(published: Published) -> Row | None:
    """Find the payments whose award is in no register: money that no row above holds."""
    if not published.has("grant_payment"):
        return None
    payments = published.rows(
        """
        select count(*) as payments, count(distinct award_id) as awards,
            coalesce(sum(amount_gbp::decimal(18, 2)), 0)::double as amount
        from grant_payment
        anti join grant_award using (award_id)
        """
    )[0]
    return payments if payments["payments"] else None
