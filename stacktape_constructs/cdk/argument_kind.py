"""Arguments of another kind than they must be: what type checkers say, for who runs none.

Without these checks such a value fails where it is used first, as an attribute that it does not have.
"""

from __future__ import annotations

from constructs import Construct

from stacktape_constructs.errors import InvalidArgumentError


def check_kind(construct: Construct, argument: str, value: object, kind: type, *, such_as: str) -> None:
    """Refuses a value that is no instance of a class.

    Args:
        construct: whose argument it is.
        argument: name of the argument.
        value: what was given.
        kind: what it must be.
        such_as: code that makes such a value.

    Raises:
        InvalidArgumentError: it is something else.
    """
    if not isinstance(value, kind):
        article = "an" if kind.__name__[0] in "AEIOU" else "a"
        problem = f"must be {article} {kind.__name__}, such as {such_as}, got {shown(value)}"
        raise InvalidArgumentError(path=construct.node.path, argument=argument, problem=problem)


def shown(value: object) -> str:
    """What a value is, for a message that says what was found.

    >>> shown("src/api.py"), shown(30)
    ("'src/api.py'", '30')
    """
    if value is None or isinstance(value, (str, int, float)):
        return repr(value)
    module = type(value).__module__
    # The CDK's modules are public; a module of ours is not where users import a name from.
    package = module if module.startswith("aws_cdk") else module.partition(".")[0]
    return f"{package}.{type(value).__name__}".removeprefix("builtins.")
