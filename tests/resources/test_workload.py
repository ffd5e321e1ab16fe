from __future__ import annotations

from typing import Any

import pytest

from tests.configured import ConfiguredStack, blocks_of, configured, problems_of

CONFIG = """
resources:
  bus: {type: event-bus}
  target:
    type: function
    properties:
      packaging: &code {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}
  f:
    type: function
    properties:
      packaging: *code
      connectTo: [bus, target, target, 'aws:ses']
      environment:
        - {name: TWICE, value: first}
        - {name: TWICE, value: last}
        - {name: NUMBER, value: 5}
        - {name: TRUTH, value: true}
        - {name: STP_BUS_ARN, value: mine}
        - {name: SECRET, value: "$Secret('db.password')"}
      iamRoleStatements:
        - Resource: ['arn:aws:s3:::shop/*', "$ResourceParam('bus', 'arn')"]
          Action: ['s3:GetObject']
          Sid: Read
          Condition: {StringEquals: {'aws:ResourceAccount': $AwsAccountId()}}
        - {Resource: ['*'], Action: ['s3:DeleteObject'], Effect: Deny}
  old:
    type: function
    properties:
      packaging: *code
      accessControl: {allowAccessTo: [bus, 'aws:ses']}
  both:
    type: function
    properties:
      packaging: *code
      allowAccessTo: [target]
      connectTo: [bus]
  job:
    type: batch-job
    properties:
      container:
        packaging: {type: prebuilt-image, properties: {image: busybox}}
        environment: [{name: OWN, value: mine}, {name: STP_BUS_ARN, value: mine}]
      resources: {cpu: 1, memory: 200}
      connectTo: [bus, target, 'aws:ses']
      iamRoleStatements: [{Resource: ['arn:aws:s3:::shop'], Action: ['s3:ListBucket']}]
"""
PUT_EVENTS = {
    "Effect": "Allow",
    "Action": "events:PutEvents",
    "Resource": {"Fn::GetAtt": ["BusEventBus", "Arn"]},
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    return configured(CONFIG, tmp_path_factory.mktemp("shop"))


def _of_action(shop: ConfiguredStack, role: str, action: str) -> list[dict[str, Any]]:
    """The statements of a role that are about an action."""
    return [
        statement
        for statement in shop.statements_of(role)
        if action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    ]


class TestEnvironment:
    def test_values_are_texts_and_of_two_with_one_name_the_last_counts(self, shop: ConfiguredStack) -> None:
        environment = shop.environment("FFunction")

        assert environment["TWICE"] == "last"
        assert environment["NUMBER"] == "5"
        assert environment["TRUTH"] == "true"
        assert environment["SECRET"] == "{{resolve:secretsmanager:db:SecretString:password}}"

    def test_a_job_has_its_own_variables(self, shop: ConfiguredStack) -> None:
        assert shop.environment("JobJobDefinition")["OWN"] == "mine"


@pytest.mark.parametrize(("consumer", "role"), [("FFunction", "FRole"), ("JobJobDefinition", "JobRole")])
class TestConnectTo:
    def test_access_is_to_exactly_what_is_named(self, consumer, role, shop: ConfiguredStack) -> None:
        (invoke,) = _of_action(shop, role, "lambda:InvokeFunction")

        assert PUT_EVENTS in shop.statements_of(role)
        assert "demo-dev-target" in str(invoke["Resource"])
        assert "*" not in str(invoke["Resource"])

    def test_each_parameter_is_a_variable_which_wins_over_the_users(
        self, consumer, role, shop: ConfiguredStack
    ) -> None:
        told = {name for name in shop.environment(consumer) if name.startswith("STP_")}

        assert told == {"STP_BUS_ARN", "STP_TARGET_ARN", "STP_TARGET_LOG_GROUP_ARN"}
        assert shop.environment(consumer)["STP_BUS_ARN"] == {"Fn::GetAtt": ["BusEventBus", "Arn"]}

    def test_mail_can_be_sent_from_what_the_account_has_verified(self, consumer, role, shop: ConfiguredStack) -> None:
        (statement,) = _of_action(shop, role, "ses:SendEmail")

        assert all(action.startswith("ses:Send") for action in statement["Action"])
        assert len(statement["Resource"]) == 3
        assert "*" not in statement["Resource"]
        assert "identity/*" in str(statement["Resource"])


class TestAllowAccessTo:
    def test_it_gives_the_access_and_no_variable(self, shop: ConfiguredStack) -> None:
        assert PUT_EVENTS in shop.statements_of("OldRole")
        assert _of_action(shop, "OldRole", "ses:SendEmail")
        assert "Environment" not in shop.properties("OldFunction")

    def test_beside_connect_to_it_tells_nothing_of_its_own(self, shop: ConfiguredStack) -> None:
        assert PUT_EVENTS in shop.statements_of("BothRole")
        assert _of_action(shop, "BothRole", "lambda:InvokeFunction")
        assert list(shop.environment("BothFunction")) == ["STP_BUS_ARN"]


class TestIamRoleStatements:
    def test_a_statement_is_taken_as_it_is(self, shop: ConfiguredStack) -> None:
        (statement,) = _of_action(shop, "FRole", "s3:GetObject")

        assert statement == {
            "Sid": "Read",
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": ["arn:aws:s3:::shop/*", {"Fn::GetAtt": ["BusEventBus", "Arn"]}],
            "Condition": {"StringEquals": {"aws:ResourceAccount": {"Ref": "AWS::AccountId"}}},
        }

    def test_a_statement_may_deny(self, shop: ConfiguredStack) -> None:
        assert _of_action(shop, "FRole", "s3:DeleteObject") == [
            {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}
        ]

    def test_a_job_has_them_too(self, shop: ConfiguredStack) -> None:
        assert _of_action(shop, "JobRole", "s3:ListBucket") == [
            {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::shop"}
        ]

    @pytest.mark.parametrize(
        ("statement", "problem"),
        [
            ("{Action: ['s3:GetObject']}", "property 'Resource' of 'iamRoleStatements[0]'"),
            ("{Resource: ['*'], Effect: Maybe}", "must be one of 'Allow', 'Deny', got 'Maybe'"),
            ("{Resource: ['*']}", "'Action' must have at least one action"),
            ("{Resource: [], Action: ['s3:GetObject']}", "'Resource' must have at least one ARN"),
            ("{Resource: ['*'], Action: [GetObject]}", "GetObject"),
        ],
    )
    def test_what_iam_would_refuse_is_a_problem(self, statement, problem, tmp_path) -> None:
        text = f"""
            resources:
              f:
                type: function
                properties:
                  packaging: {{type: stacktape-lambda-buildpack, properties: {{entryfilePath: src/f.py}}}}
                  iamRoleStatements: [{statement}]
            """

        (found,) = problems_of(text, tmp_path)

        assert found.startswith("7:")
        assert problem in found


def test_a_workload_without_anything_asks_for_nothing() -> None:
    block: Any = blocks_of(CONFIG)["target"]

    assert (block.connect_to, block.allow_access_to, block.iam_role_statements, block.events) == ((), (), (), ())
