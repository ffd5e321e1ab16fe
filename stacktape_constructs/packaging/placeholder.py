"""Code that stands in for code which is not there yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_

_SENTENCE = "this is placeholder code: deploy the real code"

# All of them fail on purpose. Code that did nothing would take events from a queue or a bus and
# lose them, while a failure leads to retries and to the dead-letter queue.
_PYTHON = f'''\
def {{function}}(event, context):
    raise NotImplementedError("{_SENTENCE}")
'''
_JAVASCRIPT = f'''\
exports["{{function}}"] = async () => {{{{
  throw new Error("{_SENTENCE}");
}}}};
'''
_DOCKERFILE = f"""\
FROM public.ecr.aws/docker/library/busybox:1.37
USER 1000:1000
CMD ["sh", "-c", "echo '{_SENTENCE}' >&2; exit 1"]
"""


def lambda_placeholder(runtime: lambda_.Runtime, handler: str) -> Mapping[str, str]:
    """Texts by path of the code that a handler of a runtime is looked for in.

    Only Python and Node.js code can run as text. A function of another runtime can be deployed with
    the file it gets here, and fails when it is called.
    """
    from aws_cdk import aws_lambda as lambda_  # a container's placeholder needs no Lambda

    module, _, function = handler.rpartition(".")
    if runtime.family == lambda_.RuntimeFamily.PYTHON:
        return {f"{module.replace('.', '/')}.py": _PYTHON.format(function=function)}
    if runtime.family == lambda_.RuntimeFamily.NODEJS:
        return {f"{module}.js": _JAVASCRIPT.format(function=function)}
    return unbundled_placeholder()


def unbundled_placeholder() -> Mapping[str, str]:
    """Texts by path of what stands in for a bundle that nobody asked for, and that is never deployed."""
    return {"PLACEHOLDER.txt": f"{_SENTENCE}\n"}


def container_placeholder() -> Mapping[str, str]:
    """Texts by path of the build context of an image."""
    return {"Dockerfile": _DOCKERFILE}
