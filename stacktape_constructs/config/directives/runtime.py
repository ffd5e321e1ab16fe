"""The directives whose values are known only in the template or at deploy, and how they are called."""

from __future__ import annotations

import attrs

from stacktape_constructs.config.expression import Argument, Expression
from stacktape_constructs.document.quoting import quoted, shortened


@attrs.frozen
class RuntimeDirective:
    """How a runtime directive is called.

    Attributes:
        name: its name today.
        parameters: what its arguments are, for messages.
        variadic: whether more arguments may follow.
    """

    name: str
    parameters: tuple[str, ...]
    variadic: bool = False


_PARAM = RuntimeDirective("Param", ("resource name", "child and attribute, such as 'EventBus::Arn'"))
_SECRET = RuntimeDirective("Secret", ("secret name, with .key for one key of a JSON secret",))

#: By the name in the file. `$GetParam`, `$Param` and `$GetSecret` are spellings of 2021.
RUNTIME_DIRECTIVES = {
    "ResourceParam": RuntimeDirective("ResourceParam", ("resource name", "parameter name")),
    "CfResourceParam": RuntimeDirective("CfResourceParam", ("CloudFormation logical id", "attribute")),
    "CfFormat": RuntimeDirective("CfFormat", ("text with {} for each value",), variadic=True),
    "CfStackOutput": RuntimeDirective("CfStackOutput", ("stack name", "output name")),
    "Secret": _SECRET,
    "SsmParam": RuntimeDirective("SsmParam", ("parameter name",)),
    "Param": _PARAM,
    "GetParam": _PARAM,
    "GetSecret": _SECRET,
}


def check_runtime_call(expression: Expression) -> str | None:
    """What is wrong with the way a runtime directive is called, if anything."""
    directive = next(d for d in RUNTIME_DIRECTIVES.values() if d.name == expression.name)
    wanted, got = len(directive.parameters), len(expression.arguments)
    if expression.path:
        path = ".".join(["", *expression.path])
        return f"nothing can be read below it; remove {quoted(path)}"
    if got < wanted or (got > wanted and not directive.variadic):
        listed = "; ".join(directive.parameters)
        return f"it takes {wanted} argument{'s' if wanted > 1 else ''} ({listed}), got {got}"
    for meaning, argument in zip(directive.parameters, expression.arguments, strict=False):
        if not isinstance(argument, str) or not argument:
            return f"its {meaning} must be text, got {_shown(argument)}"
    if directive.name == "CfFormat":
        return placeholder_fault(str(expression.arguments[0]), got - 1)
    if directive.name == "Param" and not _is_child_and_attribute(str(expression.arguments[1])):
        return f"its second argument must be like 'EventBus::Arn', got {quoted(str(expression.arguments[1]))}"
    return None


def placeholder_fault(text: str, values: int) -> str | None:
    """What is wrong with the number of values for the `{}` in a text, if anything."""
    wanted = text.count("{}")
    if wanted == values:
        return None
    return f"the text has {wanted} {{}}, got {values} value{'' if values == 1 else 's'}"


def _is_child_and_attribute(text: str) -> bool:
    # One file of July 2021 separates the two by a dot, as the dialect of 2020 did.
    child, separator, attribute = text.partition("::" if "::" in text else ".")
    return bool(child and separator and attribute)


def _shown(argument: Argument) -> str:
    return str(argument) if isinstance(argument, Expression) else shortened(repr(argument), 40)
