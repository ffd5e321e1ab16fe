"""Synthesizes one config of a corpus."""

from __future__ import annotations

import enum
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import aws_cdk as cdk
from aws_cdk import assertions

from stacktape_constructs.errors import ConfigError
from stacktape_constructs.stack import StacktapeStack

#: The circumstances that the records were made under.
PROJECT, STAGE, REGION, ACCOUNT = "proj", "dev", "eu-west-1", "123456789999"


class Verdict(enum.Enum):
    """What became of a config."""

    SYNTHESIZED = "synthesized"
    NOT_SUPPORTED = "not supported yet"
    REFUSED = "refused"
    CRASHED = "crashed"


@attrs.frozen
class Outcome:
    """One config and what became of it.

    Attributes:
        path: the config.
        verdict: what became of it.
        template: its template, if it was synthesized.
        message: why not, if it was not: the first problem.
    """

    path: Path
    verdict: Verdict
    template: Mapping[str, Any] = attrs.field(factory=dict, repr=False)
    message: str = ""


def synthesize(path: Path, context: Mapping[str, Any]) -> Outcome:
    """Synthesizes a config with placeholder code.

    Args:
        path: the config.
        context: the CDK context, with the feature flags to synthesize under.
    """
    app = cdk.App(context=dict(context))
    try:
        stack = StacktapeStack(
            app,
            "Stack",
            config=path,
            stage=STAGE,
            project_name=PROJECT,
            code="placeholder",
            profile="default",
            env=cdk.Environment(account=ACCOUNT, region=REGION),
        )
        return Outcome(path, Verdict.SYNTHESIZED, assertions.Template.from_stack(stack).to_json())
    except ConfigError as error:
        unsupported = [problem for problem in error.problems if problem.unsupported]
        first = (unsupported or error.problems)[0]
        verdict = Verdict.NOT_SUPPORTED if unsupported else Verdict.REFUSED
        place = f"{first.position.line}:{first.position.column}: " if first.position else ""
        return Outcome(path, verdict, message=f"{place}{first.message}")
    except Exception as error:  # whatever it is, the other configs are to be run too
        last = traceback.extract_tb(error.__traceback__)[-1]
        text = str(error).splitlines() or [""]
        place = f"{Path(last.filename).name}:{last.lineno}"
        return Outcome(path, Verdict.CRASHED, message=f"{type(error).__name__} at {place}: {text[0]}")
