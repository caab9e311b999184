"""plotly.js as a strict content security policy lets it run: its script, and its rules as a file.

plotly.js writes style elements into the page, which `style-src 'self'` forbids. It leaves that out
where the page already links a stylesheet of the same id, so the rules are read from the script.
"""

import gzip
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from flask import Blueprint, Response, request

from dashboards.web.page_cache import takes_gzip

plotly = Blueprint("plotly", __name__)
_FOREVER = "public, max-age=31536000, immutable"
# The script holds its rules as one object, applied rule by rule by a loop that rewrites X and Y.
_RULES = re.compile(r"=\{([^{}]*\"X[^{}]*)\};for\(\w+ in \w+\)\w+=\w+\.replace\(/\^,/")
_RULE = re.compile(r"(?:\"([XY][^\"]*)\"|([XY])):(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')")
_MARKER = re.compile(r"document\.getElementById\(\"([0-9a-f]{64})\"\)")
_VERSION = re.compile(r"plotly\.js v([0-9.]+)")


class PlotlyChangedError(Exception):
    """The installed plotly.js is not of the form we read its rules from."""


@dataclass(frozen=True)
class PlotlyAssets:
    """The script, its rules, and the ids by which it knows that other styles are there."""

    version: str
    script: bytes
    stylesheet: str
    marker_ids: tuple[str, ...]


@cache
def plotly_assets() -> PlotlyAssets:
    """Read plotly.js from the installed package and take its style rules out of it."""
    script = files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()
    source = script.decode("utf-8")
    version, rules = _VERSION.search(source), _RULES.search(source)
    if version is None or rules is None:
        installed = version[1] if version else "a script that names no version"
        raise PlotlyChangedError(
            f"plotly.min.js: no style rules where plotly.js 4 keeps them; found {installed}. "
            "Install the plotly version of requirements.lock."
        )
    return PlotlyAssets(
        version=version[1],
        script=script,
        stylesheet="\n".join(_css(match) for match in _RULE.finditer(rules[1])),
        marker_ids=tuple(dict.fromkeys(_MARKER.findall(source))),
    )


def _css(match: re.Match[str]) -> str:
    """Turn one entry of the object into a rule, as plotly.js itself does."""
    selector = (match[1] or match[2]).replace("X", ".js-plotly-plot .plotly")
    return f"{selector.replace('Y', '.plotly-notifier')} {{{match[3][1:-1]}}}"


@plotly.get("/plotly/<version>/plotly.min.js")
def script(version: str) -> Response:
    """Send the script, compressed where the browser takes it."""
    is_compressed = takes_gzip(request.headers.get("Accept-Encoding", ""))
    body = compressed_script() if is_compressed else plotly_assets().script
    response = Response(body, content_type="text/javascript")
    if is_compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = _FOREVER
    response.headers["Vary"] = "Accept-Encoding"
    return response


@plotly.get("/plotly/<version>/plotly.css")
def stylesheet(version: str) -> Response:
    """Send the script's rules."""
    response = Response(plotly_assets().stylesheet, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = _FOREVER
    return response


@cache
def compressed_script() -> bytes:
    """Compress the script, once for everybody: it takes a second."""
    return gzip.compress(plotly_assets().script, compresslevel=6, mtime=0)
