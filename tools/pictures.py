"""Makes README's pictures again: `python tools/pictures.py SITE`, once `make run` has filled SITE."""

import sys
import threading
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from dashboards.web.app import create_app  # noqa: E402  (the repository need not be installed)

PAGES = {
    "page-first.png": "/",
    "page-measure.png": "/measures/prosecution_possible_rate",
    "page-areas.png": "/areas",
}
PAPER = "papers_out/2019-12-19/offenders.pdf"
PAPER_PAGES = {"paper.png": 0, "paper-charts.png": 3}
WIDTH, HEIGHT, COLOURS = 1180, 1000, 128
CHROMIUM = "/usr/bin/chromium"


def pages(site: Path, folder: Path) -> None:
    """Take a picture of each page as a browser draws it."""
    app = create_app(site / "published", "board")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, path in PAGES.items():
            tab.goto(f"http://127.0.0.1:{server.server_port}{path}", wait_until="networkidle")
            tab.screenshot(path=folder / name)
            shrink(Image.open(folder / name), folder / name)
        browser.close()
    server.shutdown()


def paper(site: Path, folder: Path) -> None:
    """Draw two pages of the Offenders paper: its summary, and its charts."""
    document = pypdfium2.PdfDocument(site / PAPER)
    for name, number in PAPER_PAGES.items():
        shrink(document[number].render(scale=1.2).to_pil(), folder / name)


def shrink(picture: Image.Image, target: Path) -> None:
    """Keep few colours: the pages have few, and the file becomes a third of its size."""
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(target, optimize=True)


if __name__ == "__main__":
    pages(Path(sys.argv[1]), ROOT / "docs")
    paper(Path(sys.argv[1]), ROOT / "docs")
