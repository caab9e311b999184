"""Street-level crime and its outcomes as data.police.uk publishes them, quirks and all."""

import datetime as dt
from collections.abc import Iterator

import duckdb

from demonstration.draw import Delivery, Dice, months, trend
from demonstration.places import CONSTABULARY, SMALL_AREAS
from demonstration.rows import connect, draw, files_by_month, load, load_slots
from demonstration.street_names import (
    CHARGED,
    COURT_RESULT_MONTHS,
    COURT_RESULTS,
    CRIME_TYPES,
    LANDMARKS,
    MIX_OF,
    MIXES,
    OUTCOMES,
    SEASONS,
    STREET_FIRST,
    STREET_LAST,
    UNABLE,
)

# Crimes begin half a year before the first file: their outcomes fill the first outcomes files, and
# name crimes that no delivered street file has.
BEGINS, FIRST, LAST = dt.date(2013, 5, 1), "2013-11", "2019-10"
ASB = "Anti-social behaviour"
POINTS = 9  # published map points in a small area
UNLOCATED_SHARE = 32  # thousandths
NO_UNLOCATED = ("2016-02", "2016-03", "2016-04")  # editions without unlocated rows
CRLF_BEFORE = "2017-01"  # street files changed their line ends; outcomes files never did
STREET_HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
OUTCOMES_HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Outcome type"
)


def deliveries(seed: int) -> Iterator[Delivery]:
    """Draw the crimes once, then write what the two feeds say of them."""
    with connect() as connection:
        _hand_over(connection, seed)
        (slots,) = connection.execute("select count(*) from small_area").fetchone() or (0,)
        connection.execute(f"create table crime as {_crimes(seed, slots)}")
        connection.execute(f"create table outcome as {_OUTCOMES}")
        folder = "police_uk_street/synthetic/{month}/{month}-cambridgeshire-street.csv"
        for ends, which in (("\r\n", "<"), ("\n", ">=")):
            lines = f"""{_STREET} where month >= '{FIRST}' and month {which} '{CRLF_BEFORE}'"""
            yield from files_by_month(
                connection, lines, path=folder, header=STREET_HEADER, ends=ends
            )
        folder = "police_uk_outcomes/synthetic/{month}/{month}-cambridgeshire-outcomes.csv"
        yield from files_by_month(
            connection, _OUTCOME_LINES, path=folder, header=OUTCOMES_HEADER, ends="\r\n"
        )


def _hand_over(connection: duckdb.DuckDBPyConnection, seed: int) -> None:
    """Put counts, map points and mixes of outcomes where the queries can join them."""
    dice = Dice(seed, "police_uk")
    when = months(BEGINS, dt.date.fromisoformat(f"{LAST}-01"))
    counts = []
    for place, month in enumerate(when):
        for crime_type, (levels, season) in CRIME_TYPES.items():
            level = trend(levels, place, len(when)) * SEASONS[season][month.month - 1] / 100
            counts.append((f"{month:%Y-%m}", place, crime_type, dice.near(level, spread=1.4)))
    load(connection, "month_count", ("month", "month_place", "crime_type", "crime_count"), counts)
    load_slots(connection, "small_area", ("map", "area_place", "code", "name"), _small_areas(dice))
    names = ("area_place", "point", "location", "longitude", "latitude")
    load(connection, "map_point", names, _points(dice))
    mixes = (
        (crime_type, outcome, share)
        for crime_type in CRIME_TYPES
        if crime_type != ASB
        for outcome, share in zip(OUTCOMES, MIXES[MIX_OF.get(crime_type, "property")], strict=True)
    )
    load_slots(connection, "mix", ("crime_type", "outcome_type"), mixes)
    results = (("court", result, share) for result, share in COURT_RESULTS)
    load_slots(connection, "court_result", ("court", "outcome_type"), results)


