"""Pages made already are sent before Flask is asked: most requests are for one of them."""

import weakref
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from dashboards.pages.reader import Reader
from dashboards.web.library import Kept, Library

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEPT = "pcplan.kept"  # where a kept page is named in the environment of the request it answered
MOST_ADDRESSES = 5_000
# What an answer may depend on besides its address; Flask answers whoever sends one of these.
_ASKS_MORE = (
    "HTTP_COOKIE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_RANGE",
)
_Headers = list[tuple[str, str]]
_Answers = dict[tuple[str, ...], tuple["weakref.ref[Kept]", bool, _Headers]]


class Ready:
    """Answers again, to the letter, what Flask has answered since the reader last changed.

    Only for one audience that everybody belongs to, whose reading leaves no trace: with a login, or
    where restricted figures are read, each request must pass the gate and the audit log.
    """

    def __init__(self, ask: "WSGIApplication", library: Library) -> None:
        """`ask` is the application that answers what is not ready."""
        self._ask, self._library = ask, library
        self._known: tuple[Reader | None, bool, _Answers] = (None, False, {})

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        if environ["REQUEST_METHOD"] != "GET" or any(name in environ for name in _ASKS_MORE):
            return self._ask(environ, start_response)
        answers = self._answers()
        address = tuple(
            environ.get(name, "")
            for name in ("HTTP_HOST", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_ENCODING",
                         "SCRIPT_NAME", "wsgi.url_scheme")
        )  # fmt: skip
        held, is_compressed, headers = answers.get(address, (None, False, []))
        kept = held and held()
        if kept:
            start_response("200 OK", list(headers))
            return [kept.compressed if is_compressed else kept.body]

        def remember(status: str, headers: _Headers, *exception: Any) -> Callable[[bytes], object]:
            kept, named = environ.get(KEPT), {name.casefold(): text for name, text in headers}
            # What is taken away is entered in the audit log each time.
            if status == "200 OK" and kept and "content-disposition" not in named:
                if len(answers) >= MOST_ADDRESSES:
                    answers.clear()
                is_compressed = named.get("content-encoding") == "gzip"
                answers[address] = (weakref.ref(kept), is_compressed, list(headers))
            return start_response(status, headers, *exception)

        return self._ask(environ, remember)

    def _answers(self) -> _Answers:
        """Return what is ready for the snapshot and the writings as they stand now."""
        try:
            reader = self._library.reader()
        except Exception:  # noqa: BLE001  (Flask meets the same, and says it in a page)
            return {}
        if self._known[:2] != (reader, reader.is_kept_back):
            self._known = (reader, reader.is_kept_back, {})
        return self._known[2]
