"""Copies the pages, has the site made of them, checks it, and puts it into `site/`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools.site.check import faults
from tools.site.pages import copy_pages

REPOSITORY = Path(__file__).parents[2]
WORK = REPOSITORY / ".site"
SITE = REPOSITORY / "site"


def main() -> None:
    """Exits with 1 if the site cannot be made or has a fault; `site/` then stays as it was."""
    if WORK.exists():
        shutil.rmtree(WORK)
    WORK.mkdir()
    shutil.copy(REPOSITORY / "docs" / "zensical.toml", WORK)
    try:
        copy_pages(REPOSITORY, WORK / "pages")
    except FileNotFoundError as error:
        sys.exit(str(error))
    made = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"], cwd=WORK, capture_output=True, text=True, check=False
    )
    html = WORK / "html"
    if made.returncode:
        # Below what it found, Zensical shows where in its own code it stopped.
        sys.exit(made.stdout + made.stderr.partition("Traceback")[0])
    if found := faults(html):
        sys.exit("\n".join([f"{len(found)} faults in the site", *found]))
    if SITE.exists():
        shutil.rmtree(SITE)
    html.rename(SITE)
    print(f"{len(list(SITE.rglob('*.html')))} pages in site/, which begin with site/index.html")


if __name__ == "__main__":
    main()
