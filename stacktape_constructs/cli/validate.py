"""`validate`: what is wrong with configs, for people, for programs and for GitHub's runners."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import attrs

from stacktape_constructs.cli.config_options import add_config_options, open_config, read_config
from stacktape_constructs.cli.documents import print_document
from stacktape_constructs.cli.parser import Commands, one_of
from stacktape_constructs.errors import ConfigError, Problem

_FORMATS = ("text", "json", "github")

_DESCRIPTION = """\
Says what is wrong with configs: the YAML, the properties, the directives, the references between resources, the
event patterns. It reads what cdk synth reads and builds nothing, so what is seen only then is not found: code that
cannot be packaged, logical ids in overrides and $CfResourceParam, and the checks of the CDK itself. Warnings are about
what can be built and is hardly meant.

Exit code: 0 if all configs are right, warnings or not, 1 if not.
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


@attrs.frozen
class _Finding:
    """A problem of a config, or what is doubtful about it."""

    config: str
    problem: Problem
    severity: Literal["error", "warning"]

    @property
    def file(self) -> str:
        """Where it is: in the config, or in a file that the config reads."""
        return self.config if self.problem.position is None else self.problem.position.source.name

    def __str__(self) -> str:
        problem = self.problem
        if self.severity == "warning":
            problem = attrs.evolve(problem, message=f"warning: {problem.message}")
        return str(problem) if problem.position is not None else f"{self.config}: {problem}"


def run(options: argparse.Namespace) -> int:
    """Reads the configs and prints their problems."""
    findings = [finding for file in options.files for finding in _findings_in(file, options)]
    problems = sum(finding.severity == "error" for finding in findings)
    if options.format == "json":
        print_document(json.dumps([_as_data(finding) for finding in findings], indent=2, ensure_ascii=False) + "\n")
    elif options.format == "github":
        for finding in findings:
            print(_as_workflow_command(finding))
    else:
        for finding in findings:
            print(finding)
        print(_summary(problems, len(findings) - problems, len(options.files)))
    return 1 if problems else 0


def _findings_in(file: str, options: argparse.Namespace) -> Iterator[_Finding]:
    problems: Iterable[Problem] = ()
    doubts: Iterable[Problem] = ()
    try:
        opened = open_config(file, options)
        doubts = opened.doubts()
        read_config(opened, options)
    except ConfigError as error:
        problems = error.problems
    yield from (_Finding(file, problem, "error") for problem in problems)
    yield from (_Finding(file, doubt, "warning") for doubt in doubts)


def _summary(problems: int, warnings: int, configs: int) -> str:
    counted = [_counted(problems, "problem")] * (problems > 0) + [_counted(warnings, "warning")] * (warnings > 0)
    if problems:
        return f"{' and '.join(counted)} in {_counted(configs, 'config')}"
    found = " and ".join(["no problems", *counted])
    return f"{found} in {_counted(configs, 'config')}; what the code and the constructs say is seen at cdk synth"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _as_data(finding: _Finding) -> dict[str, str | int | bool | None]:
    problem, place = finding.problem, finding.problem.position
    return {
        "file": finding.file,
        "severity": finding.severity,
        "line": None if place is None else place.line,
        "column": None if place is None else place.column,
        "message": problem.message,
        "unsupported": problem.unsupported,
    }


def _as_workflow_command(finding: _Finding) -> str:
    """One line that GitHub shows beside the line of the file.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    problem, place = finding.problem, finding.problem.position
    properties = {"file": _in_repository(finding.file)}
    if place is not None:
        properties |= {"line": str(place.line), "col": str(place.column)}
    written = ",".join(f"{name}={_escaped_property(value)}" for name, value in properties.items())
    return f"::{finding.severity} {written}::{_escaped(problem.message)}"


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
