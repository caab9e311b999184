"""The one lock of a site: whoever changes its warehouse or its snapshots holds it."""

import contextlib
from collections.abc import Iterator

from filelock import FileLock, Timeout

from pipelines import effects
from pipelines.errors import BusyError
from pipelines.site.site import Site


@contextlib.contextmanager
def hold(site: Site, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the site for one writer; free at once when the process ends, however it ends."""
    effects.make_folder(site.state)
    path = site.state / "nightly.lock"
    lock = FileLock(path, is_singleton=True)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise BusyError(
            f"{path}: another nightly holds this site. Wait for it to end; `pcplan status` still works."
        ) from error
    try:
        yield
    finally:
        lock.release()


def is_held(site: Site) -> bool:
    """Say whether some process holds the site; a lock file that nobody holds means nothing."""
    path = site.state / "nightly.lock"
    if not path.exists():
        return False
    trial = FileLock(path)
    try:
        trial.acquire(timeout=0)
    except Timeout:
        return True
    trial.release()
    return False
