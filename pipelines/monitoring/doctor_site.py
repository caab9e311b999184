"""What `pcplan doctor` looks at in a site: settings, plan, folders, stores, runs and deliveries."""

import os
import shutil
from collections.abc import Callable

import duckdb

from pipelines.monitoring import doctor_safety, doctor_schedule
from pipelines.monitoring.doctor_machine import Verdict, look, well
from pipelines.retention.retention import Keep
from pipelines.settings.secrets import mistyped_variables
from pipelines.site.lock import is_held
from pipelines.site.plan import read_plan
from pipelines.site.site import Site
from pipelines.store.warehouse import damaged, is_damage
from snapshot import snapshots

LEAST_FREE_BYTES = 2 * 1024**3
REFUSED_SHOWN = 3


def settings(site: Site) -> Verdict:
    """Look whether every setting of site.toml can be used."""
    Keep.of(site)
    told = f"{site.root}: {site.office_name}, force {site.force_code}"
    if mistyped := mistyped_variables(os.environ):
        return look(f"{told}; {' '.join(mistyped)}", "Set it under that name, or take it away.")
    return well(f"{told}, nightly at {site.nightly_time:%H:%M} {site.time_zone}")


def plan(site: Site) -> Verdict:
    """Look whether the plan can be read."""
    found = read_plan(site.root / "plan")
    return well(
        f"{found.title}: {len(found.themes)} themes, {len(found.objectives)} objectives, "
        f"{len(found.priorities)} priorities for action"
    )


def disk(site: Site) -> Verdict:
    """Look whether a night has room: it may write the working file a second time."""
    free = shutil.disk_usage(site.root).free
    working = site.warehouse_file.stat().st_size if site.warehouse_file.exists() else 0
    needed = LEAST_FREE_BYTES + working
    if free < needed:
        return look(
            f"{_size(free)} free; a night may need {_size(needed)}",
            f"Make room on the disk that holds {site.root}; old papers and snapshots can be moved.",
        )
    return well(f"{_size(free)} free")


def _size(count: int) -> str:
    return f"{count / 1024**3:,.1f} GB"


def warehouse(site: Site) -> Verdict:
    """Look whether the working store opens, and whether its tables are good."""
    if not site.warehouse_file.exists():
        return well("there is none yet; the first nightly makes it")
    if is_held(site):
        return well("is in use by the nightly")
    try:
        with duckdb.connect(str(site.warehouse_file), read_only=True) as connection:
            states = connection.execute(
                "select state, table_name from quality.table_state order by state, table_name"
            ).fetchall()
    except duckdb.IOException as error:
        if is_damage(error):
            return look(
                f"is damaged: {error}",
                "Run `pcplan nightly`: it sets the file aside and makes it again from landing/, and "
                "a second time if the first fails. Have the disk looked at.",
            )
        return look(
            f"cannot be opened: {error}",
            "Close the program that has it open. If none has, move the file away and run "
            "`pcplan nightly --full`: it is made again from landing/.",
        )
    except duckdb.Error as error:
        return look(
            f"is not a warehouse of pcplan: {error}",
            "Move the file away and run `pcplan nightly --full`: it is made again from landing/.",
        )
    bad = [f"{table} ({state})" for state, table in states if state != "good"]
    if bad:
        shown = ", ".join(bad[:REFUSED_SHOWN])
        return look(
            f"{len(bad)} of {len(states)} tables are not good: {shown}",
            "`pcplan status` says why of each; mend the delivery, then run `pcplan nightly`.",
        )
    if kept := damaged(site.warehouse_file.parent):
        return look(
            f"opens, but was found damaged before: {', '.join(path.name for path in kept)}",
            "What was lost was made again. Have the disk looked at, then delete those files.",
        )
    return well(f"opens; all {len(states)} tables are good")


def current_snapshot(site: Site) -> Verdict:
    """Look whether CURRENT.json names a snapshot that is whole, byte for byte."""
    if snapshots.current_id(site.published) is None:
        return look("nothing is published yet", "Run `pcplan nightly`.")
    snapshot = snapshots.find(site.published)
    if problems := snapshots.verify(snapshot, read_tables=False):
        return look(
            f"{snapshot.snapshot_id}: {' '.join(problems)}",
            "Choose an earlier one: `pcplan snapshots`, then `pcplan rollback ID`.",
        )
    as_at = snapshot.manifest["business_date"]
    return well(f"{snapshot.snapshot_id} is whole, as at {as_at}")


def deliveries(site: Site) -> Verdict:
    """Name the deliveries that the last nights refused whole."""
    if not site.warehouse_file.exists() or is_held(site):
        return well("are not looked at before the first nightly, nor while one runs")
    with duckdb.connect(str(site.warehouse_file), read_only=True) as connection:
        refused = connection.execute(
            "select file_name, reason from quality.delivery where state = 'refused' order by all"
        ).fetchall()
    if not refused:
        return well("none is refused")
    shown = " ".join(f"{name}: {reason}" for name, reason in refused[:REFUSED_SHOWN])
    more = f" And {len(refused) - REFUSED_SHOWN} more." if len(refused) > REFUSED_SHOWN else ""
    return look(
        f"{len(refused)} refused. {shown}{more}",
        "Ask the supplier for the file again as agreed, put it in the place of the refused one, "
        "and run `pcplan nightly`.",
    )


def left_overs(site: Site) -> Verdict:
    """Look for what a killed night leaves: write-ahead logs and half-written files."""
    if is_held(site):
        return well("are not looked for while a nightly runs")
    homes = (site.warehouse_file.parent, site.published)
    found = sorted(
        path.relative_to(site.root).as_posix()
        for home in homes
        for path in home.rglob("*")
        if path.suffix in (".wal", ".partial")
    )
    if found:
        return look(
            f"{len(found)} files, among them {', '.join(found[:REFUSED_SHOWN])}",
            "A night was cut off. Run `pcplan nightly`: it takes them up or removes them.",
        )
    return well("there are none")


CHECKS: tuple[tuple[str, Callable[[Site], Verdict]], ...] = (
    ("plan", plan),
    ("disk", disk),
    ("folders", doctor_safety.folders),
    ("form of the site", doctor_safety.form),
    ("clock", doctor_safety.clock),
    ("nightly", doctor_schedule.is_running),
    ("warehouse", warehouse),
    ("current snapshot", current_snapshot),
    ("Dagster's daemon", doctor_schedule.daemon),
    ("schedule", doctor_schedule.schedule),
    ("sensors", doctor_schedule.sensors),
    ("nights", doctor_schedule.nights_done),
    ("Dagster runs", doctor_schedule.lost_runs),
    ("deliveries", deliveries),
    ("left-over files", left_overs),
    ("login", doctor_safety.login),
    ("what people wrote", doctor_safety.written),
    ("audit log", doctor_safety.audit_log),
    ("last night", doctor_safety.last_night),
    ("messages", doctor_safety.messages),
    ("keys", doctor_safety.keys),
    ("backup", doctor_safety.backup),
)
