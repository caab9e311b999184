"""Samples the resident memory of this process while something runs."""

import threading

import psutil

INTERVAL_SECONDS = 0.05


class Peak:
    """The most memory this process held since it was last asked."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(INTERVAL_SECONDS):
            self._peak = max(self._peak, self._process.memory_info().rss)

    def take(self) -> float:
        """Return the peak since the last call, in GB, and begin again."""
        peak, self._peak = max(self._peak, self._process.memory_info().rss), 0
        return peak / 1e9

    def close(self) -> None:
        """Stop sampling."""
        self._stop.set()
        self._thread.join()
