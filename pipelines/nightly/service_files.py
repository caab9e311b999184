"""The files by which a service manager runs pcplan: systemd's units, or tasks of Windows.

A unit is hardened: it may write in the site and nowhere else. A Windows service proper must be a
program that speaks to the service manager, which Python is not; wrappers that do it are programs
from elsewhere, which a locked-down machine does not run. A task of Windows' own Task Scheduler that
starts with the machine, whoever is logged on, does the same, and is ended as a service is.
"""

import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from pipelines.errors import ConfigurationError
from pipelines.nightly.services import SECONDS_TO_STOP, Service, services
from pipelines.site.site import Site

KINDS = ("systemd", "windows")
SYSTEMD_USER = "pcplan"

# MemoryDenyWriteExecute is left out: the charts of papers are drawn by an engine that compiles as it
# runs. Processes of other users stay visible, as a night that one of them began must be seen.
SYSTEMD_UNIT = """\
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
WINDOWS_USER = "NT AUTHORITY\\LOCAL SERVICE"
_LOCAL_SERVICE = "S-1-5-19"

WINDOWS_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.4" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{title}. Made by `pcplan service print`.</Description>
    <URI>\\pcplan\\{name}</URI>
  </RegistrationInfo>
  <Triggers>
    <BootTrigger>
      <Enabled>true</Enabled>
      <Delay>PT1M</Delay>
    </BootTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{user}</UserId>{logon}
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>false</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>7</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>255</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
      <WorkingDirectory>{root}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


@dataclass(frozen=True)
class Unit:
    """One file for the service manager: its name and what stands in it."""

    name: str
    content: bytes


def units(kind: str, site: Site, user: str, port: int, audience: str | None) -> list[Unit]:
    """Write the files that one kind of service manager needs."""
    makers = {"systemd": _systemd_unit, "windows": _windows_task}
    return [makers[kind](site, service, user) for service in services(site, port, audience)]


def kind_here() -> str:
    """Name the kind of service manager of this machine."""
    return "windows" if sys.platform == "win32" else "systemd"


def next_steps(kind: str, folder: Path, site: Site, user: str) -> list[str]:
    """List the commands that an administrator runs next."""
    steps = {"systemd": _systemd_steps, "windows": _windows_steps}
    return steps[kind](folder, site, user)


def folder_for(kind: str, site: Site, asked: Path | None) -> Path:
    """Return where the files go: where systemd looks for them, or into the site for Windows."""
    if asked is not None:
        return asked
    return Path("/etc/systemd/system") if kind == "systemd" else site.state / "service"


def checked(site: Site, user: str) -> None:
    """Refuse what no service manager could be told."""
    for what, text in (("the site's folder", str(site.root)), ("--user", user)):
        if any(ord(letter) < 32 for letter in text) or not text.strip():
            raise ConfigurationError(f"{what} ({text!r}) cannot be named to a service manager.")


def _systemd_unit(site: Site, service: Service, user: str) -> Unit:
    """Write the unit of one service. The dashboards may write only what people enter there."""
    writable = site.root if service.name == "pcplan-daemon" else site.state
    text = SYSTEMD_UNIT.format(
        root=_percent(str(site.root)),
        root_plain=_percent(str(site.root)),
        root_quoted=quoted(str(site.root)),
        name=service.name,
        title=_percent(service.title),
        runbook=_percent((Path(__file__).parents[2] / "docs" / "runbook.md").as_posix()),
        user=user or SYSTEMD_USER,
        site_variable=quoted(f"PCPLAN_SITE={site.root}"),
        command=" ".join(quoted(word, in_command=True) for word in service.command),
        stop=SECONDS_TO_STOP,
        writable=quoted(str(writable)),
    )
    return Unit(f"{service.name}.service", text.encode("utf-8"))


def _systemd_steps(folder: Path, site: Site, user: str) -> list[str]:
    """List the commands that an administrator runs next."""
    name = user or SYSTEMD_USER
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
    return shlex.quote(str(path))


def _windows_task(site: Site, service: Service, user: str) -> Unit:
    """Write the task of one service, in the UTF-16 that `schtasks` reads."""
    is_local_service = user in ("", WINDOWS_USER)
    text = WINDOWS_TASK.format(
        title=escape(service.title),
        name=service.name,
        user=_LOCAL_SERVICE if is_local_service else escape(user),
        logon="" if is_local_service else "\n      <LogonType>Password</LogonType>",
        program=escape(service.command[0]),
        arguments=escape(subprocess.list2cmdline(service.command[1:])),
        root=escape(str(site.root)),
    )
    return Unit(f"{service.name}.xml", text.replace("\n", "\r\n").encode("utf-16"))


def _windows_steps(folder: Path, site: Site, user: str) -> list[str]:
    """List the commands that an administrator runs next."""
    name = user or WINDOWS_USER
    account = "" if name == WINDOWS_USER else f' /RU "{name}" /RP *'
    both = ("pcplan-daemon", "pcplan-dashboards")
    return [
        f'icacls "{site.root}" /grant "{name}:(OI)(CI)M" /T',
        *(f'schtasks /Create /TN "pcplan\\{one}" /XML "{folder / one}.xml"{account}'
          for one in both),
        *(f'schtasks /Run /TN "pcplan\\{one}"' for one in both),
    ]  # fmt: skip
