"""What a directive says when it cannot be evaluated."""

from __future__ import annotations


class DirectiveError(ValueError):
    """A directive cannot be evaluated. The evaluator adds the position."""
