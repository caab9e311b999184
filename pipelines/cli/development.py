"""Runs Dagster's own pages and the dashboards side by side, for whoever looks after the pipeline."""

import os
import subprocess
import sys
import time

from pipelines.cli.terminal import OUT
from pipelines.nightly.dagster_instance import instance_of
from pipelines.site.site import Site
from snapshot import snapshots


def run(site: Site, port: int, dashboards_port: int) -> int:
    """Start both on the loopback address; stop both when either stops or the user does."""
    os.environ["PCPLAN_SITE"] = str(site.root)
    instance_of(site).dispose()
    dagster = [
        sys.executable, "-m", "dagster", "dev", "-m", "pipelines.definitions",
        "--host", "127.0.0.1", "--port", str(port),
    ]  # fmt: skip
    commands = [dagster]
    if snapshots.is_anything_published(site.published):
        commands.append(
            [
                sys.executable, "-m", "pipelines.cli", "serve", "--site", str(site.root),
                "--port", str(dashboards_port),
            ]
        )  # fmt: skip
    OUT.print(
        f"Dagster: http://127.0.0.1:{port}/   Dashboards: http://127.0.0.1:{dashboards_port}/"
    )
    if len(commands) == 1:
        OUT.print("Nothing is published yet, so there are no dashboards. Run: pcplan nightly")
    processes = [subprocess.Popen(command) for command in commands]
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
    except KeyboardInterrupt:
        OUT.print("Stopping.")
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=30)
    return max(process.returncode or 0 for process in processes) and 3
