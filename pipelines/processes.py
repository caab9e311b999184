"""Is the process that a run belongs to still alive? Told by its number and its start time."""

import os

import psutil

PID = "pcplan/pid"
STARTED = "pcplan/process_started"


def ownership_tags() -> dict[str, str]:
    """Tags that name this process beyond doubt."""
    return {PID: str(os.getpid()), STARTED: f"{psutil.Process().create_time():.2f}"}


def is_alive(tags: dict[str, str]) -> bool:
    """Say whether the process that these tags name still runs (and is not a zombie)."""
    try:
        process = psutil.Process(int(tags[PID]))
        same = f"{process.create_time():.2f}" == tags[STARTED]
        return same and process.status() != psutil.STATUS_ZOMBIE
    except (KeyError, ValueError, psutil.NoSuchProcess):
        return False
    except psutil.AccessDenied:
        return True
