"""The force's crimes and their outcomes, one row a crime (feed police_outcomes)."""

import datetime as dt
from collections.abc import Iterator

import duckdb

from demonstration.demand import MONTHS as DEMAND_MONTHS
from demonstration.demand import Days
from demonstration.draw import Delivery, Dice, days_of, trend
from demonstration.places import DISTRICTS, FORCE_CODE
from demonstration.rows import connect, draw, files_by_month, load, load_slots

# Crimes with a prosecution possible, in tenths of a per cent of crimes recorded in the month.
PROSECUTIONS_POSSIBLE = (176, 169, 161, 154, 148, 142, 136, 131, 128, 126, 124)
PROSECUTIONS_POSSIBLE_2019 = (121, 120, 117, 114, 113, 109, 108, 104, 101, 97)
BURGLARY_RATE = 7.6  # per cent of dwelling burglaries
BURGLARIES_SOLVED = {dt.date(2019, 4, 1): 12, dt.date(2019, 10, 1): 16}
OCTOBER = dt.date(2019, 10, 1)
MONTHS = DEMAND_MONTHS[:-1]  # outcomes arrive a month after the demand they belong to

# Offence group, where the demand counts have it, its share of the other crimes (thousandths), how
# readily a suspect is found (a weight), the share flagged domestic abuse (thousandths).
GROUPS = (
    ("Violence against the person", "violence", 0, 16, 660),
    ("Theft", "theft_only", 0, 7, 12),
    ("Theft from vehicle", "theft_from_vehicle", 0, 2, 0),
    ("Robbery", "robbery", 0, 11, 25),
    ("Dwelling burglary", "dwelling_burglary", 0, 10, 20),
    ("Criminal damage and arson", "other", 415, 8, 120),
    ("Public order offences", "other", 225, 16, 130),
    ("Sexual offences", "other", 125, 6, 160),
    ("Drug offences", "other", 95, 60, 0),
    ("Burglary of other buildings", "other", 80, 7, 5),
    ("Possession of weapons offences", "other", 30, 50, 5),
    ("Miscellaneous crimes against society", "other", 30, 20, 60),
)
# Home Office outcome codes with a prosecution possible, and in thousandths how often each.
POSSIBLE = (
    ("1", 690), ("1A", 25), ("2", 20), ("2A", 5), ("3", 95), ("3A", 5), ("6", 10), ("7", 25),
    ("8", 110), ("22", 15),
)  # fmt: skip
# The other codes, for crimes against people and for the rest.
NOT_POSSIBLE = {
    True: (("5", 2), ("9", 6), ("10", 25), ("11", 4), ("12", 6), ("14", 160), ("15", 240),
           ("16", 390), ("18", 160), ("20", 7)),
    False: (("5", 1), ("9", 3), ("10", 12), ("14", 25), ("15", 75), ("16", 45), ("17", 4),
            ("18", 830), ("20", 5)),
}  # fmt: skip
PEOPLE = ("Violence against the person", "Public order offences", "Sexual offences")
# Diversionary activity became an outcome in April 2019; before, such crimes ended in a resolution.
DIVERSION, DIVERSION_FROM = "22", "2019-04-01"


def deliveries(seed: int, counts: Days) -> Iterator[Delivery]:
    """Give each crime a day, a place, a kind and, where it came in time, an outcome."""
    with connect() as connection:
        _hand_over(connection, seed, counts)
        connection.execute(f"create table crime as {_crimes(seed)}")
        connection.execute(f"create table assigned as {_ASSIGNED}")
        header = (
            "crime_reference,area_code,csp_code,recorded_date,offence_group,outcome_code,"
            "outcome_date,is_domestic_abuse"
        )
        lines = f"""
            select recorded_month as month, crime_reference as place,
                concat_ws(',', crime_reference, '{FORCE_CODE}', csp_code, recorded_date,
                    offence_group, coalesce(outcome_code, ''), coalesce(outcome_date::varchar, ''),
                    is_domestic_abuse) as line,
            from assigned
        """
        path = "police_outcomes/synthetic/police_outcomes_{month}.csv"
        yield from files_by_month(connection, lines, path=path, header=header)


def possible(seed: int, counts: Days) -> dict[tuple[dt.date, bool], int]:
    """Count the prosecutions possible of each month, of dwelling burglaries and of other crimes."""
    dice = Dice(seed, "police_outcomes")
    targets = {}
    earlier = len(MONTHS) - len(PROSECUTIONS_POSSIBLE_2019)
    for place, month in enumerate(MONTHS):
        recorded = sum(counts[day]["crime"] for day in days_of(month))
        burglaries = sum(counts[day]["dwelling_burglary"] for day in days_of(month))
        if place < earlier:
            rate = trend(PROSECUTIONS_POSSIBLE, place, earlier) + 3 * dice.normal()
        else:
            rate = PROSECUTIONS_POSSIBLE_2019[place - earlier]
            rate += 0 if month == OCTOBER else dice.normal()
        solved = BURGLARIES_SOLVED.get(month) or dice.near(burglaries * BURGLARY_RATE / 100)
        targets[month, True] = solved
        targets[month, False] = round(recorded * rate / 1000) - solved
    return targets


