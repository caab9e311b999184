"""The published snapshot's tables: a contract for every reader, so names change by adding only."""

from assets.published import rules
from assets.published.figures import FIGURES
from assets.published.grants import GRANTS
from assets.published.places import PLACES
from assets.published.quality import QUALITY
from assets.published.registers import REGISTERS
from assets.published.written import WRITTEN
from snapshot.tables import PublishedTable

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
        rows=rules.EVERY_ROW,
        cells={"audience": rules.WHOM_IT_IS_FOR},
    ),
    *FIGURES,
    *QUALITY,
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
        rows=rules.EVERY_ROW,
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
        rows=rules.EVERY_ROW,
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
        rows=rules.EVERY_ROW,
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
        rows=rules.EVERY_ROW,
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
        rows=rules.EVERY_ROW,
    ),
    *REGISTERS,
    *WRITTEN,
)