def _small_areas(dice: Dice) -> Iterator[tuple[object, ...]]:
    """Share the force's records among small areas; a few lie over the border."""
    for place, area in enumerate(SMALL_AREAS):
        share = 30_000 * area.district.crime_share // (1000 * area.district.small_areas)
        yield "force", place, area.code, area.name, max(1, share * dice.whole(40, 160) // 100)


def _points(dice: Dice) -> Iterator[tuple[object, ...]]:
    """Scatter each small area in its district, and its map points around it."""
    for place, area in enumerate(SMALL_AREAS):
        reach = area.district.reach
        east = area.district.longitude + dice.whole(-reach, reach)
        north = area.district.latitude + dice.whole(-reach, reach) * 6 // 10
        for point in range(POINTS):
            landmark = dice.whole(0, 9) < 3
            name = (
                dice.pick(LANDMARKS)
                if landmark
                else f"{dice.pick(STREET_FIRST)} {dice.pick(STREET_LAST)}"
            )
            longitude, latitude = east + dice.whole(-6000, 6000), north + dice.whole(-4000, 4000)
            yield place, point, f"On or near {name}", _degrees(longitude), _degrees(latitude)


def _degrees(millionths: int) -> str:
    whole, part = divmod(abs(millionths), 1_000_000)
    return f"{'-' if millionths < 0 else ''}{whole}.{part:06}"


def _crimes(seed: int, slots: int) -> str:
    """Write the query for one row a record, with its place and how its investigation ends."""
    unlocated = f"{draw(1, 1000)} < {UNLOCATED_SHARE}"
    return f"""
    with event as (
        select month, month_place, crime_type, unnest(range(crime_count)) as nth,
        from month_count
    ),
    hashed as (
        select *, sha256(concat_ws('/', '{seed}', month, crime_type, nth)) as h,
        from event
    ),
    drawn as (
        select *, {draw(0, slots)} as area_slot, {unlocated} as is_unlocated,
            {draw(2, 1000)} as mix_slot, {draw(3, POINTS)} as point,
            {draw(4, 1000)} as lag_draw, {draw(5, 1000)} as repeat_draw,
            {draw(6, 1000)} as evidence_draw, {draw(7, 1000)} as court_slot,
        from hashed
    ),
    placed as (
        select drawn.*, if(is_unlocated, null, code) as lsoa_code,
            if(is_unlocated, null, name) as lsoa_name,
            if(is_unlocated, null, location) as location,
            if(is_unlocated, null, longitude) as longitude,
            if(is_unlocated, null, latitude) as latitude,
        from drawn
        inner join small_area on area_slot = small_area.slot
        inner join map_point
            on small_area.area_place = map_point.area_place and drawn.point = map_point.point
    )
    select placed.* exclude (mix_slot),
        -- Evidence grew harder to bring: a rising share of charges became difficulties.
        if(outcome_type = '{CHARGED}' and evidence_draw < 5 * month_place, '{UNABLE}', outcome_type)
            as outcome_type,
        strftime(
            (month || '-01')::date + to_months((case
                when lag_draw < 560 then 0
                when lag_draw < 780 then 1
                when lag_draw < 870 then 2
                when lag_draw < 975 then 3 + lag_draw % 4
                else 600
            end)::integer),
            '%Y-%m'
        ) as outcome_month,
    from placed
    left join mix on placed.crime_type = mix.crime_type and placed.mix_slot = mix.slot
    """


_COURT_MONTHS = ", ".join(f"'{month}'" for month in COURT_RESULT_MONTHS)

# A crime has an outcome row for each suspect; some of them are equal in every column. A court's
# result follows a charge by a month or more, in the few months that published any.
_OUTCOMES = f"""
    with police as (
        select *,
            unnest(range(case when repeat_draw < 18 then 2 when repeat_draw < 20 then 4 else 1 end))
                as suspect,
        from crime
        where outcome_type is not null and outcome_month between '{FIRST}' and '{LAST}'
    ),
    court as (
        select crime.* exclude (outcome_type, outcome_month), court_result.outcome_type,
            strftime((outcome_month || '-01')::date + to_months(1 + lag_draw % 2), '%Y-%m')
                as outcome_month,
        from crime
        inner join court_result on court_slot = court_result.slot
        where crime.outcome_type = '{CHARGED}'
    )
    select h, outcome_month, longitude, latitude, location, lsoa_code, lsoa_name,
        if(suspect = 3, '{UNABLE}', outcome_type) as outcome_type,
    from police
    union all
    select h, outcome_month, longitude, latitude, location, lsoa_code, lsoa_name, outcome_type,
    from court
    where outcome_month in ({_COURT_MONTHS})
"""

_EMPTY_EDITIONS = ", ".join(f"'{month}'" for month in NO_UNLOCATED)
_WHERE = "coalesce(longitude, ''), coalesce(latitude, '')"
_SMALL_AREA = "coalesce(lsoa_code, ''), coalesce(lsoa_name, '')"
_LAST_OUTCOME = f"""
    case
        when crime_type = '{ASB}' then ''
        when outcome_month > '{LAST}' and month < '2019-07' then 'Status update unavailable'
        when outcome_month > '{LAST}' then 'Under investigation'
        when outcome_type = '{CHARGED}' and outcome_month >= '2019-06' then 'Awaiting court outcome'
        when outcome_type = '{CHARGED}' then 'Court result unavailable'
        else outcome_type
    end
"""
_STREET = f"""
    select month, h as place,
        concat_ws(',', if(crime_type = '{ASB}', '', h), month, '{CONSTABULARY}', '{CONSTABULARY}',
            {_WHERE}, coalesce(location, 'No Location'), {_SMALL_AREA}, crime_type,
            {_LAST_OUTCOME}, '') as line,
    from (from crime where not (is_unlocated and month in ({_EMPTY_EDITIONS})))
"""
_OUTCOME_LINES = f"""
    select outcome_month as month, h as place,
        concat_ws(',', h, outcome_month, '{CONSTABULARY}', '{CONSTABULARY}', {_WHERE},
            coalesce(location, 'No location'), {_SMALL_AREA}, outcome_type) as line,
    from outcome
"""
