"""A whole config as a stack, with placeholder code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import assertions
from constructs import Construct

from stacktape_constructs import BatchJob, EventBus, Function, HttpApi, StacktapeStack
from stacktape_constructs.config.facts import WIDER_FOLDER
from stacktape_constructs.errors import ConfigError, InvalidArgumentError
from stacktape_constructs.reading import ConfigFile
from tests.configured import ConfiguredStack, build, configured, problems_of, references_in
from tests.support import new_app, template_of

RESOURCES = {
    "bus": """
  bus:
    type: event-bus
    properties: {archivation: {enabled: true}}
    overrides: {BusArchive: {RetentionDays: 5}}
""",
    "api": """
  api: {type: http-api-gateway}
""",
    "ping": """
  ping:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/ping.py}}
      connectTo: [pong, ping, bus, job, 'aws:ses']
      environment:
        - {name: REGION, value: $Region()}
        - {name: ACCOUNT, value: $AwsAccountId()}
        - {name: STAGE, value: $Stage()}
        - {name: PROFILE, value: $Profile()}
        - {name: OPTION, value: "$CliArgs('colour', 'red')"}
        - {name: COMMIT, value: "$GitInfo('commit')"}
        - {name: PASSWORD, value: "$Secret('db.password')"}
        - {name: PARAMETER, value: "$SsmParam('/shop/key')"}
        - {name: IMPORTED, value: "$CfStackOutput('net-dev', 'vpcId')"}
        - {name: FORMATTED, value: "$CfFormat('{}/{}', $ResourceParam('api', 'url'), 'ping')"}
      events:
        - {type: http-api-gateway, properties: {httpApiGatewayName: api, method: GET, path: /ping}}
        - {type: event-bus, properties: {eventBusName: bus, eventPattern: {source: [pong]}}}
""",
    "pong": """
  pong:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/pong.py}}
      connectTo: [ping]
      environment: [{name: PING, value: "$ResourceParam('ping', 'arn')"}]
""",
    "job": """
  job:
    type: batch-job
    properties:
      container: {packaging: {type: prebuilt-image, properties: {image: busybox}}}
      resources: {cpu: 1, memory: 200}
      connectTo: [job, ping, bus]
      events:
        - {type: schedule, properties: {scheduleRate: rate(1 day)}}
        - {type: http-api-gateway, properties: {httpApiGatewayName: api, method: POST, path: /jobs}}
""",
}
REST = """
cloudformationResources:
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: "$ResourceParam('bus', 'arn')"}}
stackConfig:
  tags: [{name: team, value: shop}]
  outputs: [{name: url, value: "$ResourceParam('api', 'url')", export: true}]
