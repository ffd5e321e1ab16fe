"""Sentences of the constructs in the words of a config."""

from __future__ import annotations

import re

_QUOTED_OR_ARGUMENT = re.compile(r"'[^']*'|\b[a-z]+(?:_[a-z]+)+\b")

#: Where the CDK's name for something is not Stacktape's.
_RENAMED = {
    "allow_headers": "allowedHeaders",
    "allow_methods": "allowedMethods",
    "allow_origins": "allowedOrigins",
}


def in_yaml(sentence: str) -> str:
    """The names of arguments as those of properties; what a user wrote, which is quoted, is left alone.

    >>> in_yaml("input_path must start with '$', got 'my_path'")
    "inputPath must start with '$', got 'my_path'"
    """
    return _QUOTED_OR_ARGUMENT.sub(lambda found: _renamed(found[0]), sentence)


def _renamed(word: str) -> str:
    if word.startswith("'"):
        return word
    first, *others = word.split("_")
    return _RENAMED.get(word, first + "".join(other.capitalize() for other in others))
