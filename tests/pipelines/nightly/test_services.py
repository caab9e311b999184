"""pcplan as services: their files are sound, and both services end in seconds and leave a whole site."""

import datetime as dt
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import xml.etree.ElementTree as ET

import psutil
import pytest
from click.testing import CliRunner

from pipelines.cli.main import main
from pipelines.errors import ConfigurationError
from pipelines.nightly import missed_nights, service_files, services
from pipelines.site.site import Site
from snapshot import snapshots
from tests.conftest import ROOT
from tests.small_site import incidents, make_site, run

pytestmark = pytest.mark.usefixtures("small_installation")

PATIENCE = 120
TASKS = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
# Asks a service to stop as the service manager of this machine does.
STOP = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM)
GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


def small_site(folder, more=""):
    """A site of one small feed, in a folder whose name is hard to quote."""
    root = make_site(folder / "Smith & Sons 100% site")
    with (root / "site.toml").open("a", encoding="utf-8") as file:
        file.write(more)
    return root


@pytest.fixture
def site(tmp_path):
    return Site(small_site(tmp_path))


def start(*words):
    """Start a command of pcplan as a service manager does."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        creationflags=GROUP,
        start_new_session=os.name != "nt",
    )


def wait_for(found, process):
    """Wait until something is true; say what the process said if it ends or does not get there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if result := found():
            return result
        time.sleep(0.2)
    process.kill()
    raise AssertionError(process.communicate()[0])


def ends(process):
    """Ask a service to stop; return its exit status. Fails if it takes as long as systemd waits."""
    process.send_signal(STOP)
    process.communicate(timeout=services.SECONDS_TO_STOP)
    return process.returncode


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@pytest.fixture(scope="module")
def after_daemon(tmp_path_factory):
    """A site on which the daemon began the first night, and was stopped in the middle of it."""
    earlier = dt.datetime.now(dt.UTC) - dt.timedelta(hours=6)
    root = small_site(
        tmp_path_factory.mktemp("service"),
        f'time_zone = "UTC"\nnightly_time = "{earlier:%H:%M}"\n',
    )
    site = Site(root)
    with start("service", "daemon", "--site", root) as process:
        wait_for(lambda: [line for line in missed_nights.read(site) if line.is_under_way], process)
        family = psutil.Process(process.pid).children(recursive=True)
        # systemd asks every process of the service to end, and so does this.
        for child in family:
            child.terminate()
        status = ends(process)
        _, left = psutil.wait_procs(family, timeout=services.SECONDS_TO_STOP)
    return root, status, left


def test_the_daemon_starts_a_night_that_is_overdue_and_ends_when_asked_to(after_daemon):
    root, status, left = after_daemon
    assert (status, left) == (0, [])
    site = Site(root)
    assert missed_nights.read(site)[0].how == missed_nights.ON_THE_DAY
    assert not missed_nights.read(site)[-1].is_under_way
    assert (
        snapshots.current(site.published) is None
        or snapshots.verify(snapshots.find(site.published)) == []
    )


def test_after_that_the_next_night_succeeds_and_the_dashboards_end_when_asked_to(after_daemon):
    root, _, _ = after_daemon
    run(root)
    site, port = Site(root), free_port()
    before = snapshots.find(site.published).snapshot_id
    with start("serve", "--site", root, "--port", port) as process:

        def answers():
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
                    return page.status == 200
            except OSError:
                return False

        wait_for(answers, process)
        assert ends(process) == 0
    assert incidents(root, "2019-01") == 280
    assert snapshots.find(site.published).snapshot_id == before
    assert snapshots.verify(snapshots.find(site.published)) == []


