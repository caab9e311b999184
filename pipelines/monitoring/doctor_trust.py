"""What `pcplan doctor` looks at beside the data: audit log, heartbeat, messages and login."""

import datetime as dt

from pipelines.audit.log import AuditLog
from pipelines.audit.verify import Written, verify
from pipelines.monitoring import heartbeat
from pipelines.monitoring.doctor_machine import Verdict, look, well
from pipelines.monitoring.notifications import memory
from pipelines.monitoring.notifications.settings import read_settings
from pipelines.monitoring.status import counted
from pipelines.settings.secrets import is_open_to_others
from pipelines.site.site import Site
from snapshot import snapshots

A_NIGHT_AND_A_BIT = dt.timedelta(hours=26)


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
