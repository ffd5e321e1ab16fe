"""What programs read and files hold, as a command gives it: the same text on every system."""

from __future__ import annotations

import io
import sys


def print_document(text: str) -> None:
    """Prints a text in UTF-8 with line feeds, in whatever characters the terminal takes what is said to people.

    An SVG picture, JSON and a schema are read as UTF-8, wherever they were made.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    sys.stdout.write(text)
