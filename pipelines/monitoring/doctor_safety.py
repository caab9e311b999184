"""What `pcplan doctor` looks at that keeps a site safe and trusted.

Clock, folders, keys and backup; the audit log, the last night, messages and login; what people wrote.
"""

import contextlib
import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipelines.audit.log import AuditLog
from pipelines.audit.verify import Written, entries, verify
from pipelines.errors import SnapshotError
from pipelines.monitoring import heartbeat
from pipelines.monitoring.doctor_machine import Verdict, look, well
from pipelines.monitoring.notifications import memory
from pipelines.monitoring.notifications.settings import read_settings
from pipelines.monitoring.status import counted
from pipelines.nightly import missed_nights
from pipelines.retention import upgrade
from pipelines.settings.secrets import is_open_to_others
from pipelines.site.site import Site
from snapshot import snapshots

CLOCK_TOLERANCE = dt.timedelta(seconds=30)
BACKUP_EVERY = dt.timedelta(days=8)
A_NIGHT_AND_A_BIT = dt.timedelta(hours=26)
MOST_FILES = 20_000
SHOWN = 3
WRITTEN = ("landing", "warehouse", "published", "papers_out", "state")
READ = ("plan", "metrics", "papers")
RESTORE = (
    "Keep the file, put back the latest backup of state/ with `pcplan restore`, and enter again "
    "what was written since."
)


def folders(site: Site) -> Verdict:
    """Try in each folder what a night does there: make a file, move it, remove it; or read."""
    wrong = []
    for name in WRITTEN:
        try:
            _try_out(site.root / name)
        except OSError as error:
            wrong.append(f"{name}/ ({error.strerror})")
    if wrong:
        return look(
            f"cannot write in {', '.join(wrong)}",
            "Make the folder, or give the account that runs pcplan the right to write in it.",
        )
    try:
        for path in (path for name in READ for path in (site.root / name).rglob("*")):
            if path.is_file():
                path.open("rb").close()
    except OSError as error:
        return look(
            f"{error.filename}: cannot be read ({error.strerror})",
            "Give the account that runs pcplan the right to read it.",
        )
    foreign = [path for path in _own_files(site) if not os.access(path, os.W_OK)]
    if foreign:
        shown = ", ".join(path.relative_to(site.root).as_posix() for path in foreign[:SHOWN])
        return look(
            f"{len(foreign)} files of pcplan's cannot be written by this account, among them {shown}",
            "Another account ran pcplan here. Give the files back to the account of the service "
            f"(on Linux: chown -R pcplan: {site.root}).",
        )
    return well("all can be written")


def _try_out(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder, prefix=".pcplan-doctor-") as made:
        trial, moved = Path(made) / "trial", Path(made) / "moved"
        trial.write_bytes(b"trial")
        trial.replace(moved)
        moved.unlink()


def _own_files(site: Site) -> Iterator[Path]:
    """List the files that a night must be able to replace or write on."""
    count = 0
    for folder in (site.warehouse_file.parent, site.state):
        for path in folder.rglob("*"):
            if path.is_file():
                yield path
                count += 1
            if count >= MOST_FILES:
                return


def clock(site: Site, at: dt.datetime | None = None) -> Verdict:
    """Look whether the clock agrees with the disk's, and with what was done before."""
    at = at or missed_nights.now()
    today = site.business_date(now=at)
    with tempfile.NamedTemporaryFile(dir=site.state, prefix=".pcplan-doctor-") as file:
        written = dt.datetime.fromtimestamp(Path(file.name).stat().st_mtime, dt.UTC)
    if abs(written - at) > CLOCK_TOLERANCE:
        return look(
            f"the clock of the machine and that of the disk differ by {abs(written - at)}: now it is "
            f"{at:%Y-%m-%d %H:%M:%S} UTC, but a file written now is dated {written:%Y-%m-%d %H:%M:%S}",
            "Have both set by the network (on Linux: timedatectl set-ntp true).",
        )
    with contextlib.suppress(SnapshotError):
        snapshot = snapshots.current(site.published)
        published = snapshot and dt.datetime.fromisoformat(snapshot.manifest["published_at"])
        if published and published > at + CLOCK_TOLERANCE:
            return look(
                f"the current snapshot was published at {published:%Y-%m-%d %H:%M} UTC, which is yet "
                "to come",
                "The clock was wrong then, or is now. Set it by the network, then run "
                "`pcplan nightly`.",
            )
    ahead = [line for line in missed_nights.read(site) if line.how != missed_nights.ASKED
             and line.event in missed_nights.DONE and line.business_date > today]  # fmt: skip
    if ahead and not site.is_demonstration:
        return look(
            f"the last night was of {ahead[-1].business_date}, but today is {today}",
            "The clock was ahead then, or is behind now. Set it by the network; nights go on from "
            "the right date by themselves.",
        )
    local = at.astimezone(site.time_zone)
    return well(f"agrees with the disk's; here it is {local:%Y-%m-%d %H:%M} {site.time_zone}")


def keys(site: Site) -> Verdict:
    """Look whether the keys (of the audit log, of cookies) are for their owner alone."""
    folder = site.state / "keys"
    files = (
        [path for path in sorted(folder.rglob("*")) if path.is_file()] if folder.is_dir() else []
    )
    if not files:
        return well("there are none yet; each is made when first needed")
    names = f"{len(files)} ({', '.join(path.name for path in files)})"
    unreadable = [path for path in files if not os.access(path, os.R_OK)]
    if unreadable:
        return look(
            f"{unreadable[0]} cannot be read by this account",
            "Give it to the account that runs pcplan, and to no other.",
        )
    if os.name == "nt":
        return well(f"{names} can be read")
    open_to = [path for path in files if is_open_to_others(path)]
    if open_to:
        shown = " ".join(str(path) for path in open_to)
        return look(
            f"{', '.join(path.name for path in open_to)} can be read by other accounts",
            f"Run: chmod 600 {shown}. Then make new ones: `pcplan audit rotate-key` for the audit "
            "log; for cookies remove the file, and everybody logs in again.",
        )
    return well(f"{names}, for their owner alone")


