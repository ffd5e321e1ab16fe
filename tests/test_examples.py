"""The examples, with their real code: what they promise is what their templates have."""

from __future__ import annotations

import copy
import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from stacktape_constructs import StacktapeStack
from tests.configured import ConfiguredStack, references_in
from tests.support import REPOSITORY, new_app, template_of

EXAMPLES = REPOSITORY / "examples"
CONFIGS = sorted(path.parent.name for path in EXAMPLES.glob("*/stacktape.yml"))


def _synthesized(example: str) -> ConfiguredStack:
    stack = StacktapeStack(new_app(), "Stack", config=EXAMPLES / example / "stacktape.yml", stage="dev")
    return ConfiguredStack(stack, template_of(stack))


@pytest.fixture(scope="module")
def stacks() -> dict[str, ConfiguredStack]:
    return {example: _synthesized(example) for example in CONFIGS}


@pytest.fixture(scope="module")
def by_hand() -> dict[str, Any]:
    """The template of the app that is written in Python, run as its author would run it."""
    app = new_app()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cdk, "App", lambda: app)
        runpy.run_path(str(EXAMPLES / "cdk-app" / "app.py"), run_name="__main__")
    template = app.synth().get_stack_by_name("Budget").template
    assert isinstance(template, dict)
    return template


@pytest.mark.parametrize("example", CONFIGS)
def test_an_example_is_built_with_its_own_code(example: str, stacks: dict[str, ConfiguredStack]) -> None:
    stack = stacks[example]
    assets = Path(str(getattr(stack.stack.node.root, "outdir", "")))
    sources = {path.read_text() for path in _sources(EXAMPLES / example)}

    packaged = {path.read_text() for path in _sources(assets)}
    # A bundle's source map has the text of what it was made from.
    for path in assets.rglob("*.map"):
        packaged.update(json.loads(path.read_text())["sourcesContent"])

    assert len(sources) == 2
    assert sources <= packaged


def _sources(folder: Path) -> Iterator[Path]:
    """The functions and jobs in a folder, in whichever language they are."""
    for pattern in ("*.py", "*.ts", "*.mjs"):
        yield from (path for path in folder.rglob(pattern) if "node_modules" not in path.parts)


