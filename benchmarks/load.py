"""`python -m benchmarks.load`: many users at once, by locust; prints what each request took.

A process of its own, because locust changes how Python waits. It reads its orders as JSON.
"""

import json
import random
import sys
import time
from collections import deque
from typing import Any

import gevent
from locust import FastHttpUser, task
from locust.env import Environment

_PATIENCE_SECONDS = 60.0


def run(orders: dict[str, Any]) -> list[tuple[str, float, int, int]]:
    """Let users ask; return address, milliseconds, status and bytes of every request.

    Each address is asked once, in order, where `seconds` is none; else for so long, over and over.
    """
    addresses, pause, seconds = orders["addresses"], orders["pause"], orders["seconds"]
    waiting = deque(addresses)
    found: list[tuple[str, float, int, int]] = []

    class Officer(FastHttpUser):
        host = orders["host"]
        network_timeout = connection_timeout = _PATIENCE_SECONDS
        default_headers = {"Accept-Encoding": "gzip"}  # noqa: RUF012  (locust reads it so)
        moments = random.Random(6)

        def on_start(self) -> None:
            """Come at a moment of one's own, as people do, and not all at once."""
            self.next_at = time.monotonic() + Officer.moments.uniform(0, pause)
            gevent.sleep(self.wait_time())

        def wait_time(self) -> float:
            """Say how long it is until this person's next page."""
            rest = max(0.0, self.next_at - time.monotonic())
            self.next_at += pause
            return rest

        @task
        def ask(self) -> None:
            """Ask for the next address."""
            if not waiting:
                if seconds is None:
                    gevent.sleep(1)
                    return
                waiting.extend(addresses)
            self.client.get(waiting.popleft(), name="page")

    environment = Environment(user_classes=[Officer])
    runner = environment.create_local_runner()

    @environment.events.request.add_listener
    def note(
        request_type: str, name: str, response_time: float, response_length: int,
        response: Any, exception: Any, **_: Any
    ) -> None:  # fmt: skip
        status = 0 if exception is not None and response is None else response.status_code
        path = getattr(response, "url", "") or name
        found.append((str(path), response_time, status or 0, response_length or 0))

    runner.start(orders["users"], spawn_rate=orders["users"])
    if seconds is None:
        while len(found) < len(addresses):
            gevent.sleep(0.05)
    else:
        gevent.sleep(seconds)
    runner.quit()
    return found


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
