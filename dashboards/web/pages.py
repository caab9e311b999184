"""How a kind of page is declared and sent: its addresses, each with the view that makes it."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from dashboards.login.guard import person
from dashboards.pages.reader import Reader
from dashboards.web.page_cache import Address, Page, for_everyone, takes_gzip
from dashboards.web.services import services
from snapshot.snapshots import NotPublishedError

HTML = "text/html; charset=utf-8"
AUDIENCE = {"restricted": "office's analysts", "board": "board", "public": "public"}
_LONGEST_ASKED = 300  # characters of one part of a question
_ERRORS = {
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
V = TypeVar("V", bound=Callable[..., Any])


class Pages(Blueprint):
    """One kind of page. Its views take the reader, what the path names, and what is asked."""

    def __init__(self, name: str, active: str = "") -> None:
        """`active` names the entry of the menu that these pages stand under; `name` by default."""
        super().__init__(name, __name__)
        self._active = active or name

    def page(
        self, rule: str, template: str, heading: str = "", *, asks: tuple[str, ...] = ()
    ) -> Callable[[V], V]:
        """Declare a page. Its view returns what the template needs, or None: there is no such page.

        A view may return a `heading`, or the entry `active` in the menu, of its own.
        """

        def write(view: V, reader: Reader, **given: str) -> Page | None:
            context = view(reader, **given)
            if context is None:
                return None
            usual = {"active": self._active, "heading": heading}
            return Page.of(render(reader, template, **usual | context), HTML)

        return self._kept(rule, asks, write)

    def file(self, rule: str, *, asks: tuple[str, ...] = ()) -> Callable[[V], V]:
        """Declare a file. Its view returns it ready to send, or None: there is no such file."""

        def write(view: V, reader: Reader, **given: str) -> Page | None:
            file: Page | None = view(reader, **given)
            return file

        return self._kept(rule, asks, write)

    def _kept(
        self, rule: str, asks: tuple[str, ...], write: Callable[..., Page | None]
    ) -> Callable[[V], V]:
        """Answer an address with what is made once for everyone of an audience."""

        def declare(view: V) -> V:
            def show(**named: str) -> Response:
                asked = {name: text for name in asks if (text := _asked(name))}
                address = (request.path, urlencode(asked))
                page = kept(address, lambda reader: write(view, reader, **named, **asked))
                return send(page) if page else error_page(404)

            self.add_url_rule(rule, view.__name__, show)
            return view

        return declare


def _asked(name: str) -> str:
    return request.args.get(name, "")[:_LONGEST_ASKED]


def current_reader() -> Reader:
    """Return the snapshot that the present reader may read."""
    return services().readers.of(person().audience).reader()


def has_snapshot() -> bool:
    """Say whether there is a snapshot to show the present reader at all."""
    try:
        current_reader()
    except NotPublishedError:
        return False
    return True


def kept(address: Address, make: Callable[[Reader], Page | None]) -> Page | None:
    """Return a page for the present reader's audience, made at most once for what it is made from."""
    reader, pages = current_reader(), services().pages
    source = reader.page_source
    page = pages.get(source, address)
    if page is None:
        with for_everyone():
            page = make(reader)
        if page is not None:
            pages.keep(source, address, page)
    return page


def send(page: Page) -> Response:
    """Send a page, compressed where the browser takes it; nothing if it has it already."""
    is_compressed = takes_gzip(request.headers.get("Accept-Encoding", ""))
    body = page.body(is_compressed=is_compressed)
    response = Response(body, headers=page.headers(is_compressed=is_compressed))
    response.make_conditional(request)
    return response


def render(reader: Reader, template: str, **context: object) -> str:
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
        **context,
    )


def personal_page(template: str, heading: str, status: int = 200, **context: object) -> Response:
    """Show a page that is one person's: a form, or what they asked; no cache keeps it."""
    usual = {"active": "governance", "heading": heading}
    body = render(current_reader(), template, **usual | context)
    return unkept(Response(body, status=status, content_type=HTML))


R = TypeVar("R", bound=Any)


def unkept(response: R) -> R:
    """Keep what is one person's out of every cache."""
    response.headers["Cache-Control"] = "no-store"
    return response


def error_page(
    code: int, reason: str | None = None, link: tuple[str, str] = ("/", "Go to the first page")
) -> Response:
    """Say in plain English what went wrong and what to do; offer one address to go to."""
    heading, usual = _ERRORS.get(code, _ERRORS[500])
    body = render_template("error.html", heading=heading, said=reason or usual, link=link)
    return Response(body, status=code, content_type=HTML)
