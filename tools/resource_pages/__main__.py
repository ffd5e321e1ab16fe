"""Writes the parts of the pages of `docs/resources` that are made from the code.

`python -m tools.resource_pages` writes them, and begins a page for a type that has none. With `--check` it
writes nothing, and exits with 1 if a page is not as it would be written.
"""

from __future__ import annotations

import sys

from tools.resource_pages.pages import pages


def main(arguments: list[str]) -> int:
    """Writes the pages, or tells which are out of date."""
    stale = {path: text for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text}
    for path, text in stale.items():
        print(path.relative_to(path.parent.parent.parent))
        if arguments != ["--check"]:
            path.write_text(text, encoding="utf-8")
    return 1 if stale and arguments == ["--check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
