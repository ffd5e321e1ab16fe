"""What uv and pip say of the files that they are given, told of those that the user wrote."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path


def of_the_users_files(said: str, files: Mapping[Path, str], copies: Mapping[str, str]) -> str:
    """The words of a tool, with the user's names for files that are gone when the user reads them.

    Args:
        said: the words.
        files: what the user calls a file that was made for the tool. Its lines are not those of the user's file, so
            their numbers are left away.
        copies: the URLs of copies, by those of their originals.
    """
    for file, name in files.items():
        for path in dict.fromkeys((os.fspath(file), os.path.realpath(file))):
            # uv breaks its lines anywhere.
            place = rf"(?:line \d+ of )?`?{re.escape(path)}`?(?:\s+at\s+position\s+\d+|:\d+:\d+)?"
            said = re.sub(place, name.replace("\\", r"\\"), said)
    for original, copy in copies.items():
        # Some name the folder alone.
        said = said.replace(copy.removeprefix("file://"), original.removeprefix("file://"))
    return said