class TestEventBusPage:
    """What the documentation of event buses has promised since 2021."""

    @pytest.fixture
    def page(self, stacks: dict[str, ConfiguredStack]) -> ConfiguredStack:
        return stacks["event-bus-2021"]

    def test_there_is_the_bus(self, page: ConfiguredStack) -> None:
        assert page.of_type("AWS::Events::EventBus") == {
            "MyEventBusEventBus": {"Name": "event-bus-2021-dev-myEventBus"}
        }

    def test_the_publisher_knows_the_name_of_the_bus(self, page: ConfiguredStack) -> None:
        assert page.environment("MyPublisherFunctionFunction") == {
            "EVENT_NAME": "BUDGET_ANALYSIS",
            "EVENT_BUS_NAME": {"Ref": "MyEventBusEventBus"},
        }

    def test_the_publisher_may_put_events_on_this_bus_and_on_no_other(self, page: ConfiguredStack) -> None:
        about_events = [
            statement
            for statement in page.statements_of("MyPublisherFunctionRole")
            if "events:" in json.dumps(statement["Action"])
        ]

        assert about_events == [
            {
                "Effect": "Allow",
                "Action": "events:PutEvents",
                "Resource": {"Fn::GetAtt": ["MyEventBusEventBus", "Arn"]},
            }
        ]

    def test_one_route_calls_the_publisher(self, page: ConfiguredStack) -> None:
        ((_, route),) = page.of_type("AWS::ApiGatewayV2::Route").items()
        (integration,) = references_in(route["Target"])

        assert route["RouteKey"] == "GET /budget-analysis"
        assert page.properties(integration)["IntegrationUri"] == {"Fn::GetAtt": ["MyPublisherFunctionFunction", "Arn"]}

    def test_one_rule_on_the_bus_starts_the_job_and_nothing_else(self, page: ConfiguredStack) -> None:
        ((_, rule),) = page.of_type("AWS::Events::Rule").items()
        (target,) = rule["Targets"]

        assert references_in(rule["EventBusName"]) == {"MyEventBusEventBus"}
        assert rule["EventPattern"] == {"detail": {"EventName": ["BUDGET_ANALYSIS"]}}
        assert rule["State"] == "ENABLED"
        assert target["Arn"] == {"Ref": "MyConsumerBatchJobJobExecutionStateMachine"}

    def test_the_rule_may_start_that_state_machine_and_nothing_else(self, page: ConfiguredStack) -> None:
        ((_, rule),) = page.of_type("AWS::Events::Rule").items()
        (role,) = references_in(rule["Targets"][0]["RoleArn"])

        trust = page.properties(role)["AssumeRolePolicyDocument"]["Statement"]
        assert [statement["Principal"] for statement in trust] == [{"Service": "events.amazonaws.com"}]
        assert "ManagedPolicyArns" not in page.properties(role)
        assert "Policies" not in page.properties(role)
        assert page.statements_of(role) == [
            {
                "Effect": "Allow",
                "Action": "states:StartExecution",
                "Resource": {"Ref": "MyConsumerBatchJobJobExecutionStateMachine"},
            }
        ]

    def test_the_job_has_one_cpu_and_two_hundred_mebibytes(self, page: ConfiguredStack) -> None:
        container = page.properties("MyConsumerBatchJobJobDefinition")["ContainerProperties"]

        assert {need["Type"]: need["Value"] for need in container["ResourceRequirements"]} == {
            "VCPU": "1",
            "MEMORY": "200",
        }

    def test_the_state_machine_runs_that_job(self, page: ConfiguredStack) -> None:
        machine = page.properties("MyConsumerBatchJobJobExecutionStateMachine")
        name = page.properties("MyConsumerBatchJobJobDefinition")["JobDefinitionName"]

        assert machine["DefinitionSubstitutions"]["JobDefinition"]["Fn::Join"][1][-1].endswith(
            f":job-definition/{name}"
        )


def test_the_old_config_and_todays_differ_in_what_the_language_changed(
    stacks: dict[str, ConfiguredStack],
) -> None:
    old, new = (stacks[example].resources for example in ("event-bus-2021", "event-bus"))
    old = json.loads(json.dumps(old).replace("event-bus-2021-dev", "event-bus-dev"))
    new = copy.deepcopy(new)

    # `connectTo` tells the publisher what `allowAccessTo` did not.
    variables = new["MyPublisherFunctionFunction"]["Properties"]["Environment"]["Variables"]
    assert variables.pop("STP_MY_EVENT_BUS_ARN") == {"Fn::GetAtt": ["MyEventBusEventBus", "Arn"]}
    # An event named its bus by the ARN.
    for resources in (old, new):
        name = resources["MyConsumerBatchJobTriggerFunctionEvent0Rule"]["Properties"].pop("EventBusName")
        assert references_in(name) == {"MyEventBusEventBus"}
    assert new == old


def test_in_typescript_the_same_is_built_but_for_how_the_code_is_run(stacks: dict[str, ConfiguredStack]) -> None:
    typescript, python = (stacks[example].resources for example in ("event-bus-typescript", "event-bus"))
    typescript = json.loads(json.dumps(typescript).replace("event-bus-typescript-dev", "event-bus-dev"))
    python = copy.deepcopy(python)

    publisher = typescript["MyPublisherFunctionFunction"]["Properties"]
    assert publisher["Runtime"] == "nodejs24.x"
    assert publisher["Handler"] == "index.handler"
    assert publisher["Environment"]["Variables"].pop("NODE_OPTIONS") == "--enable-source-maps"
    for resources in (typescript, python):
        for name in ("Runtime", "Handler", "Code"):
            del resources["MyPublisherFunctionFunction"]["Properties"][name]
        del resources["MyConsumerBatchJobJobDefinition"]["Properties"]["ContainerProperties"]["Image"]
    assert typescript == python


