"""`validate`: what is wrong with configs, for people, for programs and for GitHub's runners."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable
from pathlib import Path

from stacktape_constructs.cli.config_options import add_config_options, read_config
from stacktape_constructs.cli.documents import print_document
from stacktape_constructs.cli.parser import Commands, one_of
from stacktape_constructs.errors import ConfigError, Problem

_FORMATS = ("text", "json", "github")

_DESCRIPTION = """\
Says what is wrong with configs: the YAML, the properties, the directives, the references between resources, the
event patterns. It reads what cdk synth reads and builds nothing, so what is seen only then is not found: code that
cannot be packaged, logical ids in overrides and $CfResourceParam, and the checks of the CDK itself.

Exit code: 0 if all configs are right, 1 if not.
"""


def add(commands: Commands) -> None:
    """Declares the command."""
    parser = commands.add_parser("validate", help="say what is wrong with configs", description=_DESCRIPTION)
    parser.add_argument("files", metavar="FILE", nargs="*", default=["stacktape.yml"], help="default: stacktape.yml")
    parser.add_argument(
        "--format",
        type=one_of(_FORMATS),
        default="text",
        help="text; json; or github, for annotations of a pull request; default: text",
    )
    add_config_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Reads the configs and prints their problems."""
    problems = [(file, problem) for file in options.files for problem in _problems_of(file, options)]
    count = f"{len(options.files)} config{'' if len(options.files) == 1 else 's'}"
    if options.format == "json":
        records = [_as_data(file, problem) for file, problem in problems]
        print_document(json.dumps(records, indent=2, ensure_ascii=False) + "\n")
    elif options.format == "github":
        for file, problem in problems:
            print(_as_workflow_command(file, problem))
    elif problems:
        for file, problem in problems:
            print(problem if problem.position is not None else f"{file}: {problem}")
        print(f"{len(problems)} problem{'' if len(problems) == 1 else 's'} in {count}")
    else:
        print(f"no problems in {count}; what the code and the constructs say is seen at cdk synth")
    return 1 if problems else 0


def _problems_of(file: str, options: argparse.Namespace) -> Iterable[Problem]:
    try:
        read_config(file, options)
    except ConfigError as error:
        return error.problems
    return ()


def _file_of(config: str, problem: Problem) -> str:
    """The file in which a problem is: the config, or one that it reads, which it names from its own folder."""
    name = config if problem.position is None else problem.position.source.name
    return name if name == config else str(Path(config).parent / name)


def _as_data(file: str, problem: Problem) -> dict[str, str | int | bool | None]:
    place = problem.position
    return {
        "file": _file_of(file, problem),
        "line": None if place is None else place.line,
        "column": None if place is None else place.column,
        "message": problem.message,
        "unsupported": problem.unsupported,
    }


def _as_workflow_command(file: str, problem: Problem) -> str:
    """One line that GitHub shows beside the line of the file.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    place = problem.position
    properties = {"file": _in_repository(_file_of(file, problem))}
    if place is not None:
        properties |= {"line": str(place.line), "col": str(place.column)}
    written = ",".join(f"{name}={_escaped_property(value)}" for name, value in properties.items())
    return f"::error {written}::{_escaped(problem.message)}"


def _in_repository(file: str) -> str:
    # GitHub knows a file by its path from the root, with slashes, wherever a step runs. A path with ./ it does not
    # know: https://github.com/crate-ci/typos/pull/1496
    absolute = Path(os.path.normpath(Path(file).absolute()))
    root = os.environ.get("GITHUB_WORKSPACE")
    inside = root is not None and absolute.is_relative_to(root)
    return (absolute.relative_to(str(root)) if inside else Path(os.path.normpath(file))).as_posix()


def _escaped(text: str) -> str:
    # As the runner's own toolkit does: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
