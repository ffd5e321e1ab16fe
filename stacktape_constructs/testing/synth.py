"""Templates of configs and stacks, as `cdk synth` would write them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import aws_cdk as cdk
from aws_cdk.assertions import Template

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.reading import options_in
from stacktape_constructs.stack import StacktapeStack

#: What was synthesized in this process, by all that it was made of.
_SYNTHESIZED: dict[object, Template] = {}


def cdk_context(cdk_json: str | Path | None = None) -> dict[str, Any]:
    """The context that the CDK's command line gives an app: the feature flags of `cdk.json`, and looked-up values.

    A plain `cdk.App()` has none of them, and another template.

    Args:
        cdk_json: path of `cdk.json`. Default: the nearest one, from the current directory upward. The
            `cdk.context.json` beside it is read too.

    Raises:
        InvalidArgumentError: there is no such file, or it is no JSON object.

    Examples:
        >>> cdk_context("cdk.json")["@aws-cdk/core:enablePartitionLiterals"]
        True

    https://docs.aws.amazon.com/cdk/v2/guide/context.html
    """
    path = _nearest_cdk_json() if cdk_json is None else Path(cdk_json)
    return {**_object_in(path.with_name("cdk.context.json"), optional=True), **_object_in(path).get("context", {})}


def _nearest_cdk_json() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "cdk.json").is_file():
            return folder / "cdk.json"
    problem = f"must be the path of a cdk.json, for there is none in '{here}' or above it"
    raise InvalidArgumentError(path="cdk_context", argument="cdk_json", problem=problem)


def _object_in(path: Path, *, optional: bool = False) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if optional:
            return {}
        problem = f"must be the path of a cdk.json, and there is no file '{path}'"
        raise InvalidArgumentError(path="cdk_context", argument="cdk_json", problem=problem) from None
    except ValueError as error:
        problem = f"must be a JSON file, and '{path}' is none: {error}"
        raise InvalidArgumentError(path="cdk_context", argument="cdk_json", problem=problem) from None
    if not isinstance(found, dict):
        problem = f"must hold a JSON object, and '{path}' holds a {type(found).__name__}"
        raise InvalidArgumentError(path="cdk_context", argument="cdk_json", problem=problem)
    return found


def new_app(*, cdk_json: str | Path | None = None, context: Mapping[str, Any] | None = None) -> cdk.App:
    """An app with the context that `cdk synth` would give it.

    Args:
        cdk_json: as for `cdk_context`.
        context: more context, which comes first; as `-c name=value` on the command line.

    Raises:
        InvalidArgumentError: there is no `cdk.json`, or it is no JSON object.

    Examples:
        >>> new_app(cdk_json="cdk.json", context={"stage": "prod"}).node.try_get_context("stage")
        'prod'
    """
    return cdk.App(context={**cdk_context(cdk_json), **(context or {})})


def stack_template(stack: cdk.Stack) -> Template:
    """The template of a stack. Nothing may be added to the stack's app afterwards.

    Args:
        stack: the stack. Its app should be one of `new_app`, or the template is not that of `cdk synth`.

    Raises:
        InvalidArgumentError: this is no stack, or its app was changed after a template was made of it.

    Examples:
        >>> stack = cdk.Stack(new_app(cdk_json="cdk.json"), "Shop")
        >>> stack_template(stack).to_json().get("Resources", {})
        {}
    """
    if not isinstance(stack, cdk.Stack):
        problem = f"must be a cdk.Stack, got {type(stack).__name__}"
        raise InvalidArgumentError(path="stack_template", argument="stack", problem=problem)
    try:
        return Template.from_stack(stack)
    except RuntimeError as error:
        # The first synthesis is kept, and a later change would be left out of it: the CDK refuses.
        if "ConstructTreeModifiedAfterSynth" not in f"{error}{error.__cause__}":
            raise
        problem = (
            f"is in an app that was changed after a template was made of it: build all that '{stack.node.id}' and its "
            "siblings have first, or give each test an app of its own"
        )
        raise InvalidArgumentError(path="stack_template", argument="stack", problem=problem) from error


def config_template(
    config: str | Path,
    *,
    stage: str | None = None,
    project_name: str | None = None,
    project_folder: str | Path | None = None,
    code: Literal["project", "placeholder"] = "placeholder",
    image_builds: Literal["docker", "codebuild"] | None = None,
    profile: str | None = None,
    cli_arguments: Mapping[str, str] | None = None,
    account: str | None = None,
    region: str | None = None,
    cdk_json: str | Path | None = None,
    context: Mapping[str, Any] | None = None,
) -> Template:
    """The template of a Stacktape config, as `cdk synth` makes it.

    What is not given here is what the context has under the name of `cdk synth`'s option (`stage`, `projectName`), for
    options may stand in `cdk.json` too. All of the context is there for `$CliArgs()`.

    With placeholder code the same call gives the same object in a process: a config is synthesized once, however
    many tests ask for it. It is synthesized again if its text, a feature flag or an argument has changed. Other files
    that it names (`$File`) are taken to stay as they are while the tests run.

    Args:
        config: path of the config.
        stage: stage to build. Default: `dev`.
        project_name: name of the project; see `StacktapeStack`.
        project_folder: what paths in the config may not lead out of; see `StacktapeStack`.
        code: `placeholder`, which reads no source file and builds nothing, or the code of the `project`.
        image_builds: where images are built: `docker`, the default, or `codebuild`.
        profile: AWS profile, for `$Profile()`.
        cli_arguments: more options for `$CliArgs()`, which come first.
        account: account that the stack is for. Default: any.
        region: region that the stack is for. Default: any.
        cdk_json: where the feature flags are, as for `cdk_context`.
        context: more context, as for `new_app`.

    Raises:
        ConfigError: with everything that is wrong with the config.
        InvalidArgumentError: there is no `cdk.json`, or it is no JSON object.

    Examples:
        >>> template = config_template("examples/event-bus/stacktape.yml", cdk_json="cdk.json")
        >>> template.resource_count_is("AWS::Events::Rule", 1)
    """

    def synthesized() -> Template:
        stack = StacktapeStack(
            cdk.App(context=flags),
            "Stack",
            config=config,
            stage=chosen["stage"] or "dev",
            project_name=chosen["projectName"],
            project_folder=chosen["projectFolder"],
            code=code,
            image_builds="codebuild" if chosen["imageBuilds"] == "codebuild" else "docker",
            profile=chosen["profile"],
            cli_arguments={**options, **(cli_arguments or {})},
            env=cdk.Environment(account=chosen["account"], region=chosen["region"]),
        )
        return stack_template(stack)

    flags = {**cdk_context(cdk_json), **(context or {})}
    options = options_in(flags)
    given = {
        "stage": stage,
        "projectName": project_name,
        "projectFolder": None if project_folder is None else str(project_folder),
        "imageBuilds": image_builds,
        "profile": profile,
        "account": account,
        "region": region,
    }
    chosen = {name: options.get(name) if value is None else value for name, value in given.items()}
    path = Path(config)
    if code != "placeholder" or not path.is_file():
        return synthesized()
    told = json.dumps([chosen, dict(cli_arguments or {}), flags], sort_keys=True, default=str)
    key = (str(config), path.resolve(), path.read_bytes(), told)
    if key not in _SYNTHESIZED:
        _SYNTHESIZED[key] = synthesized()
    return _SYNTHESIZED[key]
