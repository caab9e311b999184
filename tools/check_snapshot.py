"""Proves a published snapshot again from its files alone: `python tools/check_snapshot.py SITE`.

It shares no line with pcplan: only Python's own library and duckdb are needed, and the README's
contract of the snapshot. Takes a site (its current snapshot is checked, and its landing folder
against the ledger) or the folder of one snapshot. Prints one line for each thing that is wrong;
exit status 0 where nothing is, 1 where something is, 2 where there is nothing to check.
"""

import argparse
import gzip
import hashlib
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

AUDIENCES = ("restricted", "board", "public")
FEWEST = 5  # a count of people below this identifies somebody
KEY = (
    "metric_id", "area_code", "breakdown_value", "period_type", "period_start_date",
    "period_end_date",
)  # fmt: skip
WITHOUT_VALUE = (
    "('missing', 'suppressed', 'not_applicable', 'not_due', 'withheld')"  # states of a figure
)
# Cells that a lower audience reads otherwise than a higher one does.
OTHERWISE = {"snapshot": {"audience"}, "delivery": {"reason"}, "quality_check": {"sample"}}
FACTOR = """case m.unit when 'percent' then 100 when 'per_1000' then 1000
    when 'per_10000' then 10000 when 'per_100000' then 100000 else 1 end"""
SHOWN = 5
TOLERANCE = "1e-9 * greatest(1, abs(o.value))"


def same(left: str, right: str, names: tuple[str, ...] = KEY) -> str:
    """Join two tables on a figure's key, null on null."""
    return " and ".join(f"{left}.{name} is not distinct from {right}.{name}" for name in names)


@dataclass
class Snapshot:
    """One snapshot under examination, its files attached as restricted, board and public."""

    folder: Path
    manifest: dict[str, Any]
    connection: duckdb.DuckDBPyConnection
    landing: Path | None = None

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query over the attached files."""
        return self.connection.execute(query).fetchall()

    @cached_property
    def catalogue(self) -> dict[tuple[str, str], list[str]]:
        """Map each audience's tables to their columns, in order."""
        found: dict[tuple[str, str], list[str]] = {}
        for audience, table, column in self.rows(
            "select database_name, table_name, column_name from duckdb_columns() "
            "where not internal order by database_name, table_name, column_index"
        ):
            found.setdefault((audience, table), []).append(column)
        return found

    def has(self, audience: str, table: str, column: str = "") -> bool:
        """Say whether a file holds a table, or a column of it."""
        columns = self.catalogue.get((audience, table), [])
        return column in columns if column else bool(columns)

    def columns(self, audience: str, table: str) -> list[str]:
        """Name a table's columns in order."""
        return self.catalogue.get((audience, table), [])

    def none(self, what: str, query: str) -> Iterator[str]:
        """Say what is wrong where a query, which must find nothing, finds rows."""
        found = self.rows(f"select * from ({query}) limit {SHOWN}")
        if found:
            (count,) = self.rows(f"select count(*) from ({query})")[0]
            first = ", ".join("-" if cell is None else str(cell) for cell in found[0])
            yield f"{what}: {count:,}, first: {first}"


Check = Callable[[Snapshot], Iterator[str]]


