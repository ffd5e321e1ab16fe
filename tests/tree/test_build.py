from __future__ import annotations

import pytest

from tests.configured import ConfiguredStack, configured, problems_of

CONFIG = """
variables:
  suffix: $ResourceParam('api', 'domain')
resources:
  # Refers to what stands below it, in each way there is.
  first:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}
      connectTo: [bus]
      environment:
        - {name: SECOND, value: "$ResourceParam('second', 'arn')"}
        - {name: SECOND_LOGS, value: "$ResourceParam('second', 'logGroupArn')"}
        - {name: URL, value: "$ResourceParam('api', 'url')"}
        - {name: DOMAIN, value: $Var().suffix}
        - {name: BUS_NAME, value: "$CfResourceParam('BusEventBus', 'Name')"}
        - {name: OLD_NAME, value: "$GetParam('bus', 'EventBus::Name')"}
        - {name: OLD_ARN, value: "$Param('bus', 'eventbus::Arn')"}
        - {name: ARCHIVE, value: "$Param('bus', 'Archive::Name')"}
      events:
        - type: http-api-gateway
          properties: {httpApiGatewayName: api, method: GET, path: /first}
        - type: event-bus
          properties: {eventBusName: bus, eventPattern: {source: [shop]}}
  # Refers back: neither can be built after the other.
  second:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}
      environment:
        - {name: FIRST, value: "$ResourceParam('first', 'arn')"}
  api: {type: http-api-gateway}
  bus:
    type: event-bus
    properties: {archivation: {enabled: true}}
stackConfig:
  outputs:
    - {name: busArn, value: "$ResourceParam('bus', 'arn')", description: ARN of the bus, export: true}
    - {name: plain, value: text}
    - {name: archive, value: "$CfResourceParam('BusArchive', 'Arn')"}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    return configured(CONFIG, tmp_path_factory.mktemp("shop"))


class TestReferences:
    def test_a_circle_of_parameters_is_resolved_when_the_template_is_written(self, shop) -> None:
        first, second = shop.environment("FirstFunction"), shop.environment("SecondFunction")

        assert first["SECOND_LOGS"] == {"Fn::GetAtt": ["SecondLogGroup", "Arn"]}
        assert first["SECOND"]["Fn::Join"][1][-1] == ":function:demo-dev-second"
        assert second["FIRST"]["Fn::Join"][1][-1] == ":function:demo-dev-first"

    def test_a_parameter_of_what_stands_below_is_known(self, shop) -> None:
        domain = shop.environment("FirstFunction")["DOMAIN"]["Fn::Join"][1]
        url = shop.environment("FirstFunction")["URL"]["Fn::Join"][1]

        assert domain[0] == {"Ref": "ApiApi"}
        assert url[:2] == ["https://", {"Ref": "ApiApi"}]

    def test_a_logical_id_gives_a_ref_or_a_getatt(self, shop) -> None:
        assert shop.environment("FirstFunction")["BUS_NAME"] == {"Ref": "BusEventBus"}
        assert shop.template["Outputs"]["archive"]["Value"] == {"Fn::GetAtt": ["BusArchive", "Arn"]}

    def test_the_labels_of_2021_lead_to_logical_ids(self, shop) -> None:
        environment = shop.environment("FirstFunction")

        assert environment["OLD_NAME"] == {"Ref": "BusEventBus"}
        assert environment["OLD_ARN"] == {"Fn::GetAtt": ["BusEventBus", "Arn"]}
        assert environment["ARCHIVE"] == {"Ref": "BusArchive"}


class TestOutputs:
    def test_an_output_has_the_name_it_was_given(self, shop) -> None:
        assert shop.template["Outputs"]["plain"] == {"Value": "text"}

    def test_an_output_may_be_exported_under_stacktapes_name(self, shop) -> None:
        assert shop.template["Outputs"]["busArn"] == {
            "Value": {"Fn::GetAtt": ["BusEventBus", "Arn"]},
            "Description": "ARN of the bus",
            "Export": {"Name": "DemoDevBusArn"},
        }


def test_what_was_built_is_given_back_by_the_names_in_the_file(shop) -> None:
    assert list(shop.stack.resources) == ["first", "second", "api", "bus"]
    assert [construct.node.id for construct in shop.stack.resources.values()] == list(shop.stack.resources)


class TestProblems:
    def test_what_cannot_be_built_is_said_at_once_for_all_resources(self, tmp_path) -> None:
        problems = problems_of(
            """\
            resources:
              first:
                type: batch-job
                properties:
                  container: {packaging: {type: prebuilt-image, properties: {image: ''}}}
                  resources: {cpu: 1, memory: 200}
              second:
                type: batch-job
                properties:
                  container: {packaging: {type: prebuilt-image, properties: {image: busybox}}}
                  resources: {cpu: 1, memory: 200}
                  timeout: 30
            """,
            tmp_path,
        )

        assert problems == [
            "5:73: batch-job 'first': image: must have a name such as 'public.ecr.aws/nginx/nginx:stable'",
            "12:16: batch-job 'second': timeout must be whole seconds, at least 60, got 30 s",
        ]

    def test_what_cannot_be_connected_and_what_cannot_be_triggered_is_said_together(self, tmp_path) -> None:
        problems = problems_of(
            """\
            resources:
              api: {type: http-api-gateway}
              f:
                type: function
                properties:
                  packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}
                  url: {enabled: true}
                  connectTo: [f]
                  events:
                    - {type: http-api-gateway, properties: &route {httpApiGatewayName: api, method: GET, path: /}}
                    - {type: http-api-gateway, properties: *route}
            """,
            tmp_path,
        )

        assert [problem.partition(": ")[2][:60] for problem in problems] == [
            "function 'f': 'connectTo' must not name the function itself,",
            "events[1] of 'f': path gives the route 'GET /', which this A",
        ]

    def test_a_secret_is_no_output(self, tmp_path) -> None:
        problems = problems_of(
            """\
            resources:
              bus: {type: event-bus}
            stackConfig:
              outputs:
                - {name: a, value: "$Secret('db.password')"}
                - {name: b, value: "$CfFormat('{}:{}', $ResourceParam('bus', 'arn'), $GetSecret('db'))"}
                - {name: c, value: "$SsmParam('/db/name')"}
            """,
            tmp_path,
        )

        assert problems == [
            f"{line}:24: output '{name}' must not be a secret, for whoever may see the stack sees its outputs; give "
            "the name of the secret instead"
            for line, name in ((5, "a"), (6, "b"))
        ]

    def test_a_logical_id_that_is_not_there_is_a_problem(self, tmp_path) -> None:
        problems = problems_of(
            """\
            resources:
              bus: {type: event-bus}
            stackConfig:
              outputs:
                - {name: a, value: "$CfResourceParam('BusArchive', 'Arn')"}
                - {name: b, value: "$Param('bus', 'Archive::Arn')"}
                - {name: c, value: "$CfResourceParam('BusEventBus', 'arn')"}
            """,
            tmp_path,
        )

        assert problems == [
            "5:24: there is no CloudFormation resource 'BusArchive'",
            "6:24: there is no CloudFormation resource 'BusArchive'",
            "7:24: 'BusEventBus' is of type AWS::Events::EventBus and has no attribute 'arn'; it has: Arn, "
            "Name, Policy",
        ]

    def test_names_that_differ_in_the_case_of_a_word_only_are_a_problem(self, tmp_path) -> None:
        problems = problems_of(
            "resources:\n  my: {type: event-bus}\n  My: {type: event-bus}\n  STP: {type: event-bus}\n", tmp_path
        )

        assert problems == [
            "3:3: resource name 'My' and 'my' are one name in CloudFormation; choose another",
            "4:3: resource name 'STP' is the prefix of shared resources; choose another",
        ]
