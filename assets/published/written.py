"""The published tables of what people wrote: notes on charts, decisions, questions of the public."""

from assets.published import rules
from snapshot.tables import PublishedTable

WRITTEN = (
    PublishedTable(
        "annotation",
        "Grain: one row per note that an officer put on a chart.",
        {
            "annotation_id": ("varchar", "Identifier of the note; never changes."),
            "version": ("integer", "How often it was saved: 1 when new."),
            "metric_id": ("varchar", "The measure."),
            "area_code": ("varchar", "GSS code of the area it is about; null for all."),
            "annotation_date": ("date", "Day it is about."),
            "text": ("varchar", "What to know."),
            "reason": ("varchar", "How it is known, and what it does to the figures."),
            "written_by": ("varchar", "Who wrote it; null in the public file."),
            "written_at": ("timestamp", "When it was saved, UTC."),
        },
        rows=rules.OFFICIAL_MEASURES,
        cells={"written_by": rules.NOT_IN_PUBLIC},
    ),
    PublishedTable(
        "decision",
        "Grain: one row per decision of the Board.",
        {
            "decision_id": ("varchar", "Identifier of the decision; never changes."),
            "version": ("integer", "How often it was saved: 1 when new."),
            "board_date": ("date", "Day the Board met."),
            "decision": ("varchar", "What it decided."),
            "owner": ("varchar", "The body or post that does it."),
            "due_date": ("date", "Day it is due; null where none was agreed."),
            "state": ("varchar", "open or done."),
            "written_at": ("timestamp", "When it was saved, UTC."),
        },
        rows=rules.EVERY_ROW,
    ),
    PublishedTable(
        "public_question",
        "Grain: one row per question that the public put to the Board.",
        {
            "question_id": ("varchar", "Identifier of the question; never changes."),
            "version": ("integer", "How often it was saved: 1 when new."),
            "asked_on": ("date", "Day it was asked."),
            "asked_by": ("varchar", "What kind of body or person asked; never a name."),
            "question": ("varchar", "The question."),
            "due_date": ("date", "Day the answer is due; null where there is none."),
            "answer": ("varchar", "The answer; null while there is none."),
            "answered_by": ("varchar", "The post or body that answered."),
            "answered_on": ("date", "Day of the answer; null while there is none."),
            "written_at": ("timestamp", "When it was saved, UTC."),
        },
        rows=rules.EVERY_ROW,
    ),
)
