"""A small web server on this machine that serves what a test gives it, and misbehaves on request."""

import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipelines.ingest.fetch.request import RetryPolicy

HASTY = RetryPolicy(
    attempts=4, starts=3, first_wait=0.001, longest_wait=0.005, read_seconds=0.3, worth_it=1
)


@dataclass
class Served:
    """One file of the publisher."""

    body: bytes
    etag: str = '"edition-1"'
    last_modified: str = "Wed, 18 Dec 2019 02:30:00 GMT"
    kind: str = "application/zip"


class Publisher(ThreadingHTTPServer):
    """Serves `files`; the first entries of `manners` say how the next requests are answered."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = {}
        self.manners = []
        self.asked = []

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"

    def serve(self, path, body, **more):
        self.files[path] = Served(body, **more)
        return self.address + path


class Handler(BaseHTTPRequestHandler):
    """Answers as S3 and most web servers do, unless told otherwise."""

    def log_message(self, *_):
        """Stay quiet."""

    def do_GET(self):
        asked = (self.path, self.headers.get("Range"), self.headers.get("If-Range"))
        served = self.server.files.get(self.path)
        if served is None:
            self.head(404, {"Content-Length": "0"})
            return
        self.server.asked.append(asked)
        manner = self.server.manners.pop(0) if self.server.manners else answer
        manner(self, served)

    def head(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


def answer(handler, served, *, stop_after=None, ranges=True, **headers):
    """Answer in full, or with the rest where the edition is still the one that was begun."""
    body, start, status = served.body, 0, 200
    wanted = handler.headers.get("Range") if ranges else None
    validators = (None, served.etag or None, served.last_modified)
    if wanted and handler.headers.get("If-Range") in validators:
        start, status = int(wanted.removeprefix("bytes=").removesuffix("-")), 206
    if start >= len(body) > 0:
        handler.head(416, {"Content-Range": f"bytes */{len(body)}", "Content-Length": "0"})
        return
    given = {"Content-Type": served.kind, "Content-Length": str(len(body) - start)}
    given |= {"ETag": served.etag} if served.etag else {}
    given |= {"Last-Modified": served.last_modified} if served.last_modified else {}
    if status == 206:
        given["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
    handler.head(status, given | {name.replace("_", "-"): text for name, text in headers.items()})
    rest = body[start:]
    handler.wfile.write(rest if stop_after is None else rest[:stop_after])


def cut_after(count):
    """Send so many bytes, then close the connection."""
    return lambda handler, served: answer(handler, served, stop_after=count)


def stall_after(count):
    """Send so many bytes, then send nothing for longer than anyone waits."""

    def manner(handler, served):
        answer(handler, served, stop_after=count)
        handler.wfile.flush()
        time.sleep(0.6)

    return manner


def without_ranges(handler, served):
    """Know nothing of ranges."""
    answer(handler, served, ranges=False)


def with_headers(**headers):
    """Say something else in the headers than is true."""
    return lambda handler, served: answer(handler, served, **headers)


def status(code, **headers):
    """Answer with a status alone."""
    given = {"Content-Length": "0"} | {n.replace("_", "-"): text for n, text in headers.items()}
    return lambda handler, _: handler.head(code, given)


@pytest.fixture
def publisher(monkeypatch):
    """A publisher's web server; no proxy stands between."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Publisher() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()
