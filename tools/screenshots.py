"""Pictures of the samples' digest for the manual: `make screenshots` writes docs/screenshots/.

One night with an edition in each of three languages, seen in Chromium as a reader sees it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from digest.archive import path_of
from digest.deliver.body import inlined
from digest.render import Layout, Letters
from digest.store import Database, Editions

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "docs" / "screenshots"
DAY = date(2026, 11, 24)
NAMES = {"be": "Раніца", "ru": "Утро", "en": "Morning"}
COLOURS = 128  # enough for text on paper, and plots
HEIGHTS = {320: 1100, 600: 1100, 1200: 1300}


def main() -> None:
    """Make the editions and take the pictures."""
    PLACE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        make(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox"]
        )
        site = Path(folder) / "out" / "archive"
        for key in NAMES:
            page = site / path_of(key, DAY)
            for width in HEIGHTS:
                for scheme in ("light", "dark"):
                    shoot(browser, page, f"digest-{key}-{width}-{scheme}", width, scheme)
        shoot(browser, letter(Path(folder), "be"), "mail-be-600-light", 600, "light")
        shoot(browser, letter(Path(folder), "ru"), "mail-ru-320-dark", 320, "dark")
        shoot(browser, site / "index.html", "archive-600-light", 600, "light")
        shoot(browser, site / "stats.html", "stats-600-dark", 600, "dark")
        browser.close()


def make(folder: Path) -> None:
    """Run a night over the samples, and build its archive."""
    editions = "".join(
        f'[[editions]]\nkey = "{key}"\nlanguage = "{key}"\nname = "{name}"\n'
        for key, name in NAMES.items()
    )
    config = folder / "digest.toml"
    config.write_text(
        f'[edition]\nlanguage = "be"\ntimezone = "Europe/Minsk"\nday = {DAY}\n'
        '[run]\noutput = "out"\nstate = "ledger.db"\nformats = ["html"]\n'
        f'[[sources]]\nname = "Samples"\npath = "{ROOT / "samples" / "articles"}"\n{editions}',
        "utf-8",
    )
    for command in (["run", "--quiet"], ["archive", "build"]):
        program = [sys.executable, "-c", "from digest.cli import main; main()", *command]
        done = subprocess.run([*program, "--config", str(config)], check=False)  # noqa: S603
        assert done.returncode in {0, 3}, command


def letter(folder: Path, key: str) -> Path:
    """Write an edition's letter, and return its file."""
    with Database(folder / "ledger.db") as database:
        digest = Editions(database).find(key, DAY)
    assert digest is not None
    layout = Layout(url=f"https://digest.example/{path_of(key, DAY)}")
    file = folder / f"mail-{key}.html"
    file.write_text(inlined(Letters(digest, layout).html(40)), "utf-8")
    return file


def shoot(browser: Any, file: Path, name: str, width: int, scheme: str) -> None:
    """Write a picture of the top of a page, in few colours."""
    size = {"width": width, "height": HEIGHTS[width]}
    page = browser.new_context(viewport=size, color_scheme=scheme).new_page()
    page.goto(file.as_uri())
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    few = picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(PLACE / f"{name}.png", optimize=True)
    page.close()


if __name__ == "__main__":
    main()
