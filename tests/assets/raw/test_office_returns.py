"""The office's own suppliers: what their files may hold, and what is rejected by name."""

import pytest

from assets.raw import (
    crime_recording_audits,
    csp_delivery,
    grant_payments,
    grant_returns,
    inspection_recommendations,
    police_finance,
    public_questions,
    restorative_justice,
    victim_hub,
    victim_survey,
)

SURVEY = "response_id,area_code,quarter_start_date,is_domestic_abuse,satisfaction\n"
PEOPLE = (
    "quarter_start_date,area_code,csp_code,referral_count,self_referral_count,"
    "needs_assessment_count\n"
)
OUTCOMES = (
    "half_year_start_date,area_code,service,outcome_domain,ended_count,both_scores_count,"
    "improved_count\n"
)
JUSTICE = (
    "area_code,period_start_date,period_end_date,offence_group,referral_count,informed_count,"
    "conference_count\n"
)
PAYMENTS = "payment_id,award_id,payment_date,amount_gbp\n"
RETURNS = (
    "award_id,period_start_date,period_end_date,activity_count,people_supported_count,"
    "is_evidence_received,evidenced_amount_gbp\n"
)
DELIVERY = "csp_code,activity,stage,milestone,due_date,done_date,has_evidence,return_date\n"
FINANCE = (
    "area_code,financial_year,basis,net_revenue_expenditure_gbp,cashable_savings_planned_gbp,"
    "cashable_savings_achieved_gbp,non_cashable_savings_planned_gbp,"
    "non_cashable_savings_achieved_gbp,collaborated_spend_gbp\n"
)
QUESTIONS = "question_id,area_code,raised_date,board_date,answered_date,register_date\n"
REGISTER = "recommendation_id,force,inspection,type,date_raised,date_closed,register_date\n"
AUDITS = "force,inspection_date,crime_group,audited,recorded,margin\n"


@pytest.fixture
def deliver(load_feed, tmp_path):
    """Return a function that delivers text under a name and hands back account and raw rows."""

    def deliver(feed, name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        loaded = load_feed(feed, {name: path})
        table, account = loaded.accounts[name]
        return account, loaded.rows(f"select * from raw.{table}")

    return deliver


@pytest.mark.parametrize(
    ("module", "name", "text"),
    [
        (victim_survey, "victim_survey_2019-07.csv", SURVEY + "S1,E23000023,2019-07-01,false,\n"),
        (victim_hub, "hub_people.csv", PEOPLE + "2019-07-01,E23000023,,20,2,14\n"),
        (
            victim_hub,
            "hub_outcomes.csv",
            OUTCOMES + "2019-04-01,E23000023,Advice,any domain,100,60,48\n",
        ),
        (
            restorative_justice,
            "restorative_justice.csv",
            JUSTICE + "E23000023,2019-04-01,2019-09-30,Theft,32,23,\n",
        ),
        (grant_payments, "grant_payments.csv", PAYMENTS + 'P1,360G-1,2019-05-01,"23,500.00"\n'),
        (
            grant_returns,
            "grant_returns.csv",
            RETURNS + "360G-1,2019-04-01,2019-09-30,12,40,true,23500.00\n",
        ),
        (
            csp_delivery,
            "csp_delivery.csv",
            DELIVERY + "E22000013,Safer streets,Do,Activity held,2020-03-31,,false,2019-11-30\n",
        ),
        (
            police_finance,
            "police_finance.csv",
            FINANCE + "E23000023,2019/20,estimate,134300000,,,,,\n",
        ),
        (
            public_questions,
            "questions.csv",
            QUESTIONS + "Q1,E23000023,2019-09-01,2019-09-14,,2019-12-18\n",
        ),
        (
            inspection_recommendations,
            "recommendations.csv",
            REGISTER + "1,Cambridgeshire,PEEL,AFI,2019-01-01,,2019-12-18\n",
        ),
        (
            crime_recording_audits,
            "audits.csv",
            AUDITS + "Cambridgeshire,2018-08-31,All crime,1124,1007,2.1\n",
        ),
    ],
)
def test_a_file_as_the_specification_asks_for_it_loads(deliver, module, name, text):
    account, rows = deliver(module.FEED, name, text)

    assert (account.state, account.rows_loaded, len(rows)) == ("loaded", 1, 1)


@pytest.mark.parametrize(
    ("module", "name", "header", "good", "bad", "column"),
    [
        (
            victim_survey, "victim_survey.csv", SURVEY, "S{n},E23000023,2019-07-01,true,",
            "S9,E23000023,2019-07-01,true,quite happy", "satisfaction",
        ),
        (
            victim_hub, "hub_people.csv", PEOPLE, "2019-07-01,E23000023,E2200001{n},20,2,14",
            "2019-07-01,E23000023,E22000019,20,2,-14", "needs_assessment_count",
        ),
        (
            csp_delivery, "csp_delivery.csv", DELIVERY,
            "E22000013,Streets,Do,M{n},2019-08-30,,false,2019-11-30",
            "E22000013,Streets,Think,M9,2019-08-30,,false,2019-11-30", "stage",
        ),
        (
            police_finance, "police_finance.csv", FINANCE, "E23000023,201{n}/1{n},outturn,13000000,,,,,",
            "E23000023,2019/20,forecast,134300000,,,,,", "basis",
        ),
        (
            grant_payments, "grant_payments.csv", PAYMENTS, "P{n},360G-1,2019-05-01,100",
            "P9,360G-1,2019-05-01,a cheque", "amount_gbp",
        ),
        (
            grant_returns, "grant_returns.csv", RETURNS, "360G-{n},2019-04-01,2019-09-30,1,2,true,5",
            "360G-9,2019-04-01,2019-09-30,1,2,perhaps,5", "is_evidence_received",
        ),
    ],
)  # fmt: skip
def test_a_value_that_the_specification_does_not_allow_is_rejected_by_name(
    deliver, module, name, header, good, bad, column
):
    lines = [good.format(n=number) for number in range(1, 8)]

    account, rows = deliver(module.FEED, name, header + "\n".join([*lines, bad]) + "\n")

    assert (account.state, len(rows)) == ("partly_rejected", 7)
    (reject,) = account.rejects
    assert (reject[0], reject[1]) == (9, column)


def test_a_persons_name_in_the_survey_is_not_read(deliver):
    header = SURVEY.replace("satisfaction\n", "satisfaction,victim_name\n")

    account, (row,) = deliver(
        victim_survey.FEED,
        "victim_survey.csv",
        header + "S1,E23000023,2019-07-01,false,very satisfied,A Name\n",
    )

    assert account.state == "loaded"
    assert "A Name" not in row.values()
    assert victim_survey.FEED.layouts[0].column("response_id").sensitive


def test_a_question_of_the_public_comes_without_its_words(deliver):
    header = QUESTIONS.replace("register_date\n", "register_date,asked_by,text\n")

    _, (row,) = deliver(
        public_questions.FEED,
        "questions.csv",
        header + "Q1,E23000023,2019-09-01,2019-09-14,,2019-12-18,A Name,Why?\n",
    )

    assert {"A Name", "Why?"} & set(row.values()) == set()


def test_a_total_row_of_the_hub_is_no_partnership(deliver):
    text = PEOPLE + "2019-07-01,E23000023,E22000013,20,2,14\nTotal,,,20,2,14\n"

    account, rows = deliver(victim_hub.FEED, "hub_people.csv", text)

    assert (account.rows_ignored, len(rows)) == (1, 1)
