"""Stages a night's deliveries in a process of its own, while the night itself gets ready.

Dagster takes one processor for some seconds before the first table is built; reading what was
delivered needs neither it nor the warehouse.
"""

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from pipelines.ingest.intake.account import Made
from pipelines.ingest.intake.batch import Batch, Progress
from pipelines.store.workers import Workers

FEWEST_FILES = 50  # below this the night's own threads are done before another process has begun
_Said = tuple[int, int] | Made | None  # how far it is, what it came to, or that it stopped


class Ahead:
    """A child process that stages batches in their order; what it does not stage, the night does."""

    def __init__(self, batches: Sequence[Batch]) -> None:
        """Begin; the child ends with this process, however it ends."""
        self._batches = {batch.feed.feed_id: batch for batch in batches}
        self._said: dict[str, queue.SimpleQueue[_Said]] = {
            feed_id: queue.SimpleQueue() for feed_id in self._batches
        }
        home = str(Path(__file__).parents[2])
        paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._child = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        self._listening = threading.Thread(target=self._listen, args=(list(batches),), daemon=True)
        self._listening.start()

    def staged(self, feed_id: str, progress: Progress | None = None) -> tuple[Batch, Made] | None:
        """Wait for a feed's deliveries, once; None where the child has none or has stopped.

        An error in the child ends it, so that the night meets the same error where it can say so.
        """
        batch = self._batches.pop(feed_id, None)
        while batch is not None:
            said = self._said[feed_id].get()
            if said is None:
                return None
            if isinstance(said, Made):
                return batch, said
            if progress:
                progress(feed_id, *said)
        return None

    def close(self) -> None:
        """End the child, whatever it is at: half-written files of its are not looked at."""
        self._child.kill()
        self._child.wait()
        self._listening.join()

    def _listen(self, batches: list[Batch]) -> None:
        asked, answered = self._child.stdin, self._child.stdout
        assert asked is not None and answered is not None
        try:
            pickle.dump(batches, asked)
            asked.flush()
            while True:
                feed_id, said = pickle.load(answered)
                self._said[feed_id].put(said)
        except (EOFError, OSError, pickle.UnpicklingError):
            for waiting in self._said.values():
                waiting.put(None)
        finally:
            answered.close()


def main() -> None:
    """Stage the batches that come in, and tell of each; the words between the two are ours alone."""
    answers = sys.stdout.buffer
    batches: list[Batch] = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    workers = Workers(batches[0].scratch)

    def tell(feed_id: str, said: _Said) -> None:
        pickle.dump((feed_id, said), answers)
        answers.flush()

    for batch in batches:
        made = batch.stage(workers, lambda feed_id, done, of: tell(feed_id, (done, of)))
        tell(batch.feed.feed_id, made)
    workers.close()


def _end_with_parent() -> None:
    """Wait until the parent's end of the pipe closes: it has what it wants, or is gone."""
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main()
