"""The Victim and Witness Hub: people supported by partnership, and how support changed their lives.

Grain     one row per quarter and community safety partnership (victim_hub_people); one row per
          half-year, service and outcome domain (victim_hub_outcome)
Supplier  Victim and Witness Hub; providers of victims' services for the outcomes
Arrives   quarterly, within thirty days of the quarter's end; outcomes by half-year
Rights    OFFICIAL; counts of people, no names; counts under five are not published

People: `referral_count` counts people whom the police or another agency referred;
`self_referral_count` people who came by themselves, who are not among the referrals;
`needs_assessment_count` referred people whose needs were assessed. Leave csp_code empty where the
partnership is not known. Outcomes: `ended_count` counts people whose support ended in the half-year;
`both_scores_count` those of them with a score at start and at exit; `improved_count` those of these
whose score rose. Give every domain of the grant's outcome framework and one row `any domain`, which
counts a person once however many domains improved: the domains do not add up to it.
"""

from assets.sources import source
from pipelines.contract.feed import Column, Feed, Layout


def _people(name: str, description: str, *, nullable: bool = False) -> Column:
    return Column(
        name, type="integer", minimum=0, nullable=nullable, unit="people", description=description
    )


PEOPLE = Layout(
    table="victim_hub_people",
    columns=(
        Column("quarter_start_date", type="date", nullable=False),
        Column("area_code", pattern=r"[EW]\d{8}", nullable=False),
        Column("csp_code", pattern=r"[EW]\d{8}"),
        _people("referral_count", "People referred by the police or another agency."),
        _people("self_referral_count", "People who came by themselves."),
        _people("needs_assessment_count", "Referred people whose needs were assessed."),
    ),
    file_patterns=(r".*hub.*people.*\.csv",),
    key=("quarter_start_date", "area_code", "csp_code"),
    partition_by=("quarter_start_date", "area_code"),
    ignore=(r"(grand )?total\b.*",),
    complete_by=("quarter_start_date", "csp_code"),
)

OUTCOME = Layout(
    table="victim_hub_outcome",
    columns=(
        Column("half_year_start_date", type="date", nullable=False),
        Column("area_code", pattern=r"[EW]\d{8}", nullable=False),
        Column("service", nullable=False),
        Column("outcome_domain", nullable=False),
        _people("ended_count", "People whose support ended."),
        _people("both_scores_count", "People with a score at start and at exit."),
        _people("improved_count", "People whose score rose."),
    ),
    file_patterns=(r".*hub.*outcome.*\.csv",),
    key=("half_year_start_date", "area_code", "service", "outcome_domain"),
    partition_by=("half_year_start_date", "area_code"),
    ignore=(r"(grand )?total\b.*",),
)

FEED = Feed(
    feed_id="victim_hub",
    title="Victim and Witness Hub",
    **source("victim_hub"),
    cadence="quarterly",
    due_days=30,
    data_to="(max(quarter_start_date) + interval 3 month - interval 1 day)::date",
    layouts=(PEOPLE, OUTCOME),
)
