"""Which tags (`!!int`, `!Ref`) a config may use, and what to write instead of the others."""

from __future__ import annotations

from stacktape_constructs.document.quoting import quoted
from stacktape_constructs.document.scalars import CORE_PREFIX

_KINDS = {
    "scalar": ("str", "int", "float", "bool", "null"),
    "sequence": ("seq",),
    "mapping": ("map",),
}
_SUPPORTED = ", ".join(f"!!{name}" for names in _KINDS.values() for name in names)

#: CloudFormation's short forms, with the name that its long form has.
_LONG_FORMS = {
    "!Ref": "Ref",
    "!Condition": "Condition",
    **{
        f"!{name}": f"Fn::{name}"
        for name in (
            *("And", "Base64", "Cidr", "Equals", "FindInMap", "GetAtt", "GetAZs", "If", "ImportValue"),
            *("Join", "Length", "Not", "Or", "Select", "Split", "Sub", "ToJsonString", "Transform"),
        )
    },
}
#: Where Stacktape has a directive that does the same.
_DIRECTIVES = {
    "!Ref": "$CfResourceParam('<logical id>', '<attribute>')",
    "!GetAtt": "$CfResourceParam('<logical id>', '<attribute>')",
    "!Sub": "$CfFormat('<text with {}>', <values>)",
    "!ImportValue": "$CfStackOutput('<stack>', '<output>')",
}


def fault_of_tag(tag: str, kind: str) -> str | None:
    """What is wrong with a tag on a node of this kind ("scalar", "sequence" or "mapping"), if anything."""
    name = tag.removeprefix(CORE_PREFIX)
    if tag.startswith(CORE_PREFIX):
        if name in _KINDS[kind]:
            return None
        if any(name in names for names in _KINDS.values()):
            return f"tag '!!{name}' does not fit a {kind}; remove it"
        return f"tag {quoted('!!' + name)} is not supported; supported: {_SUPPORTED}"
    if tag in _LONG_FORMS:
        directive = f"write {_DIRECTIVES[tag]}, or " if tag in _DIRECTIVES else "write "
        long_form = f"the long form {{{_LONG_FORMS[tag]}: ...}} inside cloudformationResources"
        return f"'{tag}' is a short form of CloudFormation, which is not read here; {directive}{long_form}"
    shown = tag if tag.startswith("!") else f"!<{tag}>"
    return f"unknown tag {quoted(shown)}; remove it, or put the value in quotes if it is text"
