"""The office's own grants ledger in the 360Giving standard (feed grant_awards)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from demonstration.draw import Delivery, Dice, table
from demonstration.places import DISTRICTS, FORCE_CODE, FORCE_NAME

FUNDER = "GB-PCC-cambridgeshire"
FUNDER_NAME = "Cambridgeshire Police and Crime Commissioner"
HEADER = (
    "Identifier", "Title", "Description", "Currency", "Amount Applied For", "Amount Awarded",
    "Amount Disbursed", "Award Date", "URL", "Planned Dates:Start Date", "Planned Dates:End Date",
    "Planned Dates:Duration (months)", "Recipient Org:Identifier", "Recipient Org:Name",
    "Recipient Org:Charity Number", "Recipient Org:Company Number", "Recipient Org:Street Address",
    "Recipient Org:City", "Recipient Org:County", "Recipient Org:Country",
    "Recipient Org:Postal Code", "Recipient Org:Description", "Recipient Org:Web Address",
    "Beneficiary Location:Name", "Beneficiary Location:Country Code",
    "Beneficiary Location:Latitude", "Beneficiary Location:Longitude",
    "Beneficiary Location:Geographic Code", "Beneficiary Location:Geographic Code Type",
    "Funding Org:Identifier", "Funding Org:Name", "Funding Org:Department",
    "Grant Programme:Code", "Grant Programme:Title", "Grant Programme:URL", "From an open call?",
    "Related Activity", "Last modified", "Data Source",
)  # fmt: skip
YEARS = (2016, 2017, 2018, 2019)  # financial years, by the year they begin


@dataclass(frozen=True)
class Line:
    """A line of the ledger that comes back every year: amounts oldest first, 0 for none."""

    theme: str
    title: str
    description: str
    recipient: str
    amounts: tuple[int, int, int, int]


# The offender lines of 2019/20 are Appendix 1 of the December 2019 board paper.
LINES = (
    Line("Offenders", "Cambridgeshire Substance Misuse",
         "Contribution to the drugs prevention and treatment service",
         "Contribution to pooled budget for wider contract currently with Change, Grow, Live",
         (97000, 95500, 94000, 94000)),
    Line("Offenders", "Cambridgeshire Youth Offending Service",
         "Contribution to the YOS to fund preventative and restorative justice approaches",
         "Cambridgeshire County Council", (132000, 130000, 127000, 127000)),
    Line("Offenders", "Peterborough Youth Offending Service",
         "Contribution to the YOS to fund preventative and restorative justice approaches",
         "Peterborough City Council", (140500, 138000, 136000, 136000)),
    Line("Offenders", "Multi-Agency Public Protection Arrangements (MAPPA)",
         "Contribution to the partnership arrangement to manage the risk posed by the most serious "
         "sexual and violent offenders", "National Probation Service",
         (48000, 48000, 50000, 50000)),
    Line("Offenders", "Delivering a countywide offender strategy",
         "Supporting pathways out of re-offending",
         "Sodexo; Cambridgeshire and Peterborough Homelessness Prevention Trailblazer",
         (0, 45000, 72000, 89000)),
    Line("Offenders", "Crimestoppers",
         "Contribution to the running of the national call centre where people can report "
         "information anonymously", "Crimestoppers", (20000, 20000, 20000, 20000)),
    Line("Victims", "Support for survivors of sexual violence",
         "Emotional support and advocacy for adults and children",
         "Fenbridge Survivors Trust", (118000, 124000, 131000, 138000)),
    Line("Victims", "Independent domestic violence advisers",
         "Advice and safety planning for people at high risk", "Ouse Valley Safe Homes",
         (96000, 99000, 104000, 108500)),
    Line("Victims", "Mental health support for victims",
         "Nurses who assess and refer victims in distress", "Nene and Cam Wellbeing",
         (52000, 58000, 61000, 64000)),
    Line("Victims", "Young victims' service", "One-to-one support for people under 18",
         "Kingfisher Young People's Project", (38000, 41000, 44500, 47000)),
    Line("Victims", "Bereaved by crime", "Home visits after a death by crime or on the road",
         "Lantern Families", (12500, 12500, 14000, 15000)),
    Line("Communities", "Speedwatch and road safety volunteers",
         "Training and equipment for parish groups", "Cambridgeshire Road Safety Volunteers",
         (18000, 21000, 22500, 24000)),
    Line("Communities", "Neighbourhood and country watch",
         "Co-ordination of watch groups in towns and on farms", "Greater Fens Watch Association",
         (14000, 14500, 15500, 16500)),
    Line("Transformation", "Volunteer police cadets", "Units for young people in each district",
         "Cambridgeshire Volunteer Police Cadets", (26000, 30000, 34500, 38000)),
    Line("Transformation", "Shared data analyst", "Analysis across partners' records",
         "Huntsford Data Partnership", (0, 22000, 30000, 36000)),
)  # fmt: skip
CSP_GRANT, CSP_FROM = 24000, 2019  # to each partnership, a year
FUND_TITLE = "Youth and community fund"
FUND_TOTAL = {2016: 31000, 2017: 34500, 2018: 38000, 2019: 40600}
FUND_GROUPS = (
    "Alderway Boxing Club", "Bramling Youth Theatre", "Cowslip Hall Trustees",
    "Damson Lane Allotments", "Eelbrook Skate Park Group", "Fallow Field Football Club",
    "Goldcrest Girls' Group",
    "Hazel Bank Residents", "Inkerton Youth Club", "Juniper Community Cafe", "Kestrel Canoe Club",
    "Linnet Court Tenants", "Mallard Meadows Scouts", "Nightjar Music Project",
)  # fmt: skip


@dataclass(frozen=True)
class Award:
    """One award of the register."""

    award_id: str
    year: int
    theme: str
    title: str
    description: str
    recipient: str
    amount: int
    when: dt.date
    place: str
    code: str

    @property
    def is_youth_fund(self) -> bool:
        """True for the small awards of the youth and community fund."""
        return self.title.startswith(FUND_TITLE)


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write the whole register, as the office would publish it."""
    rows = [_row(award) for award in awards(seed)]
    path = "grant_awards/synthetic/cambridgeshire_pcc_grants.csv"
    yield path, table(HEADER, rows, ends="\r\n")