def test_systemd_finds_nothing_wrong_with_the_units(site, tmp_path):
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine.")
    for unit in service_files.units("systemd", site, "root", 8050, None):
        (tmp_path / unit.name).write_bytes(unit.content)
        done = subprocess.run(
            [analyze, "verify", str(tmp_path / unit.name)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout + done.stderr) == (0, "")
        rated = subprocess.run(
            [analyze, "security", "--offline=true", "--threshold=50", str(tmp_path / unit.name)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert rated.returncode == 0, rated.stdout


def test_a_unit_may_write_in_its_site_alone_and_restarts_on_failure(site):
    daemon, dashboards = (
        unit.content.decode() for unit in service_files.units("systemd", site, "", 8060, "public")
    )
    for text in (daemon, dashboards):
        assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "Restart=on-failure", "User=pcplan",
                f"TimeoutStopSec={services.SECONDS_TO_STOP}"} <= set(text.splitlines())  # fmt: skip
    home = str(site.root).replace("%", "%%")
    assert f'ReadWritePaths="{home}"' in daemon
    assert f'ReadWritePaths="{home}/state"' in dashboards
    assert "--port 8060 --audience public" in dashboards


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("/srv/site", "/srv/site"),
        ("/srv/our site", '"/srv/our site"'),
        ("100%", "100%%"),
        ('say "x"', '"say \\"x\\""'),
        ("back\\slash", '"back\\\\slash"'),
        ("it's", '"it\'s"'),
    ],
)
def test_systemd_reads_a_word_as_it_is(word, written):
    assert service_files.quoted(word) == written


def test_a_dollar_in_a_command_is_no_variable():
    assert service_files.quoted("/srv/$HOME", in_command=True) == "/srv/$$HOME"


def test_a_windows_task_starts_with_the_machine_and_has_no_end_of_its_own(site):
    for unit in service_files.units("windows", site, "", 8050, None):
        assert unit.content[:2] in (b"\xff\xfe", b"\xfe\xff")
        task = ET.fromstring(unit.content.decode("utf-16").split("?>", 1)[1])

        def text(path, task=task):
            return task.find("/".join(TASKS + name for name in path.split("/"))).text

        assert task.find(f"{TASKS}Triggers/{TASKS}BootTrigger") is not None
        assert text("Settings/ExecutionTimeLimit") == "PT0S"
        assert text("Settings/MultipleInstancesPolicy") == "IgnoreNew"
        assert text("Principals/Principal/UserId") == "S-1-5-19"
        assert text("Principals/Principal/RunLevel") == "LeastPrivilege"
        assert text("Actions/Exec/Command") == sys.executable
        assert f'--site "{site.root}"' in text("Actions/Exec/Arguments")
        assert text("Actions/Exec/WorkingDirectory") == str(site.root)


def test_an_account_of_the_domain_logs_on_with_a_password(site):
    (unit, _) = service_files.units("windows", site, "COUNCIL\\svc-pcplan$", 8050, None)
    assert "<UserId>COUNCIL\\svc-pcplan$</UserId>" in unit.content.decode("utf-16")
    assert "<LogonType>Password</LogonType>" in unit.content.decode("utf-16")
    steps = service_files.next_steps("windows", site.state, site, "COUNCIL\\svc-pcplan$")
    assert sum('/RU "COUNCIL\\svc-pcplan$" /RP *' in step for step in steps) == 2


@pytest.mark.parametrize("kind", service_files.KINDS)
def test_install_writes_what_print_shows_and_says_what_to_run_next(site, tmp_path, kind):
    words = ["--kind", kind, "--site", str(site.root)]
    done = CliRunner().invoke(
        main, ["service", "install", *words, "--to", str(tmp_path / "units")],
        standalone_mode=False,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    written = {path.name: path.read_bytes() for path in (tmp_path / "units").iterdir()}
    made = service_files.units(kind, site, "", 8050, None)
    assert written == {unit.name: unit.content for unit in made}
    assert len(made) == 2
    first = {"systemd": "useradd --system", "windows": "icacls"}[kind]
    assert first in done.output.split("Next, as an administrator:")[1]
    shown = CliRunner().invoke(main, ["service", "print", *words], standalone_mode=False).output
    assert all(f"--- {name}" in shown for name in written)


def test_a_folder_that_nobody_may_write_in_is_told_with_what_to_do(site, tmp_path):
    (tmp_path / "units").write_text("a file, not a folder")
    with pytest.raises(ConfigurationError, match="choose another folder with --to"):
        main.commands["service"].commands["install"].callback(
            kind="systemd", user="", port=8050, audience=None, to=tmp_path / "units",
            site_path=site.root,
        )  # fmt: skip


def test_a_line_break_in_a_name_reaches_no_unit(site):
    with pytest.raises(ConfigurationError, match="cannot be named to a service manager"):
        service_files.checked(site, "pcplan\nExecStartPre=rm")
