"""Arguments of packages that are of another kind than their annotations say."""

from __future__ import annotations

import os

from stacktape_constructs.errors import PackagingError


def text_of(path: object) -> str:
    """A path as it was given.

    Raises:
        PackagingError: it is none.
    """
    if isinstance(path, (str, os.PathLike)):
        return str(os.fspath(path))
    raise PackagingError(path=repr(path), problem="must be a path, such as 'src/handler.py'")


def check_lists(path: str, **lists: object) -> None:
    """Refuses one text in the place of a list of texts, which would be taken for a list of its letters.

    Raises:
        PackagingError: there is one.
    """
    for name, value in lists.items():
        if isinstance(value, str):
            raise PackagingError(path=path, problem=f"takes a list as {name}, got '{value}'; write [{value!r}]")