def awards(seed: int) -> list[Award]:
    """List every award of the register, for the payments and returns that follow from it."""
    dice = Dice(seed, "grant_awards")
    return [
        Award(f"360G-cambspcc-{year}-{number:03}", year, *cells)
        for place, year in enumerate(YEARS)
        for number, cells in enumerate(_awards(dice, place, year), 1)
    ]


def _awards(
    dice: Dice, place: int, year: int
) -> Iterator[tuple[str, str, str, str, int, dt.date, str, str]]:
    """List a financial year's awards: ledger lines, partnerships, then the small youth fund."""
    start = dt.date(year, 4, 1)
    for line in LINES:
        if line.amounts[place]:
            when = start + dt.timedelta(days=dice.whole(0, 60))
            yield (
                line.theme, line.title, line.description, line.recipient, line.amounts[place],
                when, FORCE_NAME, FORCE_CODE,
            )  # fmt: skip
    if year >= CSP_FROM:
        for area in DISTRICTS:
            yield (
                "Communities", f"{area.csp_name} Community Safety Partnership",
                "Agreed delivery activities of the first year of two",
                f"{area.csp_name} Community Safety Partnership", CSP_GRANT,
                start + dt.timedelta(days=dice.whole(20, 80)), area.name, area.code,
            )  # fmt: skip
    left = FUND_TOTAL[year]
    for place_in_list, group in enumerate(FUND_GROUPS):
        groups_left = len(FUND_GROUPS) - place_in_list
        # Round amounts, but for the last, which takes what is left.
        amount = 50 * (left * dice.whole(60, 140) // (5000 * groups_left))
        if groups_left == 1:
            amount = left
        left -= amount
        area = dice.pick(DISTRICTS)
        # The fund's awards of 2019 were made within the half-year to September.
        latest = 240 if year < CSP_FROM else 180
        yield (
            "Communities", f"{FUND_TITLE}: {group}",
            "Activities that keep young people safe and occupied", group, amount,
            start + dt.timedelta(days=dice.whole(60, latest)), area.name, area.code,
        )  # fmt: skip


def _row(award: Award) -> list[object]:
    """Lay one award out under the standard's headers; most cells are empty, as published."""
    slug = "".join(c if c.isalnum() else "_" for c in award.recipient.lower())[:40]
    filled = {
        "Identifier": award.award_id,
        "Title": award.title,
        "Description": award.description,
        "Currency": "GBP",
        "Amount Awarded": award.amount,
        "Award Date": award.when,
        "Planned Dates:Duration (months)": 12,
        "Recipient Org:Identifier": f"360G-cambspcc-{slug}",
        "Recipient Org:Name": award.recipient,
        "Recipient Org:Country": "England",
        "Beneficiary Location:Name": award.place,
        "Beneficiary Location:Country Code": "GB",
        "Beneficiary Location:Geographic Code": award.code,
        "Beneficiary Location:Geographic Code Type": "PFA" if award.code == FORCE_CODE else "LAD",
        "Funding Org:Identifier": FUNDER,
        "Funding Org:Name": FUNDER_NAME,
        "Grant Programme:Code": award.theme[:3].upper(),
        "Grant Programme:Title": award.theme,
        "From an open call?": "Yes" if "fund" in award.title else "No",
        "Last modified": f"{award.year}-12-02T09:00:00Z",
    }
    return [filled.get(name, "") for name in HEADER]
