"""The published snapshot's tables: a contract for every reader, so names change by adding only."""

from assets.published.figures import FIGURES
from assets.published.grants import GRANTS
from assets.published.places import PLACES
from assets.published.quality import QUALITY
from assets.published.registers import REGISTERS
from assets.published.table import PublishedTable
from assets.published.written import WRITTEN

__all__ = ["TABLES", "PublishedTable"]

TABLES = (
    PublishedTable(
        "snapshot",
        "Grain: one row, about this snapshot itself.",
        {
            "snapshot_id": ("varchar", "UTC time and run; sortable."),
            "audience": ("varchar", "restricted, board or public: whom this file is for."),
            "business_date": ("date", "The day the figures stand as at."),
            "published_at": ("timestamp", "When it was published, UTC."),
            "is_synthetic": ("boolean", "True while any loaded delivery is synthetic."),
            "office_name": ("varchar", "The office that publishes."),
            "force_code": ("varchar", "GSS code of the office's own police force area."),
            "force_name": ("varchar", "Name of the office's own police force area."),
            "plan_title": ("varchar", "Title of the Police and Crime Plan."),
            "plan_period": ("varchar", "Years the plan covers."),
            "software_version": ("varchar", "Version of pcplan that published."),
        },
    ),
    *FIGURES,
    *QUALITY,
    PublishedTable(
        "grant_award",
        "Grain: one row per grant award (360Giving).",
        {
            "award_id": ("varchar", "Identifier of the award."),
            "title": ("varchar", "Title."),
            "description": ("varchar", "What it is for."),
            "currency": ("varchar", "ISO 4217 code."),
            "amount_awarded": ("double", "Amount awarded, in the currency."),
            "award_date": ("date", "Date of the award."),
            "financial_year": ("varchar", "Financial year of the award, as 2019/20."),
            "funder_id": ("varchar", "Organisation identifier of the funder."),
            "funder_name": ("varchar", "Name of the funder."),
            "recipient_id": ("varchar", "Organisation identifier of the recipient."),
            "recipient_name": ("varchar", "Recipient, or recipients kept unsplit."),
            "theme": ("varchar", "Plan theme it serves; null where not known."),
            "purpose": ("varchar", "Grant programme."),
            "area_code": ("varchar", "Force area it benefits, or the nation where none is known."),
            "beneficiary_location_code": ("varchar", "Codes of the places named; null if hidden."),
            "beneficiary_location_name": ("varchar", "Names of those places; null if hidden."),
            "is_individual": ("boolean", "True where the recipient is a person, who is not named."),
        },
    ),
    *GRANTS,
    PublishedTable(
        "plan_theme",
        "Grain: one row per theme of the plan.",
        {
            "theme": ("varchar", "Identifier."),
            "title": ("varchar", "Title."),
            "aim": ("varchar", "The aim, in the plan's words."),
            "position": ("integer", "Order in the plan."),
        },
    ),
    PublishedTable(
        "plan_objective",
        "Grain: one row per objective of the plan.",
        {
            "objective_id": ("varchar", "Identifier."),
            "theme": ("varchar", "Theme."),
            "title": ("varchar", "The objective, in the plan's words."),
            "position": ("integer", "Order in the theme."),
        },
    ),
    PublishedTable(
        "plan_priority",
        "Grain: one row per priority for action of the plan.",
        {
            "priority_id": ("varchar", "Identifier."),
            "objective_id": ("varchar", "Objective."),
            "title": (
                "varchar",
                "The priority for action; null while its wording is to be confirmed.",
            ),
            "status": ("varchar", "official or to confirm."),
            "position": ("integer", "Order in the objective."),
        },
    ),
    PublishedTable(
        "area",
        "Grain: one row per area and stretch of validity.",
        {
            "area_code": ("varchar", "GSS code, or a stable code of ours (X...)."),
            "area_name": ("varchar", "Name."),
            "area_type": (
                "varchar",
                "district, csp, force, county, region, country, unmatched ...",
            ),
            "parent_code": ("varchar", "Area it lies in."),
            "valid_from": ("date", "First day of validity; null where not known."),
            "valid_to": ("date", "Last day of validity; null while valid."),
        },
    ),
    *PLACES,
    PublishedTable(
        "calendar",
        "Grain: one row per month from the first to the last figure.",
        {
            "month_start_date": ("date", "First day."),
            "month_end_date": ("date", "Last day."),
            "day_count": ("integer", "Days in it."),
            "quarter_start_date": ("date", "First day of its quarter."),
            "financial_year": ("varchar", "Financial year, as 2019/20."),
        },
    ),
    PublishedTable(
        "event",
        "Grain: one row per event drawn on charts.",
        {
            "event_date": ("date", "When."),
            "text": ("varchar", "What, in a few words."),
            "note": ("varchar", "What it does to figures."),
            "metric_ids": ("varchar", "Measures it touches, comma separated; null for all."),
            "is_break": ("boolean", "True where it divides a series."),
        },
    ),
    *REGISTERS,
    *WRITTEN,
)
