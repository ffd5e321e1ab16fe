"""What four tools find in an app: the CDK's own validation, cdk-nag, cloudformation-validate and cfn-lint."""

from __future__ import annotations

import contextlib
import functools
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import aws_cdk as cdk
import cdk_nag
import cloudformation_validate
from cfnlint.api import ManualArgs, lint

#: What is not looked at, beside what is mere information.
LEFT_OUT = {
    "W3005": "the CDK itself makes a function, and a state machine, depend on the role that it refers to",
    "W9013": "an account that stands in the text of a config's author",
}


@attrs.frozen
class Finding:
    """One finding.

    Attributes:
        rule: the tool's name for the fault.
        place: what is wrong: the logical id of a resource, or a path in the tree.
        property: the path to the property that is wrong, with dots; empty if it is the whole resource.
        message: the tool's words.
    """

    rule: str
    place: str
    property: str
    message: str


@attrs.frozen
class Assembly:
    """What became of an app.

    Attributes:
        templates: the templates and the regions that they are for, if that is known.
        report: the reports of the plugins that the CDK ran, by their names.
    """

    templates: dict[Path, str | None]
    report: dict[str, list[dict[str, Any]]]

    @property
    def warnings(self) -> list[str]:
        """What the constructs themselves say against the app."""
        return [violation["description"] for violation in self.report.get("Construct Annotations", [])]


def synthesized(app: cdk.App, synthesize: Callable[[], object] | None = None) -> Assembly:
    """An app with all that is found in it, after `synthesize` or else its own `synth`."""
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app))
    # It raises when there are errors, and it prints warnings: the report has both.
    with contextlib.suppress(RuntimeError):
        (synthesize or app.synth)()
    folder = Path(app.outdir)
    report = json.loads((folder / "validation-report.json").read_text())
    manifest = json.loads((folder / "manifest.json").read_text())
    stacks = [each for each in manifest["artifacts"].values() if each["type"] == "aws:cloudformation:stack"]
    return Assembly(
        {folder / stack["properties"]["templateFile"]: _region(stack["environment"]) for stack in stacks},
        {plugin["pluginName"]: plugin["violations"] for plugin in report["pluginReports"]},
    )


def _region(environment: str) -> str | None:
    region = environment.rpartition("/")[2]
    return None if region == "unknown-region" else region


def of_cdk(assembly: Assembly) -> list[Finding]:
    """Errors and warnings of the validation that the CDK runs by itself."""
    return _of_plugin(assembly, "CloudFormation Validate")


def of_cdk_nag(assembly: Assembly) -> list[Finding]:
    """What the AwsSolutions pack finds and nobody has acknowledged."""
    return _of_plugin(assembly, "AwsSolutions")


def _of_plugin(assembly: Assembly, plugin: str) -> list[Finding]:
    return [
        Finding(violation["ruleName"], construct["constructPath"], _property(construct), violation["description"])
        for violation in assembly.report.get(plugin, ())
        for construct in violation["violatingConstructs"]
    ]


def _property(construct: dict[str, Any]) -> str:
    paths = construct.get("cloudFormationResource", {}).get("propertyPaths", ())
    return next(iter(paths), "").removeprefix("Properties").removeprefix(".")


def of_cloudformation_validate(assembly: Assembly) -> list[Finding]:
    """Errors and warnings of AWS's validator, which is newer, and leaves less out, than the CDK's copy of it."""
    return [finding for template, region in assembly.templates.items() for finding in _validated(template, region)]


def _validated(template: Path, region: str | None) -> Iterator[Finding]:
    config = cloudformation_validate.ValidateConfig(
        exclude=cloudformation_validate.RuleFilterConfig(ids=list(LEFT_OUT)),
        severity_level=cloudformation_validate.Severity.WARN,
        pseudo_parameter_overrides=cloudformation_validate.PseudoParameterOverrides(region=region),
    )
    for found in _engine().validate_template(template, config).diagnostics:
        place = found.entity.logical_id if found.entity else ""
        yield Finding(found.rule_id, place, (found.property_path or "").removeprefix("Properties."), found.message)


@functools.cache
def _engine() -> cloudformation_validate.CompositeEngine:
    return cloudformation_validate.CompositeEngine()


def of_cfn_lint(assembly: Assembly) -> list[Finding]:
    """Errors and warnings of CloudFormation's linter."""
    return [finding for template, region in assembly.templates.items() for finding in _linted(template, region)]


def _linted(template: Path, region: str | None) -> Iterator[Finding]:
    config = ManualArgs(ignore_checks=["I", *LEFT_OUT], **({} if region is None else {"regions": [region]}))
    for found in lint(template.read_text(), config=config):
        path: Sequence[str | int] = getattr(found, "path", None) or ()
        place, inner = (str(path[1]), path[3:]) if path[:1] == ["Resources"] else ("", path)
        yield Finding(found.rule.id, place, ".".join(map(str, inner)), found.message)


TOOLS: dict[str, Callable[[Assembly], list[Finding]]] = {
    "cdk": of_cdk,
    "cdk-nag": of_cdk_nag,
    "cloudformation-validate": of_cloudformation_validate,
    "cfn-lint": of_cfn_lint,
}


def found_in(assembly: Assembly) -> dict[str, list[Finding]]:
    """The findings of each tool that has any."""
    found = {name: tool(assembly) for name, tool in TOOLS.items()}
    return {name: findings for name, findings in found.items() if findings}