def check_files(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    """Compare each file's bytes with the manifest, and look for files that it does not name."""
    if manifest.get("snapshot_id") != folder.name:
        yield f"manifest.json: is of snapshot {manifest.get('snapshot_id')}, in folder {folder.name}"
    wanted = {f"{audience}.duckdb" for audience in AUDIENCES}
    if set(manifest["files"]) != wanted:
        yield f"manifest.json: names {', '.join(sorted(manifest['files']))}"
    every = manifest["files"] | manifest.get("artefacts", {})
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    strays = found - every.keys() - {"manifest.json"}
    if strays:
        yield f"folder: holds files that the manifest does not name: {', '.join(sorted(strays))}"
    for name, said in every.items():
        path = folder / name
        if not path.is_file():
            yield f"{name}: is missing"
            continue
        if path.stat().st_size != said["bytes"]:
            yield f"{name}: has {path.stat().st_size:,} bytes; the manifest says {said['bytes']:,}"
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != said["sha256"]:
                yield f"{name}: its sha256 is not the manifest's"


def check_tables(snapshot: Snapshot) -> Iterator[str]:
    """Compare tables, row counts and fingerprints with the manifest; and each file's own line."""
    for audience in AUDIENCES:
        said = snapshot.manifest["files"][f"{audience}.duckdb"]["tables"]
        found = {table for there, table in snapshot.catalogue if there == audience}
        for name in sorted(found ^ set(said)):
            there = "is in the file alone" if name in found else "is in the manifest alone"
            yield f"{audience}: table {name} {there}"
        for name in sorted(found & set(said)):
            rows, print_ = snapshot.rows(
                f"select count(*), coalesce(sum(hash(t)::hugeint), 0)::varchar "
                f"from {audience}.{name} as t"
            )[0]
            if rows != said[name]["rows"]:
                yield f"{audience}.{name}: {rows:,} rows; the manifest says {said[name]['rows']:,}"
            elif (
                snapshot.manifest["duckdb_version"] == duckdb.__version__
                and print_ != said[name]["fingerprint"]
            ):
                yield f"{audience}.{name}: its rows are not those of the manifest"
        about = snapshot.rows(
            f"select snapshot_id, audience, business_date::varchar from {audience}.snapshot"
        )
        manifest = snapshot.manifest
        if about != [(manifest["snapshot_id"], audience, manifest["business_date"])]:
            yield f"{audience}.snapshot: says {about}, unlike the manifest"


def check_audiences(snapshot: Snapshot) -> Iterator[str]:
    """Prove public within board within restricted, and that nothing marked higher is below."""
    for lower, higher in (("public", "board"), ("board", "restricted")):
        tables = snapshot.manifest["files"][f"{lower}.duckdb"]["tables"]
        for table in tables:
            if not snapshot.has(higher, table):
                yield f"{lower}: holds {table.replace('_', ' ')}s, which {higher} has not"
                continue
            kept = [c for c in snapshot.columns(lower, table) if c not in OTHERWISE.get(table, ())]
            listed = ", ".join(f'"{column}"' for column in kept)
            yield from snapshot.none(
                f"{lower}.{table} holds rows that {higher} has not",
                f"select {listed} from {lower}.{table} except all "
                f"select {listed} from {higher}.{table}",
            )
        yield from snapshot.none(
            f"{lower}.quality_check shows samples of values",
            f"select table_name, expectation from {lower}.quality_check where sample is not null",
        )
        yield from snapshot.none(
            f"{lower}.delivery quotes delivered values",
            f"select file_name from {lower}.delivery where rows_rejected > 0 "
            "and regexp_matches(reason, '''[^'']*''')",
        )
        yield from snapshot.none(
            f"{lower}.metric holds measures marked above OFFICIAL",
            f"select metric_id, marking from {lower}.metric where marking <> 'OFFICIAL'",
        )
        for table in ("observation", "signal", "figure_register", "revision", "comparator"):
            yield from snapshot.none(
                f"{lower}.{table} is of measures that this file does not have",
                f"select distinct metric_id from {lower}.{table} "
                f"where metric_id not in (select metric_id from {lower}.metric)",
            )


def check_disclosure(snapshot: Snapshot) -> Iterator[str]:
    """Look for counts of a few people, and for what gives a hidden figure away."""
    snapshot.connection.execute(
        """create or replace temp table people as
        select metric_id, unit, frequency, aggregation from restricted.metric
        where disclosure <> 'none'"""
    )
    for audience in ("board", "public"):
        few = "{0} > 0 and {0} < " + str(FEWEST)
        yield from snapshot.none(
            f"{audience}.observation shows fewer than {FEWEST} people",
            f"""select {", ".join("o." + name for name in KEY)}
            from {audience}.observation as o join people as m using (metric_id)
            where {few.format("o.numerator")} or {few.format("o.denominator")}
                or (o.numerator is null and o.denominator is null and {few.format("o.value")})
                or (m.unit = 'percent' and {few.format("(o.denominator - o.numerator)")})""",
        )
        yield from snapshot.none(
            f"{audience}.observation shows figures of a suppressed one",
            f"""select {", ".join(KEY)} from {audience}.observation where state = 'suppressed'
            and coalesce(numerator, denominator, value, lower, upper) is not null""",
        )
        for table, column in (
            ("observation", "first_published_value"), ("figure_register", "value"),
            ("revision", "previous_value"), ("revision", "value"),
        ):  # fmt: skip
            yield from snapshot.none(
                f"{audience}.{table}.{column} shows fewer than {FEWEST} people",
                f"""select o.metric_id, o.area_code, o.period_start_date
                from {audience}.{table} as o join people as m using (metric_id)
                where m.unit in ('count', 'people') and {few.format("o." + column)}""",
            )
        snapshot.connection.execute(
            f"""create or replace temp table hidden as
            select {", ".join("r." + name for name in KEY)}
            from restricted.observation as r
            join {audience}.metric as m using (metric_id)
            where r.value is not null
                and not exists (from {audience}.observation as o where {same("o", "r")})"""
        )
        yield from _leaks(snapshot, audience)


def _leaks(snapshot: Snapshot, audience: str) -> Iterator[str]:
    """Find the hidden figures that another table shows, or that a subtraction gives."""
    for table in ("figure_register", "revision", "comparator"):
        yield from snapshot.none(
            f"{audience}.{table} shows a figure that observation hides",
            f"select h.metric_id, h.area_code, h.period_start_date from hidden as h "
            f"join {audience}.{table} as t on {same('t', 'h')}",
        )
    short = ("metric_id", "area_code", "breakdown_value", "period_type")
    yield from snapshot.none(
        f"{audience}.signal speaks of a figure that observation hides",
        f"select h.metric_id, h.area_code, h.period_end_date from hidden as h join "
        f"{audience}.signal as t on t.as_at = h.period_end_date and {same('t', 'h', short)}",
    )
    if snapshot.has("restricted", "metric", "breakdown_total"):
        whole = tuple(name for name in KEY if name != "breakdown_value")
        yield from snapshot.none(
            f"{audience}: a hidden part is its total less the other parts",
            f"""select {", ".join("h." + name for name in whole)}
            from hidden as h join {audience}.metric as m using (metric_id)
            join {audience}.observation as t on t.breakdown_value is null and {same("t", "h", whole)}
            where m.breakdown_total = 'sum' and h.breakdown_value is not null
                and t.value is not null
            group by all having count(*) = 1""",
        )
    fixed = ("metric_id", "area_code", "breakdown_value")
    yield from snapshot.none(
        f"{audience}: a hidden period is a longer one less the others",
        f"""select l.metric_id, l.area_code, l.period_type, l.period_start_date
        from {audience}.observation as l join people as m using (metric_id)
        join hidden as h on h.period_type = m.frequency and {same("l", "h", fixed)}
            and h.period_start_date >= l.period_start_date and h.period_end_date <= l.period_end_date
        where l.value is not null and l.period_type <> m.frequency and m.aggregation = 'sum'
        group by l.metric_id, l.area_code, l.breakdown_value, l.period_type, l.period_start_date,
            l.period_end_date
        having count(*) = 1""",
    )


def check_figures(snapshot: Snapshot) -> Iterator[str]:
    """Compute every value again from what stands beside it, and read its state."""
    figures = "restricted.observation as o join restricted.metric as m using (metric_id)"
    told = ", ".join(f"o.{name}" for name in KEY)
    yield from snapshot.none(
        "observation: a figure stands more than once",
        f"select {', '.join(KEY)} from restricted.observation group by all having count(*) > 1",
    )
    yield from snapshot.none(
        "observation: value is not numerator over denominator times the unit's factor",
        f"""select {told}, o.value from {figures} where o.denominator is not null
        and o.numerator is not null and o.value is not null
        and not abs(o.value - {FACTOR} * o.numerator / nullif(o.denominator, 0)) <= {TOLERANCE}""",
    )
    yield from snapshot.none(
        "observation: a count is not its numerator",
        f"""select {told}, o.value from {figures} where o.denominator is null
        and o.numerator is not null and m.unit in ('count', 'people', 'gbp')
        and abs(o.value - o.numerator) > {TOLERANCE}""",
    )
    yield from snapshot.none(
        "observation: state and value contradict each other",
        f"select {told}, o.state from {figures} where (o.value is null) <> (o.state in {WITHOUT_VALUE})",
    )
    yield from snapshot.none(
        "observation: a suppressed or withheld figure shows bounds",
        f"""select {told} from {figures} where o.state in {WITHOUT_VALUE}
        and (o.lower is not null or o.upper is not null
            or (o.state = 'suppressed' and o.first_published_value is not null))""",
    )
    yield from snapshot.none(
        "observation: the value lies outside its interval",
        f"""select {told} from {figures}
        where o.value < o.lower - {TOLERANCE} or o.value > o.upper + {TOLERANCE}""",
    )
    yield from snapshot.none(
        "observation: a period ends before it begins",
        f"select {told} from {figures} where o.period_end_date < o.period_start_date",
    )
    if snapshot.has("restricted", "metric", "breakdown_total"):
        whole = ", ".join(f"o.{name}" for name in KEY if name != "breakdown_value")
        yield from snapshot.none(
            "observation: parts that add up to the total do not",
            f"""select {whole} from {figures} where m.breakdown_total = 'sum'
            group by all having count(*) filter (o.breakdown_value is not null) > 0
                and count(*) = count(o.numerator)
                and abs(sum(o.numerator) filter (o.breakdown_value is not null)
                    - any_value(o.numerator) filter (o.breakdown_value is null)) > 1e-6""",
        )


def check_register(snapshot: Snapshot) -> Iterator[str]:
    """Set every figure beside the register: its latest value, and its first."""
    for audience in AUDIENCES:
        register = f"""(select {", ".join(KEY)}, arg_max(value, snapshot_id) as latest,
            arg_min(value, snapshot_id) as first from {audience}.figure_register group by all)"""
        yield from snapshot.none(
            f"{audience}.figure_register does not hold the figure, or another one",
            f"""select o.metric_id, o.area_code, o.period_start_date, o.value, r.latest
            from {audience}.observation as o left join {register} as r on {same("r", "o")}
            where o.value is not null and not coalesce(abs(r.latest - o.value) <= {TOLERANCE}, false)""",
        )
        yield from snapshot.none(
            f"{audience}.observation: first_published_value is not the register's first",
            f"""select o.metric_id, o.area_code, o.period_start_date, o.first_published_value, r.first
            from {audience}.observation as o join {register} as r on {same("r", "o")}
            where o.value is not null and o.first_published_value is distinct from r.first
                and (o.first_published_value is not null or '{audience}' = 'restricted' or o.metric_id
                    in (select metric_id from {audience}.metric where disclosure = 'none'))""",
        )
        yield from snapshot.none(
            f"{audience}.figure_register is ahead of its snapshot",
            f"""select distinct snapshot_id from {audience}.figure_register
            where snapshot_id > (select snapshot_id from {audience}.snapshot)""",
        )


def check_lineage(snapshot: Snapshot) -> Iterator[str]:
    """Follow every figure to its measure, its tables and its feeds, and every promise."""
    known = "select metric_id from restricted.metric"
    for table in ("observation", "signal", "metric_source"):
        yield from snapshot.none(
            f"{table} is of a measure that does not exist",
            f"select distinct metric_id from restricted.{table} where metric_id not in ({known})",
        )
    yield from snapshot.none(
        "metric has figures and no source",
        """select distinct metric_id from restricted.observation where value is not null
        and metric_id not in (select metric_id from restricted.metric_source)""",
    )
    yield from snapshot.none(
        "metric_source names a table that does not exist",
        """select distinct table_name from restricted.metric_source
        where table_name not in (select table_name from restricted.table_state)
            and metric_id in (select metric_id from restricted.observation where value is not null)""",
    )
    for table in ("metric_source", "delivery"):
        yield from snapshot.none(
            f"{table} is of a feed that does not exist",
            f"select distinct feed_id from restricted.{table} where feed_id is not null "
            "and feed_id not in (select feed_id from restricted.feed_status)",
        )
    yield from snapshot.none(
        "promise names a measure that does not exist",
        f"select priority_id, metric_id from restricted.promise where state = 'kept' "
        f"and metric_id not in ({known})",
    )


def check_deliveries(snapshot: Snapshot) -> Iterator[str]:
    """Account for every record of every file, and for every file still in landing."""
    yield from snapshot.none(
        "delivery: records in file are not loaded + rejected + ignored",
        """select file_name, rows_in_file from restricted.delivery
        where rows_in_file <> rows_loaded + rows_rejected + rows_ignored""",
    )
    yield from snapshot.none(
        "feed_status does not add up its deliveries",
        """select feed_id from restricted.feed_status as s left join (
            select feed_id, sum(rows_in_file) as given, sum(rows_loaded) as loaded,
                sum(rows_rejected) as rejected, sum(rows_ignored) as ignored
            from restricted.delivery group by all) as d using (feed_id)
        where (s.rows_delivered, s.rows_loaded, s.rows_rejected, s.rows_ignored) is distinct from
            (coalesce(given, 0)::bigint, coalesce(loaded, 0)::bigint,
             coalesce(rejected, 0)::bigint, coalesce(ignored, 0)::bigint)""",
    )
    yield from snapshot.none(
        "rejected_record is of no delivery with rejected records",
        """select file_name, line from restricted.rejected_record as r where not exists (
            from restricted.delivery as d where d.file_name = r.file_name and (
                d.rows_rejected > 0 or d.state in ('refused', 'quarantined')))""",
    )
    if snapshot.landing is None:
        return
    for name, sha256 in snapshot.rows(
        "select file_name, sha256 from restricted.delivery where sha256 <> '' order by all"
    ):
        found = _sha256_of(snapshot.landing, name)
        if found is not None and found != sha256:
            yield f"landing/{name}: is not the file that the ledger holds"


def _sha256_of(landing: Path, name: str) -> str | None:
    """Fingerprint a delivery where it lies, unpacked; None where it is no longer there."""
    outer, _, member = name.partition("!")
    path = landing / outer
    if not path.is_file():
        return None
    digest = hashlib.sha256()
    try:
        if member:
            with zipfile.ZipFile(path) as archive:
                names = {one.replace("\\", "/"): one for one in archive.namelist()}
                if member not in names:
                    return None
                with archive.open(names[member]) as source:
                    return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
        opener = gzip.open if path.suffix.casefold() == ".gz" else open
        with opener(path, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        return f"unreadable: {error}"
    return digest.hexdigest()


CHECKS: tuple[Check, ...] = (
    check_tables, check_audiences, check_disclosure, check_figures, check_register,
    check_lineage, check_deliveries,
)  # fmt: skip


def examine(folder: Path, landing: Path | None = None) -> list[str]:
    """Return everything that is wrong with the snapshot in a folder."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        wrong = list(check_files(folder, manifest))
        with duckdb.connect() as connection:
            for audience in AUDIENCES:
                path = str(folder / f"{audience}.duckdb").replace("'", "''")
                connection.execute(f"attach '{path}' as {audience} (read_only)")
            snapshot = Snapshot(folder, manifest, connection, landing)
            for check in CHECKS:
                wrong += check(snapshot)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return [f"manifest.json: cannot be read: {type(error).__name__}: {error}"]
    except duckdb.Error as error:
        return [*wrong, f"a file cannot be read: {str(error).splitlines()[0]}"]
    return wrong


def main() -> int:
    """Check what the command line names; print and return the exit status."""
    parser = argparse.ArgumentParser(description="Prove a snapshot again from its files alone.")
    parser.add_argument("place", type=Path, help="a site, or the folder of one snapshot")
    parser.add_argument("--all", action="store_true", help="every snapshot of the site")
    asked = parser.parse_args()
    published = asked.place / "published"
    chosen = [(asked.place, None)]
    if published.is_dir():
        folders = sorted(p.parent for p in published.glob("snapshots/*/manifest.json"))
        try:
            pointer = json.loads((published / "CURRENT.json").read_text(encoding="utf-8"))
            current = published / "snapshots" / pointer["snapshot_id"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            sys.stdout.write(f"CURRENT.json: names no snapshot: {error}\n")
            return 1
        rest = [(path, None) for path in folders if path != current] if asked.all else []
        chosen = [(current, asked.place / "landing"), *rest]
    elif not (asked.place / "manifest.json").is_file():
        sys.stdout.write(f"{asked.place}: is neither a site nor a snapshot.\n")
        return 2
    status = 0
    for folder, landing in chosen:
        wrong = examine(folder, landing)
        for line in wrong:
            sys.stdout.write(f"{folder.name}: {line}\n")
        if not wrong:
            sys.stdout.write(f"{folder.name}: every file, figure and delivery is as it says.\n")
        status = 1 if wrong else status
    return status


if __name__ == "__main__":
    sys.exit(main())
