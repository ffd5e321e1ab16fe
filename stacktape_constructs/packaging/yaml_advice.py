"""Advice of the packages in the words of a config.

A sentence about code names both ways to package it: `LambdaPackage.from_artifact, in YAML
custom-artifact`. Who writes a config has no use for the first.
"""

from __future__ import annotations

import re

_NAME = r"[A-Za-z][\w.]+(?:\([^()]*\))?"
_BOTH = re.compile(rf"{_NAME}(?P<how> with [^,()]+)?(?:, in YAML (?P<a>[\w.-]+)| \(in YAML (?P<b>[\w.-]+)\))")
_PLACEHOLDER = re.compile(r"[A-Z]\w*Package\.placeholder\b")


def in_yaml(sentence: str) -> str:
    """The sentence without what is about Python.

    >>> in_yaml("use a ready zip (LambdaPackage.from_artifact, in YAML custom-artifact)")
    'use a ready zip (custom-artifact)'
    >>> in_yaml("or placeholder code (LambdaPackage.placeholder)")
    'or placeholder code (-c code=placeholder)'
    """
    own = _BOTH.sub(lambda found: f"{found['a'] or found['b']}{found['how'] or ''}", sentence)
    return _PLACEHOLDER.sub("-c code=placeholder", own)
