"""The CDK's validation of templates, made ready while a stack is built."""

from __future__ import annotations

import jsii

from stacktape_constructs.cdk.javascript.module import exported


def prepare() -> None:
    """Starts the engine that the CDK validates templates with, in a process of its own, without waiting for it.

    Starting takes a second, for which an app that does not call this waits at the end of its synth; the findings are
    the same. Does nothing if `CDK_VALIDATION` is `false`, with which the CDK validates nothing.
    """
    jsii.sinvoke(exported("Validation"), "prepare", [])
