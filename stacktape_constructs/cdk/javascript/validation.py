"""The CDK's validation of templates, made ready while a stack is built."""

from __future__ import annotations

import jsii

from stacktape_constructs.cdk.javascript.module import exported


def prepare() -> None:
    """Has the engine made that the CDK will validate templates by, in a process of its own, and does not wait for it.

    It takes a second, which an app that does not call this waits at the end of its synth. What is found is the same.
    Nothing is done where `CDK_VALIDATION` is `false`, by which the CDK validates nothing.
    """
    jsii.sinvoke(exported("Validation"), "prepare", [])