#: What may differ between the template of a config and that of the same stack written in Python.
_NAMES = {
    "FunctionName",
    "GroupDescription",  # Stacktape's names the stack
    "GroupName",
    "JobDefinitionName",
    "JobQueueName",
    "LaunchTemplateName",
    "LogGroupName",
    "PolicyName",
    "StateMachineName",
}
_TAGS = {"TagSpecifications", "Tags"}
_NAMED_BY_NAME = {"AWS::Events::EventBus", "AWS::ApiGatewayV2::Api"}


class TestConfigAndApp:
    def test_the_app_by_hand_has_the_same_resources_as_the_config(
        self, stacks: dict[str, ConfiguredStack], by_hand: dict[str, Any]
    ) -> None:
        ours = stacks["event-bus"].resources
        theirs = _renamed(by_hand["Resources"], _ids(by_hand["Resources"], ours))

        assert sorted(theirs) == sorted(ours)
        for logical_id in ours:
            assert _compared(theirs[logical_id], theirs) == _compared(ours[logical_id], ours), logical_id


def _ids(theirs: dict[str, Any], ours: dict[str, Any]) -> dict[str, str]:
    """The logical ids of one template by those of the other: by type, and by order of name within a type."""
    ids: dict[str, str] = {}
    for kind in {resource["Type"] for resource in theirs.values()}:
        of_type = [sorted(id for id in each if each[id]["Type"] == kind) for each in (theirs, ours)]
        assert len(of_type[0]) == len(of_type[1]), kind
        ids.update(zip(*of_type, strict=True))
    return ids


def _renamed(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {ids.get(key, key): _renamed(inner, ids) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(item, ids) for item in value]
    return ids.get(value, value) if isinstance(value, str) else value


def _compared(resource: dict[str, Any], template: dict[str, Any]) -> dict[str, Any]:
    """What of a resource must be the same in both templates."""
    left_out = _NAMES | _TAGS | ({"Name"} if resource["Type"] in _NAMED_BY_NAME else set())
    properties = {
        name: _without_names(value, template)
        for name, value in resource.get("Properties", {}).items()
        if name not in left_out
    }
    rest = {key: value for key, value in resource.items() if key not in ("Properties", "Metadata")}
    if "DependsOn" in rest:
        rest["DependsOn"] = sorted(rest["DependsOn"])
    return {**rest, "Properties": properties}


def _without_names(value: Any, template: dict[str, Any]) -> Any:
    """A value with `NAME` in the place of each physical name, whether it is written or read from a resource."""
    if isinstance(value, str):
        for resource in template.values():
            name = resource.get("Properties", {}).get("JobDefinitionName")
            value = value.replace(name, "NAME") if name else value
        return re.sub(r"my-consumer-batch-job-[a-z-]+?-\{\}", "NAME-{}", value)
    if isinstance(value, list):
        return [_without_names(item, template) for item in value]
    if not isinstance(value, dict):
        return value
    if "Fn::Select" in value and "JobDefinition" in str(value):
        return "NAME"
    if "Fn::Join" in value:
        separator, pieces = value["Fn::Join"]
        return {"Fn::Join": [separator, _joined(_without_names(pieces, template))]}
    plain = {key: _without_names(inner, template) for key, inner in value.items() if key not in _TAGS}
    if isinstance(plain.get("Resource"), list):
        # Sorted by the CDK, names included.
        plain["Resource"] = sorted(plain["Resource"], key=json.dumps)
    return plain


def _joined(pieces: list[Any]) -> list[Any]:
    """Pieces of a text, where no two texts follow each other."""
    joined: list[Any] = []
    for piece in pieces:
        if joined and isinstance(piece, str) and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def test_the_app_in_python_has_the_feature_flags_that_the_templates_are_tested_with() -> None:
    flags = [json.loads((folder / "cdk.json").read_text())["context"] for folder in (EXAMPLES / "cdk-app", REPOSITORY)]

    assert flags[0] == flags[1]
