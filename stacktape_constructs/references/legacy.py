"""`$GetParam('bus', 'EventBus::Arn')` of 2021: a child's label and its attribute."""

from __future__ import annotations

from stacktape_constructs.config.expression import Expression


def child_and_attribute(expression: Expression) -> tuple[str, str]:
    """The two halves of the second argument.

    One file of July 2021 separates them by a dot, as the dialect of 2020 did.
    """
    text = str(expression.arguments[1])
    child, _, attribute = text.partition("::" if "::" in text else ".")
    return child, attribute
