"""A task for Windows' own Task Scheduler: it needs no program that Windows does not bring.

A Windows service proper must be a program that speaks to the service manager, which Python is not;
wrappers that do it are programs from elsewhere, which a locked-down machine does not run. A task
that starts with the machine, whoever is logged on, does the same, and is ended as a service is.
"""

import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

from pipelines.nightly.service import Service, Unit
from pipelines.site.site import Site

USER = "NT AUTHORITY\\LOCAL SERVICE"
_LOCAL_SERVICE = "S-1-5-19"

TASK = """\
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


def task(site: Site, service: Service, user: str) -> Unit:
    """Write the task of one service, in the UTF-16 that `schtasks` reads."""
    is_local_service = user in ("", USER)
    text = TASK.format(
        title=escape(service.title),
        name=service.name,
        user=_LOCAL_SERVICE if is_local_service else escape(user),
        logon="" if is_local_service else "\n      <LogonType>Password</LogonType>",
        program=escape(service.command[0]),
        arguments=escape(subprocess.list2cmdline(service.command[1:])),
        root=escape(str(site.root)),
    )
    return Unit(f"{service.name}.xml", text.replace("\n", "\r\n").encode("utf-16"))


def next_steps(folder: Path, site: Site, user: str) -> list[str]:
    """List the commands that an administrator runs next."""
    name = user or USER
    account = "" if name == USER else f' /RU "{name}" /RP *'
    both = ("pcplan-daemon", "pcplan-dashboards")
    return [
        f'icacls "{site.root}" /grant "{name}:(OI)(CI)M" /T',
        *(f'schtasks /Create /TN "pcplan\\{one}" /XML "{folder / one}.xml"{account}'
          for one in both),
        *(f'schtasks /Run /TN "pcplan\\{one}"' for one in both),
    ]  # fmt: skip
