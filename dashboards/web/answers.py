"""How a page, a file or an error is sent: made once for a snapshot, kept, compressed, conditional."""

from collections.abc import Callable
from typing import Any

from flask import Response, render_template, request

from dashboards.pages.reader import Reader
from dashboards.web.libraries import Libraries
from dashboards.web.library import Kept
from dashboards.web.ready import KEPT

HTML = "text/html; charset=utf-8"
AUDIENCE = {"restricted": "office's analysts", "board": "board", "public": "public"}
_SAID = {
    400: ("That request cannot be answered", "The address, or the host in it, is not one of ours."),
    401: ("You are not logged in", "Log in first."),
    403: ("This is not open to you", "Your role does not include it."),
    404: ("There is no such page", "The address may be mistyped, or the measure may have gone."),
    405: ("That cannot be done here", "This address can be read, not changed."),
    413: ("That is too long", "A form may hold 20,000 characters at most."),
    502: ("You could not be logged in", "The login service answered with an error."),
    500: ("Something went wrong here", "The fault is ours. `pcplan doctor` says what to mend."),
    503: ("Nothing to show yet", "Nothing is published yet. `pcplan nightly` publishes."),
}
View = dict[str, Any] | None


def error_page(
    code: int, said: str | None = None, link: tuple[str, str] = ("/", "Go to the first page")
) -> Response:
    """Say in plain English what went wrong and what to do; offer one address to go to."""
    heading, usual = _SAID.get(code, _SAID[500])
    body = render_template("error.html", heading=heading, said=said or usual, link=link)
    return Response(body, status=code, content_type=HTML)


class Answers:
    """Sends what the library keeps, and makes what it does not keep yet."""

    def __init__(self, library: Libraries) -> None:
        self.library = library

    def page(
        self,
        address: str,
        template: str,
        active: str,
        heading: str | Callable[[dict[str, Any]], str],
        view: Callable[[Reader], View],
    ) -> Response:
        """Send a page; 404 where its view finds nothing at that address."""

        def make(reader: Reader) -> tuple[str | bytes, str] | None:
            found = view(reader)
            if found is None:
                return None
            title = heading if isinstance(heading, str) else heading(found)
            return render(reader, template, active, title, **found), HTML

        return send(self.library.page(address, make))

    def file(
        self,
        address: str,
        content_type: str,
        make: Callable[[Reader], str | bytes | None],
        file_name: str | None = None,
    ) -> Response:
        """Send a file; 404 where there is nothing to put in it."""

        def made(reader: Reader) -> tuple[str | bytes, str] | None:
            body = make(reader)
            return None if body is None else (body, content_type)

        return send(self.library.page(address, made), file_name)


def render(reader: Reader, template: str, active: str, heading: str, **context: object) -> str:
    """Write a page with what every page says: the plan, the day, the audience, the marking."""
    published = reader.published
    markings = {row["marking"] for row in published.metrics.values() if row["marking"]}
    return render_template(
        template,
        published=published,
        is_kept_back=reader.is_kept_back,
        shared=reader.shared,
        snapshot=published.snapshot,
        theme_titles={row["theme"]: row["title"] for row in published.themes},
        marking=max(markings, key=len, default="OFFICIAL"),
        audience_text=AUDIENCE[published.audience],
        active=active,
        heading=heading,
        **context,
    )


def send(kept: Kept | None, file_name: str | None = None) -> Response:
    """Send a kept page, compressed where the browser takes it; nothing if it has it already."""
    if kept is None:
        return error_page(404)
    request.environ[KEPT] = kept
    is_compressed = "gzip" in request.accept_encodings
    body = kept.compressed if is_compressed else kept.body
    response = Response(body, content_type=kept.content_type)
    if is_compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(kept.tag + ("-gz" if is_compressed else ""))
    if file_name:
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.make_conditional(request)
    return response
