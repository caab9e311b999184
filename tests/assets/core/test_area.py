"""Areas through time: abolished districts, several editions, partnerships, populations."""

import datetime as dt

FIRST = [
    "assets/core/police_force.sql",
    "assets/core/district_lookup.sql",
    "assets/core/district.sql",
]
EDITION_2019, EDITION_2021 = dt.date(2019, 1, 1), dt.date(2021, 1, 1)


def district(edition, code, name, csp, force="E23000029", received="2026-01-01", file=None):
    return {
        "file_period": edition,
        "district_code": code,
        "district_name": name,
        "csp_code": csp,
        "csp_name": f"{name} partnership",
        "force_code": force,
        "received_at": received,
        "source_file": file or f"lad{edition.year}.csv",
    }


OXFORD = [
    district(EDITION_2019, "E07000178", "Oxford", "E22000315"),
    district(EDITION_2021, "E07000178", "Oxford", "E22000315"),
]
AYLESBURY_VALE = district(EDITION_2019, "E07000004", "Aylesbury Vale", "E22000303")
BUCKINGHAMSHIRE = [
    district(EDITION_2021, "E06000060", "Buckinghamshire", "E22000303"),
    district(EDITION_2021, "E06000060", "Buckinghamshire", "E22000306"),
]
LOOKUP = [*OXFORD, AYLESBURY_VALE, *BUCKINGHAMSHIRE]


def areas(run_sql, *rows):
    found = run_sql("assets/core/area.sql", {"raw.area_district": list(rows)}, first=FIRST)
    return {row["area_code"]: row for row in found}


def test_every_force_is_an_area_before_any_lookup_is_delivered(run_sql):
    found = areas(run_sql)

    assert found["E23000023"]["area_name"] == "Cambridgeshire"
    assert found["X99000023"]["parent_code"] == "E23000023"
    assert sum(row["area_type"] == "force" for row in found.values()) == 39 + 4


def test_an_area_stands_once_whatever_the_editions(run_sql):
    rows = run_sql("assets/core/area.sql", {"raw.area_district": LOOKUP}, first=FIRST)
    codes = [row["area_code"] for row in rows]

    assert len(codes) == len(set(codes))


def test_an_abolished_district_keeps_its_place_and_its_last_day(run_sql):
    found = areas(run_sql, *LOOKUP)["E07000004"]

    assert (found["parent_code"], found["valid_to"]) == ("E22000303", dt.date(2020, 3, 31))


def test_a_district_in_several_partnerships_lies_in_its_force(run_sql):
    assert areas(run_sql, *LOOKUP)["E06000060"]["parent_code"] == "E23000029"


def test_an_area_missing_from_the_newest_edition_ended_before_it(run_sql):
    gone = district(EDITION_2019, "E07000199", "Nowhere", "E22000999")
    found = areas(run_sql, *OXFORD, gone)

    assert found["E07000199"]["valid_to"] == dt.date(2021, 3, 31)
    assert found["E07000178"]["valid_to"] is None


def test_of_two_deliveries_of_an_edition_the_later_one_wins(run_sql):
    old = district(EDITION_2021, "E07000178", "Oxford", "E22000001", file="a.csv")
    new = district(
        EDITION_2021, "E07000178", "Oxford", "E22000315", received="2026-02-01", file="b"
    )

    assert areas(run_sql, old, new)["E07000178"]["parent_code"] == "E22000315"


def populations(run_sql, people, of_forces=()):
    tables = {
        "raw.area_district": LOOKUP,
        "raw.population_district": [
            {"district_code": code, "population_year": 2019, "population": count}
            for code, count in people.items()
        ],
        "raw.population_force": list(of_forces),
    }
    rows = run_sql("assets/core/population.sql", tables, first=FIRST[1:])
    return {(row["area_code"], row["population_year"]): row["population"] for row in rows}


def test_a_force_is_the_sum_of_its_districts(run_sql):
    found = populations(run_sql, {"E07000178": 150, "E06000060\xa0": 540})

    assert found["E23000029", 2019] == 150 + 540
    assert found["E22000315", 2019] == 150


def test_a_force_with_a_district_missing_has_no_population(run_sql):
    assert ("E23000029", 2019) not in populations(run_sql, {"E07000178": 150})


def test_a_partnership_that_is_part_of_a_district_has_no_population(run_sql):
    found = populations(run_sql, {"E07000178": 150, "E06000060": 540})

    assert ("E22000306", 2019) not in found


def test_a_forces_own_figure_wins_over_the_sum(run_sql):
    own = {"force_code": "E23000029", "population": 700, "file_period": dt.date(2019, 6, 30)}
    found = populations(run_sql, {"E07000178": 150, "E06000060": 540}, [own])

    assert found["E23000029", 2019] == 700


def test_the_real_lookups_and_populations_give_the_published_force(load_feed, shared_data):
    from assets.raw.area import FEED as AREA
    from assets.raw.population import FEED as POPULATION

    folder = shared_data / "geography"
    names = ("lad19_csp19_pfa19.csv", "lad_to_csp_to_pfa_2021.csv")
    load_feed(AREA, {name: folder / name for name in names})
    names = ("la_population.csv", "pfa_population_2024.csv")
    loaded = load_feed(POPULATION, {name: folder / name for name in names})
    loaded.build(*FIRST, "assets/core/population.sql")

    rows = loaded.run("assets/metrics/communities/population_count.sql")

    found = {(row["area_code"], row["period_end_date"].year): row["value"] for row in rows}
    assert found["E23000023", 2019] == 855_796
    assert found["E07000008", 2019] == 124_798
    assert found["E23000023", 2024] == 933_972