def _hand_over(connection: duckdb.DuckDBPyConnection, seed: int, counts: Days) -> None:
    """Put the counts and the lists above where the queries can join them."""
    sources = (
        (day, source, count)
        for day, kinds in counts.items()
        if day.replace(day=1) in MONTHS
        for source, count in _by_source(kinds).items()
    )
    load(connection, "day_count", ("recorded_date", "source", "crime_count"), sources)
    groups = (
        (source, group, readiness, abuse, share or 1000)
        for group, source, share, readiness, abuse in GROUPS
    )
    names = ("source", "offence_group", "readiness", "abuse_share")
    load_slots(connection, "kind", names, groups)
    codes = [
        (f"{possible} {people}", code, share)
        for people in (True, False)
        for possible, listed in ((True, POSSIBLE), (False, NOT_POSSIBLE[people]))
        for code, share in listed
    ]
    load_slots(connection, "code", ("code_list", "outcome_code"), codes)
    shares = (("force", area.csp_code, area.crime_share) for area in DISTRICTS)
    load_slots(connection, "csp", ("force", "csp_code"), shares)
    targets = ((*key, target) for key, target in possible(seed, counts).items())
    load(connection, "target", ("month", "is_burglary", "target"), targets)


def _by_source(kinds: dict[str, int]) -> dict[str, int]:
    """Split a day's crimes into kinds that do not overlap."""
    parts = {name: kinds[name] for name in ("violence", "robbery", "dwelling_burglary")}
    parts["theft_from_vehicle"] = kinds["theft_from_vehicle"]
    parts["theft_only"] = kinds["theft"] - kinds["theft_from_vehicle"]
    return {**parts, "other": kinds["crime"] - sum(parts.values())}


def _crimes(seed: int) -> str:
    """Write the query for one row a crime, with the day its investigation would end."""
    people = ", ".join(f"'{group}'" for group in PEOPLE)
    whole = sum(area.crime_share for area in DISTRICTS)
    return f"""
    with event as (
        select recorded_date, source, unnest(range(crime_count)) as nth,
        from day_count
    ),
    hashed as (
        select *, sha256(concat_ws('/', '{seed}', recorded_date, source, nth)) as h,
        from event
    ),
    drawn as (
        select *,
            {draw(0, 1000)} as abuse_place, {draw(1, 1000)} as pace, {draw(2, 9973)} as within,
            {draw(3, 1_000_000)} as readiness_place, {draw(4, 1000)} as code_place,
            {draw(5, whole)} as csp_place, {draw(6, 1000)} as kind_place,
        from hashed
    )
    select recorded_date, offence_group, csp_code, h, code_place,
        substr(h, 45, 20) as crime_reference,
        abuse_place < abuse_share as is_domestic_abuse,
        readiness_place // readiness as readiness_place,
        offence_group in ({people}) as against_people,
        drawn.source = 'dwelling_burglary' as is_burglary,
        recorded_date + (case
            when pace < 300 then within % 7
            when pace < 520 then 7 + within % 21
            when pace < 760 then 28 + within % 42
            when pace < 920 then 70 + within % 70
            else 140 + within % 61
        end)::integer as end_date,
    from drawn
    inner join kind on drawn.source = kind.source and kind_place = kind.slot
    inner join csp on csp_place = csp.slot
    """


# The crimes readiest for it, as many as the month's target, have a prosecution possible.
_ASSIGNED = f"""
    with ranked as (
        select *,
            row_number() over (
                partition by date_trunc('month', end_date), is_burglary
                order by readiness_place, h
            ) as place,
        from crime
    ),
    judged as (
        select ranked.*, coalesce(place <= target, false) as is_possible,
            month is not null as is_over,
        from ranked
        left join target
            on target.month = date_trunc('month', end_date)
            and target.is_burglary = ranked.is_burglary
    ),
    coded as (
        select judged.*, if(is_over, end_date, null) as outcome_date,
            if(is_over, code.outcome_code, null) as given_code,
        from judged
        inner join code
            on code.code_list = if(is_possible, 'True ', 'False ')
                || if(against_people, 'True', 'False')
            and code_place = code.slot
    )
    select crime_reference, csp_code, recorded_date,
        strftime(recorded_date, '%Y-%m') as recorded_month,
        offence_group, is_domestic_abuse, outcome_date,
        if(given_code = '{DIVERSION}' and outcome_date < date '{DIVERSION_FROM}', '8', given_code)
            as outcome_code,
    from coded
"""
