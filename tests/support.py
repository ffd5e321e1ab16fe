"""What most tests need: an app with the project's feature flags, and a stack's template."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import assertions

REPOSITORY = Path(__file__).parent.parent

#: Where jsii keeps the unpacked CDK: a process that is given another home would unpack it again, which takes seconds.
UNPACKED_CDK = {"JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(Path.home() / ".cache" / "aws" / "jsii" / "package-cache")}


@functools.cache
def project_context() -> dict[str, Any]:
    """The `context` of the project's cdk.json: a plain `cdk.App()` sees none of its flags."""
    context = json.loads((REPOSITORY / "cdk.json").read_text())["context"]
    assert isinstance(context, dict)
    return context


def new_app(**context: Any) -> cdk.App:
    """An app as `cdk synth` would make it in this repository, with more context when given."""
    return cdk.App(context={**project_context(), **context})


def template_of(stack: cdk.Stack) -> dict[str, Any]:
    """The synthesized template. Nothing may be added to the stack's tree afterwards."""
    template = assertions.Template.from_stack(stack).to_json()
    assert isinstance(template, dict)
    return template
