"""Grant awards in the 360Giving standard: the office's own ledger, or any funder's open file.

Grain     one row per award
Supplier  the funder named in `Funding Org:Name`; for our own grants, OPCC commissioning
Arrives   irregularly; our own ledger quarterly
Rights    Open Government Licence v3.0 or as the funder states; individuals' names are not published

Headers are the standard's titles as paths (`Recipient Org:Name`), in any order, and most are
optional. A funder delivers the whole register, a year of it or a programme of it, so the unit of
revision is a funder's awards of one programme and date: a later file of the same funder replaces
all that it holds again and leaves what it does not. An award that moved between dates is kept once,
as last delivered, by core.grant_award.
"""

import re

from pipelines.contract import Column, Feed, Layout

CODE = r"(id|identifier)"


def _path(name: str, header: str, *, description: str = "") -> Column:
    """Name an optional column by its path, the standard's list index allowed (`Org:0:Name`)."""
    group, _, part = header.partition(":")
    spellings = (header, rf"re:{group}:(0:)?{re.escape(part)}") if part else (header,)
    return Column(name, spellings, required=False, description=description)


FEED = Feed(
    feed_id="grant_awards",
    title="Grant awards (360Giving)",
    supplier="OPCC commissioning and other funders",
    owner="Head of Commissioning, OPCC",
    cadence="irregular",
    due_days=0,
    rights="Open Government Licence v3.0",
    data_to="max(try_cast(left(award_date, 10) as date))",
    layouts=(
        Layout(
            table="grant_awards",
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
                    (r"re:recipient ind(ividual)?:(0:)?name",),
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
                    "funding_org_name",
                    ("Funding Org:Name", r"re:funding org:(0:)?name"),
                    nullable=False,
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
            encodings=("utf-8", "cp1252"),
        ),
    ),
)
