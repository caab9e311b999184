"""A systemd unit for one service of a site, hardened: it may write in the site and nowhere else."""

import sys
from pathlib import Path

from pipelines.nightly.service import SECONDS_TO_STOP, Service, Unit
from pipelines.site.site import Site

USER = "pcplan"

# MemoryDenyWriteExecute is left out: the charts of papers are drawn by an engine that compiles as it
# runs. Processes of other users stay visible, as a night that one of them began must be seen.
UNIT = """\
# Made by `pcplan service print` for {root}. Make it again rather than change it here; put what
# differs on this machine into: systemctl edit {name}
[Unit]
Description={title}
Documentation=file://{runbook}
After=network-online.target time-sync.target local-fs.target
Wants=network-online.target
RequiresMountsFor={root_quoted}
StartLimitIntervalSec=900
StartLimitBurst=5

[Service]
Type=exec
User={user}
Group={user}
UMask=0027
WorkingDirectory={root_plain}
Environment=PYTHONUTF8=1 PYTHONUNBUFFERED=1 DAGSTER_DISABLE_TELEMETRY=yes
Environment={site_variable}
ExecStart={command}
Restart=on-failure
RestartSec=30
KillSignal=SIGTERM
TimeoutStopSec={stop}

NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={writable}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
CapabilityBoundingSet=
AmbientCapabilities=

[Install]
WantedBy=multi-user.target
"""


def unit(site: Site, service: Service, user: str) -> Unit:
    """Write the unit of one service. The dashboards may write only what people enter there."""
    writable = site.root if service.name == "pcplan-daemon" else site.state
    text = UNIT.format(
        root=_percent(str(site.root)),
        root_plain=_percent(str(site.root)),
        root_quoted=quoted(str(site.root)),
        name=service.name,
        title=_percent(service.title),
        runbook=_percent((Path(__file__).parents[2] / "docs" / "runbook.md").as_posix()),
        user=user or USER,
        site_variable=quoted(f"PCPLAN_SITE={site.root}"),
        command=" ".join(quoted(word, in_command=True) for word in service.command),
        stop=SECONDS_TO_STOP,
        writable=quoted(str(writable)),
    )
    return Unit(f"{service.name}.service", text.encode("utf-8"))


def next_steps(folder: Path, site: Site, user: str) -> list[str]:
    """List the commands that an administrator runs next."""
    name = user or USER
    both = "pcplan-daemon.service pcplan-dashboards.service"
    return [
        f"useradd --system --home-dir {_shell(site.root)} --shell /usr/sbin/nologin {name}",
        f"chown -R {name}: {_shell(site.root)}",
        *([] if folder == Path("/etc/systemd/system") else [f"cp {_shell(folder)}/pcplan-*.service "
                                                           "/etc/systemd/system/"]),
        f"systemd-analyze verify /etc/systemd/system/{both.replace(' ', ' /etc/systemd/system/')}",
        "systemctl daemon-reload",
        f"systemctl enable --now {both}",
        f"sudo -u {name} {_shell(sys.executable)} -m pipelines.cli doctor --site "
        f"{_shell(site.root)}",
    ]  # fmt: skip


def quoted(word: str, *, in_command: bool = False) -> str:
    """Write one word so that systemd reads it as it is."""
    text = _percent(word).replace("\\", "\\\\").replace('"', '\\"')
    if in_command:
        text = text.replace("$", "$$")
    plain = all(letter.isalnum() or letter in "/._-=:@%$" for letter in text)
    return text if plain else f'"{text}"'


def _percent(text: str) -> str:
    return text.replace("%", "%%")


def _shell(path: Path | str) -> str:
    import shlex

    return shlex.quote(str(path))