def backup(site: Site, at: dt.datetime | None = None) -> Verdict:
    """Look how old the last backup is, by the audit log."""
    if site.is_demonstration:
        return well("is not needed: a demonstration site can be made again")
    if not snapshots.is_anything_published(site.published):
        return well("is not needed before the first snapshot")
    made = [entry.at for entry in entries(AuditLog.of(site).folder) if entry.action == "backup"]
    remedy = "Run `pcplan backup`, keep the file on another machine, and have that done every week."
    if not made:
        return look("none was ever made", remedy)
    last = dt.datetime.fromisoformat(made[-1])
    age = (at or missed_nights.now()) - last
    if age > BACKUP_EVERY:
        return look(f"the last was made {age.days} days ago", remedy)
    return well(f"the last was made on {last.astimezone(site.time_zone):%Y-%m-%d %H:%M}")


def form(site: Site) -> Verdict:
    """Look whether the site is of the form that this pcplan keeps."""
    advice = upgrade.advice(site)
    if advice:
        return look(
            advice.split(" What is published")[0], "Run `pcplan backup`, then `pcplan upgrade`."
        )
    return well("is the one that this pcplan keeps")


def audit_log(site: Site) -> Verdict:
    """Prove the audit log, and look whether its key is for its owner alone."""
    log = AuditLog.of(site)
    report = verify(Written.of(log.folder), log.keyring.read())
    if report.problems:
        first = report.problems[0]
        return look(
            f"is not as it was written: {first.kind}, {first.where}: {first.said}",
            "Run `pcplan audit verify`, and keep a copy of state/audit before anything else.",
        )
    path = log.keyring.path
    if path.exists() and is_open_to_others(path):
        return look(
            f"its key {path} can be read by others",
            f"Run: chmod 600 {path}, then `pcplan audit rotate-key`.",
        )
    if not report.entries:
        return well("holds nothing yet")
    return well(f"is whole: {report.entries:,} entries, the last at {report.last_at}")


def last_night(site: Site, now: dt.datetime | None = None) -> Verdict:
    """Look whether a night ended within the last night and a bit, and ended well."""
    beat = heartbeat.read(site)
    if beat is None:
        if heartbeat.path_of(site).exists():
            return look("cannot be read", "Run `pcplan nightly`: it writes another.")
        if not snapshots.is_anything_published(site.published):
            return well("there is none before the first night")
        return look(
            "no night has left a heartbeat yet",
            "Run `pcplan nightly`, and have it run every night: see docs/runbook.md.",
        )
    age = (now or dt.datetime.now(dt.UTC)) - beat.at
    when = f"the last night ended on {beat.at.astimezone(site.time_zone):%d %B %Y at %H:%M}"
    if age > A_NIGHT_AND_A_BIT:
        return look(
            f"{when}: {age / dt.timedelta(days=1):,.1f} days ago",
            "The nightly does not run. Look at the schedule (docs/runbook.md), then run "
            "`pcplan nightly`.",
        )
    if not beat.is_well:
        return look(
            f"{when}, with exit status {beat.exit_status}",
            "Run `pcplan nightly --debug`: it says what stops it.",
        )
    return well(f"{when}, for {beat.business_date}")


def messages(site: Site) -> Verdict:
    """Look whether people can be told, where somebody is to be told."""
    settings = read_settings(site)
    if found := memory.unsent(site):
        return look(" ".join(found), "Look at that server or address, then run `pcplan tell`.")
    told = (
        ", ".join(settings.channels) or "nobody is told of anything; [tell] in site.toml is empty"
    )
    pinged = ", and the heartbeat is sent on" if settings.ping_url else ""
    return well(f"{told}{pinged}")


def login(site: Site) -> Verdict:
    """Look whether the login's settings can be used, and whether the provider answers."""
    from dashboards.login.oidc import try_provider
    from dashboards.login.people import RefusedError
    from dashboards.login.settings import read_login

    settings = read_login(site.document, site.root)
    if settings is None:
        return well("there is none, so the pages are for this machine alone")
    try:
        host = try_provider(settings)
    except RefusedError as error:
        return look(
            error.reason,
            "Look at issuer under [login] in site.toml, and at this machine's way to the internet.",
        )
    return well(f"through {host}, for {counted(len(settings.roles), 'group')}")


def written(site: Site) -> Verdict:
    """Look whether what people wrote and signed can be read, and is whole."""
    from pipelines.site.sign_off import Register
    from pipelines.site.written.database import FILE, StateBusyError, StateError
    from pipelines.site.written.kinds import KINDS
    from pipelines.site.written.store import Store

    path = site.state / FILE
    if not site.settings.state_url and not path.exists():
        return well("nothing is written yet")
    try:
        with Store(site) as store, Register(site) as register:
            if damage := store.damage():
                return look(f"{store.where}: is damaged: {damage}", RESTORE)
            entries = sum(len(store.latest(name)) for name in KINDS)
            signatures = len(register.every_signature())
    except StateBusyError as error:
        return look(str(error), "Wait a minute and run `pcplan doctor` again.")
    except StateError as error:
        return look(str(error), RESTORE)
    return well(f"{store.where}: entries {entries}, signatures {signatures}")
