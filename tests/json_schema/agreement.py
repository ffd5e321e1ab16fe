"""What the reader of configs and the JSON Schema each say of a text."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import jsonschema

from stacktape_constructs.config.dialects import normalise
from stacktape_constructs.document.nodes import MappingNode, to_plain
from stacktape_constructs.document.reader import read_text
from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.json_schema.schema import json_schema
from stacktape_constructs.reading import ConfigFile

#: The faults that a schema cannot see, by what the reader says of them.
UNSEEN = {
    "names of other places": r"which is no resource|there is no resource|has no parameter|has no '\w+'|"
    r"must name a resource of type|cannot be connected to|which is not supported yet$|is declared twice|"
    r"are one name in CloudFormation|is the prefix of shared resources|'Sid' of two statements",
    "properties that do not go together": r"give exactly one of|cannot be combined|'runtime' is missing|"
    r"must be '\*' with path|is for .+, '\w+' for|'cacheResultSeconds' needs|must be at most 'reservedConcurrency'",
    "what operators and policies take": r"'eventPattern'|of a condition|"
    r"a mapping of keys and values|"
    r"an action must|must be an ARN|'Action' must have|'Resource' must have|'Sid' must|must be like arn:|"
    r"of 'Null' must be",
    "the form of a text": r"'scheduleRate'|'path' must|environment name must|environment must not|output name|"
    r"the ARN of a layer version|stack name",
    "how many there are": r"needs a method besides OPTIONS|can have 5 layers|the config has no resources",
    "numbers in quotes": r"must be (between|at least|at most|one of) [\d, ]+|a whole number, got",
    "what directives stand for": r"directive|there is no file",
    "the text itself": r"nest mappings",
}


@functools.cache
def validator() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json_schema())


def as_an_editor_reads_it(text: str) -> Any:
    """A text as plain data, as the core schema of YAML has it."""
    document = read_text(text, name="stacktape.yml")
    return None if document is None else to_plain(document)


def refused_by_the_schema(text: str) -> list[str]:
    """What the schema finds wrong, each with its place."""
    try:
        read = as_an_editor_reads_it(text)
    except ConfigError as error:
        return [problem.message for problem in error.problems]
    errors = validator().iter_errors(read)
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in errors]


def refused_by_the_reader(text: str, folder: Path) -> tuple[Problem, ...]:
    """What the reader finds wrong."""
    path = folder / "stacktape.yml"
    path.write_text(text, encoding="utf-8")
    try:
        file = ConfigFile.open(path, stage="dev", project_name="demo")
        file.read(file.facts(region="eu-west-1", account_id="123456789012", stable=True))
    except ConfigError as error:
        return error.problems
    return ()


def is_of_today(text: str) -> bool:
    """Whether no old spelling is in a config, that is to say nothing is rewritten."""
    document = read_text(text, name="stacktape.yml")
    return not isinstance(document, MappingNode) or to_plain(normalise(document)) == to_plain(document)


def can_be_seen(problem: Problem) -> bool:
    """Whether a schema should find what the reader says."""
    if any(re.search(pattern, problem.message) for pattern in UNSEEN.values()):
        return False
    if problem.position is None:
        return True
    source, start = problem.position.source, problem.position.column - 1
    # What stands there is wrong only because of what the directive gives.
    is_directive = source.line(problem.position.line)[start:].lstrip("'\"").startswith("$")
    return not is_directive and not re.search(r"\$(Var|This)\(\)['\"]?$", source.text, re.MULTILINE)
