"""Makes the README's pictures: reads the demo pages, serves the site, and takes pictures of its front page and a deal.

    python bench/screenshot.py [docs]

Needs Chromium from the system and playwright (``pip install '.[test]'``).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SIZE = {"width": 1280, "height": 900}
MATERIEL = (sys.executable, "-m", "materiel")


PICTURES = {"register.png": "", "deal.png": "deals/3bee"}


def chromium() -> str | None:
    """Where a browser is, if one is on this machine."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def main(target: Path) -> int:
    """Write the pictures into the folder ``target``; 1 where there is no browser."""
    if (browser := chromium()) is None:
        print("no Chromium on this machine; install the system's package chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        register = str(Path(folder) / "demo.db")
        subprocess.run([*MATERIEL, "demo", "--no-serve", "--register", register], check=True, stdout=subprocess.DEVNULL)
        with served(register) as address, sync_playwright() as driver:
            opened = driver.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
            page = opened.new_page(viewport=SIZE, device_scale_factor=1.5, color_scheme="light")
            target.mkdir(parents=True, exist_ok=True)
            for name, path in PICTURES.items():
                page.goto(address + path)
                page.screenshot(path=str(target / name))
                print(f"{target / name}: {(target / name).stat().st_size // 1024} KB")
            opened.close()
    return 0


@contextmanager
def served(register: str) -> Iterator[str]:
    """The address of the site over ``register`` while it runs."""
    process = subprocess.Popen(
        [*MATERIEL, "serve", "--register", register, "--port", "0"], stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+/", line)
        if not found:
            raise RuntimeError(f"the site did not start: {line or 'it said nothing'}")
        yield found[0]
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "docs"))
