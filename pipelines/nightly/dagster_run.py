"""Draws on nights within one of Dagster's runs, which records them; Dagster is imported when needed."""

import sqlite3
from collections.abc import Callable
from typing import Generic, NoReturn

from pipelines.errors import RunStorageError
from pipelines.nightly.dagster_instance import forget_old_runs, instance_of
from pipelines.nightly.night import Published, Step, Steps, T
from pipelines.nightly.processes import ownership_tags
from pipelines.site.site import Site


def in_process(site: Site, steps: Steps[T], warn: Callable[[str], None]) -> T:
    """Run nights to their end, and have Dagster record what they do; return what they return.

    Nights that do nothing have no run. Raises RunStorageError where Dagster's own database cannot
    be used, after ending the night under way.
    """
    try:
        first = next(steps)
    except StopIteration as ended:
        return ended.value  # type: ignore[no-any-return]
    drawn = _Drawn(first, steps)
    try:
        for note in _record(site, drawn):
            warn(note)
    except Exception as error:  # noqa: BLE001  (whatever Dagster raises ends the night)
        if drawn.error is not None:
            raise drawn.error from None
        _end(steps, _as_ours(site, error, drawn.snapshot_id))
    return drawn.returned


class _Drawn(Generic[T]):
    """Steps on their way through Dagster, which would hide an error of theirs within its own."""

    def __init__(self, first: Step, steps: Steps[T]) -> None:
        self._first, self._steps = first, steps
        self.snapshot_id = ""
        self.error: Exception | None = None
        self.returned: T

    def steps(self) -> Steps[T]:
        """Pass the steps on, and keep what they come to."""
        step = self._first
        try:
            while True:
                if isinstance(step, Published):
                    self.snapshot_id = step.snapshot_id
                yield step
                step = next(self._steps)
        except StopIteration as ended:
            self.returned = ended.value
            return self.returned
        except Exception as error:
            self.error = error
            raise


def _record(site: Site, drawn: _Drawn[T]) -> tuple[str, ...]:
    """Draw on the steps in a run of this process; return what could not be forgotten, and why."""
    instance = instance_of(site)
    try:
        from pipelines.nightly.dagster_job import nightly_job

        nightly_job.execute_in_process(
            instance=instance,
            resources={"nights": drawn.steps},
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            tags=ownership_tags(),
        )
        return forget_old_runs(site, instance)
    finally:
        instance.dispose()


def _end(steps: Steps[T], error: Exception) -> NoReturn:
    """End the night under way with an error that is not its own."""
    try:
        steps.throw(error)
    finally:
        steps.close()
    raise error


def _as_ours(site: Site, error: Exception, snapshot_id: str) -> Exception:
    """Say in a sentence that Dagster's database could not be used, whatever wrapped that error."""
    cause = _database_error(error)
    if not cause:
        return error
    done = f"Snapshot {snapshot_id} was published" if snapshot_id else "Nothing was published"
    ours = RunStorageError(
        f"{site.state / 'dagster'}: Dagster's own database cannot be used ({cause}), though it "
        f"was waited for. {done}. Close whatever holds its files (a backup, a virus scanner, "
        "another program), or make room on the disk; then run again."
    )
    ours.__cause__ = error
    return ours


def _database_error(error: BaseException | None) -> str:
    while error is not None:
        if isinstance(error, sqlite3.Error):
            return str(error)
        error = error.__cause__ or error.__context__
    return ""
