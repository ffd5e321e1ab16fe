"""Which name of the user's own is meant by one that does not exist."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from stacktape_constructs.errors import did_you_mean

#: A file may hold any number of names, and comparing two of them takes microseconds.
_MOST = 200
#: Nobody mistypes a name as long as this, and comparing takes time by the square of the length.
_LONGEST = 100


def similar(name: str, known: Iterable[str]) -> str:
    """What `did_you_mean` says, for names from a file, of any number and any length."""
    if len(name) > _LONGEST:
        return ""
    return did_you_mean(name, (word for word in itertools.islice(known, _MOST) if len(word) <= _LONGEST))