deploymentConfig: {terminationProtection: true}
"""
ENVIRONMENT = cdk.Environment(account="123456789012", region="eu-west-1")


def _config(order: list[str]) -> str:
    return "resources:\n" + "".join(RESOURCES[name] for name in order) + REST


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shop")


@pytest.fixture(scope="module")
def shop(folder: Path) -> ConfiguredStack:
    """The stack for any account and region; synthesizing it finds every circle of resources."""
    return configured(_config(list(RESOURCES)), folder, profile="me")


@pytest.fixture(scope="module")
def stages(folder: Path) -> dict[str, Any]:
    """The same config as two stacks of one app, and what the app hands to the CDK."""
    app = new_app()
    common = {"app": app, "env": ENVIRONMENT, "profile": "me", "cli_arguments": {"colour": "blue"}}
    for stage in ("dev", "prod"):
        build(_config(list(RESOURCES)), folder, id=f"Shop{stage}", stage=stage, **common)
    assembly = app.synth()
    return {stage: assembly.get_stack_by_name(f"demo-{stage}") for stage in ("dev", "prod")}


class TestStack:
    def test_it_is_named_after_project_and_stage(self, stages: dict[str, Any]) -> None:
        assert [stages[stage].stack_name for stage in stages] == ["demo-dev", "demo-prod"]
        assert [stages[stage].id for stage in stages] == ["Shopdev", "Shopprod"]

    def test_its_tags_are_stacktapes_and_the_configs(self, stages: dict[str, Any]) -> None:
        assert stages["prod"].tags == {
            "stp:project-name": "demo",
            "stp:stage": "prod",
            "stp:stack-name": "demo-prod",
            "team": "shop",
        }

    def test_tags_of_the_stack_are_repeated_on_no_resource(self, shop: ConfiguredStack) -> None:
        assert "stp:stage" not in str(shop.template)

    def test_it_can_be_protected(self, stages: dict[str, Any], shop: ConfiguredStack) -> None:
        assert stages["dev"].termination_protection is True

    def test_two_stages_differ_in_their_names_only(self, stages: dict[str, Any]) -> None:
        dev, prod = (stages[stage].template for stage in ("dev", "prod"))

        assert list(dev["Resources"]) == list(prod["Resources"])
        assert dev["Resources"]["BusEventBus"]["Properties"]["Name"] == "demo-dev-bus"
        assert prod["Resources"]["BusEventBus"]["Properties"]["Name"] == "demo-prod-bus"
        assert prod["Outputs"]["url"]["Export"] == {"Name": "DemoProdUrl"}

    def test_its_description_is_the_apps(self, tmp_path: Path) -> None:
        stack = build("resources: {bus: {type: event-bus}}", tmp_path, description="of the shop")

        assert stack.template_options.description == "of the shop"


class TestOrder:
    def test_the_order_of_the_resources_changes_nothing(self, folder: Path, shop: ConfiguredStack) -> None:
        reversed_stack = configured(_config(list(RESOURCES)[::-1]), folder, profile="me")

        assert list(reversed_stack.stack.resources) == list(RESOURCES)[::-1]
        assert reversed_stack.template == shop.template


class TestConnections:
    def test_functions_may_reach_each_other_and_themselves(self, shop: ConfiguredStack) -> None:
        ping, pong = shop.environment("PingFunction"), shop.environment("PongFunction")

        for environment, name in ((ping, "PONG"), (pong, "PING"), (ping, "PING")):
            arn = environment[f"STP_{name}_ARN"]
            assert not references_in(arn) & set(shop.resources)
            assert arn["Fn::Join"][1][-1] == f":function:demo-dev-{name.lower()}"
        assert pong["PING"] == pong["STP_PING_ARN"]

    def test_a_job_may_reach_itself(self, shop: ConfiguredStack) -> None:
        environment = shop.environment("JobJobDefinition")

        assert {"STP_JOB_JOB_DEFINITION_ARN", "STP_JOB_STATE_MACHINE_ARN", "STP_JOB_LOG_GROUP_ARN"} < set(environment)
        assert "job-definition/demo-dev-job-job-definition" in str(environment["STP_JOB_JOB_DEFINITION_ARN"])

    def test_everything_that_is_connected_to_is_told(self, shop: ConfiguredStack) -> None:
        told = {name for name in shop.environment("PingFunction") if name.startswith("STP_")}

        assert told == {
            "STP_PONG_ARN",
            "STP_PONG_LOG_GROUP_ARN",
            "STP_PING_ARN",
            "STP_PING_LOG_GROUP_ARN",
            "STP_BUS_ARN",
            "STP_BUS_ARCHIVE_ARN",
            "STP_JOB_JOB_DEFINITION_ARN",
            "STP_JOB_STATE_MACHINE_ARN",
            "STP_JOB_LOG_GROUP_ARN",
        }


class TestDirectives:
    def test_in_a_stack_for_anywhere_some_are_only_known_at_deploy(self, shop: ConfiguredStack) -> None:
        environment = shop.environment("PingFunction")

        assert environment["REGION"] == {"Ref": "AWS::Region"}
        assert environment["ACCOUNT"] == {"Ref": "AWS::AccountId"}

    def test_in_a_stack_for_one_place_they_are_known(self, stages: dict[str, Any]) -> None:
        function = stages["prod"].template["Resources"]["PingFunction"]
        environment = function["Properties"]["Environment"]["Variables"]

        assert environment["REGION"] == "eu-west-1"
        assert environment["ACCOUNT"] == "123456789012"
        assert environment["STAGE"] == "prod"
        assert environment["OPTION"] == "blue"
        assert environment["STP_PONG_ARN"] == "arn:aws:lambda:eu-west-1:123456789012:function:demo-prod-pong"

    def test_the_others_are_what_cloudformation_reads(self, shop: ConfiguredStack) -> None:
        environment = shop.environment("PingFunction")

        assert environment["PASSWORD"] == "{{resolve:secretsmanager:db:SecretString:password}}"
        assert environment["PARAMETER"] == "{{resolve:ssm:/shop/key}}"
        assert environment["IMPORTED"] == {"Fn::ImportValue": "NetDevVpcId"}
        assert environment["FORMATTED"]["Fn::Join"][1][-1].endswith("/ping")
        assert environment["OPTION"] == "red"
        assert environment["PROFILE"] == "me"

    def test_a_placeholder_template_has_nothing_of_the_moment_in_it(self, shop: ConfiguredStack) -> None:
        assert shop.environment("PingFunction")["COMMIT"] == "git-commit"


class TestConstructs:
    def test_the_resources_are_typed_and_can_be_gone_on_with(self, folder: Path) -> None:
        stack = build(_config(list(RESOURCES)), folder, profile="me")
        bus = stack.resource("bus", EventBus)
        job = stack.resource("job", BatchJob)
        api = stack.resource("api", HttpApi)

        bus.add_rule("Later", target=job, pattern={"source": ["later"]})
        api.add_route(method="GET", path="/later", target=stack.resource("ping", Function))
        job.grant_start_execution(stack.resource("pong", Function))
        template = template_of(stack)

        (rule,) = [
            resource["Properties"]
            for resource in template["Resources"].values()
            if resource.get("Properties", {}).get("EventPattern") == {"source": ["later"]}
        ]
        assert rule["EventBusName"] == {"Ref": "BusEventBus"}
        assert rule["Targets"][0]["Arn"] == {"Ref": "JobJobExecutionStateMachine"}

    @pytest.mark.parametrize(
        ("name", "kind", "problem"),
        [
            ("buss", EventBus, "name must be that of a resource of the config, got 'buss'; did you mean 'bus'?"),
            ("bus", Function, "kind must be EventBus, which 'bus' is, got Function"),
        ],
    )
    def test_what_is_not_there_or_of_another_kind_is_refused(
        self, name: str, kind: type[Construct], problem: str, shop: ConfiguredStack
    ) -> None:
        with pytest.raises(InvalidArgumentError) as caught:
            shop.stack.resource(name, kind)

        assert str(caught.value) == f"Stack: {problem}"


class TestProjectName:
    @pytest.mark.parametrize(
        ("head", "arguments", "name"),
        [
            ("serviceName: web-shop\n", {"project_name": "mine"}, "mine-dev"),
            ("serviceName: web-shop\n", {}, "web-shop-dev"),
            ("stackName: old-shop\n", {"stage": "prod"}, "old-shop-prod"),
            ("", {}, "my-shop-dev"),
            ("serviceName: $Stage()\n", {}, "my-shop-dev"),
        ],
    )
    def test_it_is_the_callers_or_the_configs_or_the_folders(
        self, head: str, arguments: dict[str, str], name: str, tmp_path: Path
    ) -> None:
        folder = tmp_path / "My shop"
        folder.mkdir()
        (folder / "stacktape.yml").write_text(f"{head}resources: {{}}\n")

        assert ConfigFile.open(folder / "stacktape.yml", **{"stage": "dev", **arguments}).names.stack == name

    def test_a_stack_has_the_names_that_it_would_have(self, tmp_path: Path) -> None:
        stack = build("serviceName: web-shop\nresources: {bus: {type: event-bus}}\n", tmp_path, project_name=None)

        file = ConfigFile.open(tmp_path / "stacktape.yml", stage="dev")

        assert stack.stack_name == file.names.stack == "web-shop-dev"

    @pytest.mark.parametrize(
        ("project", "stage"), [("web_shop", "dev"), ("1shop", "dev"), ("shop", "de v"), ("s" * 125, "dev")]
    )
    def test_what_cloudformation_would_not_take_is_a_problem(self, project: str, stage: str, tmp_path: Path) -> None:
        (problem,) = problems_of("resources: {bus: {type: event-bus}}\n", tmp_path, project_name=project, stage=stage)

        assert problem.startswith(f"stack name '{project}-{stage}' (project name and stage) must start with")


class TestProjectFolder:
    CONFIG = """
        resources:
          f:
            type: function
            properties:
              packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: ../shared/f.py}}
              environment: [{name: NAME, value: "$File('../shared/names.yml').name"}]
        """

    @pytest.fixture
    def web(self, tmp_path: Path) -> Path:
        """The folder of an app that shares code with others."""
        for name, text in {
            "shared/f.py": "def handler(event, context): ...\n",
            "shared/names.yml": "name: x\n",
        }.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text)
        (tmp_path / "web").mkdir()
        return tmp_path / "web"

    def test_paths_may_not_lead_out_of_the_folder_of_the_config(self, web: Path) -> None:
        advice = f"move it into that folder, {WIDER_FOLDER}"

        assert problems_of(self.CONFIG, web, code="project") == [
            f"7:41: file '../shared/names.yml' is outside the project's folder {web}; {advice}"
        ]
        without = self.CONFIG.replace("environment", "tags").replace("$File('../shared/names.yml').name", "x")
        assert problems_of(without, web, code="project") == [
            f"6:81: function 'f': ../shared/f.py: leads out of the project folder {web}; {advice}"
        ]

    def test_they_may_in_a_project_folder_that_is_wider(self, web: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(web)

        stack = configured(self.CONFIG, web, code="project", project_folder="..")

        assert stack.environment("FFunction") == {"NAME": "x"}

    def test_a_project_folder_that_does_not_hold_the_config_is_refused(self, web: Path) -> None:
        shared = web.parent / "shared"

        assert problems_of(self.CONFIG, web, project_folder=shared) == [
            f"project folder '{shared}' must be the folder of the config '{web / 'stacktape.yml'}' or one above it"
        ]


class TestProblems:
    def test_a_missing_file_is_one(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError) as caught:
            StacktapeStack(new_app(), "Stack", config=tmp_path / "nowhere.yml", stage="dev")

        (problem,) = caught.value.problems
        assert "nowhere.yml" in problem.message

    def test_all_that_is_wrong_with_the_references_is_said_together(self, tmp_path: Path) -> None:
        text = _config(["bus", "ping"])

        problems = problems_of(text, tmp_path, profile="me")

        assert [problem.partition(": ")[2][:46] for problem in problems] == [
            "'connectTo' of function 'ping' names 'pong', w",
            "'connectTo' of function 'ping' names 'job', wh",
            "$ResourceParam('api', 'url') in function 'ping",
            "'httpApiGatewayName' of function 'ping' names ",
            "$ResourceParam('api', 'url') in the config: th",
        ]


def test_a_directive_inside_of_a_text_is_a_warning_of_the_stack(tmp_path: Path) -> None:
    config = tmp_path / "stacktape.yml"
    config.write_text(
        "resources: {bus: {type: event-bus}}\nstackConfig:\n  tags: [{name: owner, value: of-$Stage()}]\n"
    )
    stack = StacktapeStack(new_app(), "Demo", config=config, stage="dev")

    (warning,) = assertions.Annotations.from_stack(stack).find_warning("/Demo", assertions.Match.any_value())

    assert f"{config}:3:31: $Stage() in the text 'of-$Stage()' is not evaluated" in str(warning.entry.data)
    assert "[ack: stacktape-constructs:directiveInText]" in str(warning.entry.data)
