from __future__ import annotations

import pytest

from tests.configured import ConfiguredStack, configured, problems_of

CONFIG = """
variables:
  retention: 7
  policy: RetainExceptOnCreate
resources:
  bus:
    type: event-bus
    overrides:
      BusEventBus:
        Description: of the shop
        Name: null
        Tags: [{Key: stage, Value: $Stage()}]
  f:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}
      environment: [{name: KEPT, value: kept}]
      events:
        - type: event-bus
          properties: {eventBusName: bus, eventPattern: {source: [shop], detail: {a: [1]}}}
    overrides:
      FFunction:
        Environment.Variables.DOTTED: $CfResourceParam('Queue', 'QueueUrl')
        Environment: {Variables: {MERGED: yes}}
        TracingConfig: {Mode: Active}
        MemorySize: 512
        Layers: []
      FRole: {Path: /shop/}
      FLogGroup: {RetentionInDays: $Var().retention, DeletionPolicy: $Var().policy, UpdateReplacePolicy: Retain}
      FEvent0Rule:
        EventPattern: {detail: {a: [1, 2], b.c: [3]}}
        Targets.0.Id: renamed
  old:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}
    overrides:
      LambdaFunction: {MemorySize: 256}
      LambdaRole: {Path: /old/}
cloudformationResources:
  Queue:
    Type: AWS::SQS::Queue
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Condition: InEurope
    DependsOn: [BusEventBus]
    Metadata: {Owner: shop}
    Properties:
      QueueName: $CfFormat('{}-{}', $Stage(), $ResourceParam('bus', 'arn'))
      DelaySeconds: 5
      FifoQueue: false
      Tags:
        - {Key: function, Value: "$ResourceParam('old', 'arn')"}
  Handle:
    Type: AWS::CloudFormation::WaitConditionHandle
  Mine:
    Type: Foo::Bar::Baz
    Properties:
  Reader:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: "$CfResourceParam('Mine', 'Any.Thing')"}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    return configured(CONFIG, tmp_path_factory.mktemp("shop"))


class TestCloudformationResources:
    def test_a_resource_is_copied_with_all_that_it_says(self, shop: ConfiguredStack) -> None:
        queue = dict(shop.resources["Queue"])
        properties = queue.pop("Properties")

        assert queue == {
            "Type": "AWS::SQS::Queue",
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Condition": "InEurope",
            "DependsOn": ["BusEventBus"],
            "Metadata": {"Owner": "shop"},
        }
        assert properties["DelaySeconds"] == 5
        assert properties["FifoQueue"] is False

    def test_directives_in_its_properties_are_resolved(self, shop: ConfiguredStack) -> None:
        properties = shop.properties("Queue")

        assert properties["QueueName"] == {"Fn::Join": ["", ["dev-", {"Fn::GetAtt": ["BusEventBus", "Arn"]}]]}
        assert properties["Tags"] == [{"Key": "function", "Value": {"Fn::GetAtt": ["OldFunction", "Arn"]}}]

    def test_a_resource_may_have_no_properties(self, shop: ConfiguredStack) -> None:
        assert shop.resources["Handle"] == {"Type": "AWS::CloudFormation::WaitConditionHandle"}
        assert shop.resources["Mine"] == {"Type": "Foo::Bar::Baz"}

    def test_one_of_a_type_that_a_user_registered_can_be_read(self, shop: ConfiguredStack) -> None:
        assert shop.properties("Reader")["Value"] == {"Fn::GetAtt": ["Mine", "Any.Thing"]}

    @pytest.mark.parametrize(
        ("definition", "problem"),
        [
            (
                "BusEventBus: {Type: AWS::SNS::Topic}",
                "3:27: logical id 'BusEventBus' belongs to resource 'bus' already; choose another",
            ),
            (
                "T: {Type: }",
                "3:30: CloudFormation resource 'T' must be a mapping with 'Type', such as AWS::SNS::Topic",
            ),
            (
                "T: {Type: AWS::SNS::Topic, Properties: [a]}",
                "3:66: 'Properties' of CloudFormation resource 'T' must be a mapping, got a list",
            ),
            (
                "T: {Type: AWS::SNS::Topic, Properties: text}",
                "3:66: 'Properties' of CloudFormation resource 'T' must be a mapping, got 'text'",
            ),
        ],
    )
    def test_what_cannot_be_copied_is_a_problem(self, definition, problem, tmp_path) -> None:
        text = f"resources:\n  bus: {{type: event-bus}}\ncloudformationResources: {{{definition}}}\n"

        assert problems_of(text, tmp_path) == [problem]

    def test_the_id_of_a_shared_resource_is_taken_too(self, tmp_path) -> None:
        text = """
            resources:
              job:
                type: batch-job
                properties:
                  container: {packaging: {type: prebuilt-image, properties: {image: busybox}}}
                  resources: {cpu: 1, memory: 200}
            cloudformationResources:
              StpVpc: {Type: AWS::EC2::VPC}
            """

        assert problems_of(text, tmp_path) == [
            "9:3: logical id 'StpVpc' belongs to shared resources already; choose another"
        ]


class TestOverrides:
    def test_a_property_is_set(self, shop: ConfiguredStack) -> None:
        assert shop.properties("BusEventBus")["Description"] == "of the shop"
        assert shop.properties("FRole")["Path"] == "/shop/"
        assert shop.properties("FFunction")["MemorySize"] == 512

    def test_a_list_replaces_what_is_there(self, shop: ConfiguredStack) -> None:
        assert shop.properties("BusEventBus")["Tags"] == [{"Key": "stage", "Value": "dev"}]
        assert shop.properties("FEvent0Rule")["EventPattern"] == {
            "source": ["shop"],
            "detail": {"a": [1, 2], "b.c": [3]},
        }

    def test_a_mapping_is_merged_into_what_is_there(self, shop: ConfiguredStack) -> None:
        assert shop.environment("FFunction") == {
            "KEPT": "kept",
            "DOTTED": {"Ref": "Queue"},
            "MERGED": "yes",
        }
        assert shop.properties("FFunction")["TracingConfig"] == {"Mode": "Active"}

    def test_a_dotted_key_leads_into_mappings_and_lists(self, shop: ConfiguredStack) -> None:
        (target,) = shop.properties("FEvent0Rule")["Targets"]

        assert target == {"Arn": {"Fn::GetAtt": ["FFunction", "Arn"]}, "Id": "renamed"}

    def test_null_takes_a_property_away(self, shop: ConfiguredStack) -> None:
        assert "Name" not in shop.properties("BusEventBus")

    def test_what_a_directive_gives_is_set_as_what_it_is(self, shop: ConfiguredStack) -> None:
        assert shop.properties("FLogGroup")["RetentionInDays"] == 7

    def test_what_becomes_of_a_removed_resource_is_no_property_of_it(self, shop: ConfiguredStack) -> None:
        group = shop.resources["FLogGroup"]

        assert (group["DeletionPolicy"], group["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")
        assert group["Properties"].keys() == {"LogGroupName", "RetentionInDays"}

    def test_the_names_of_2021_work_too(self, shop: ConfiguredStack) -> None:
        assert shop.properties("OldFunction")["MemorySize"] == 256
        assert shop.properties("OldRole")["Path"] == "/old/"

    @pytest.mark.parametrize(
        ("overrides", "problem"),
        [
            (
                "BusEvntBus: {Name: x}",
                "4:17: overrides of event-bus 'bus': 'BusEvntBus' is no CloudFormation resource of it; "
                "did you mean 'BusEventBus'?",
            ),
            (
                "LambdaFunction: {Name: x}",
                "4:17: overrides of event-bus 'bus': 'LambdaFunction' is no CloudFormation resource of it; "
                "it has: BusEventBus, EventBus",
            ),
            (
                "Archive: {RetentionDays: 5}",
                "4:17: overrides of event-bus 'bus': 'Archive' is no CloudFormation resource of it; "
                "it has: BusEventBus, EventBus",
            ),
            (
                "BusEventBus: [Name]",
                "4:30: overrides of event-bus 'bus': 'BusEventBus' must be a mapping of CloudFormation properties",
            ),
            (
                "BusEventBus: {DeletionPolicy: Keep}",
                "4:47: overrides of event-bus 'bus': 'DeletionPolicy' must be one of 'Delete', 'Retain', "
                "'RetainExceptOnCreate', got 'Keep'",
            ),
            (
                "BusEventBus: {UpdateReplacePolicy: Snapshot}",
                "4:52: overrides of event-bus 'bus': 'UpdateReplacePolicy' must be one of 'Delete', 'Retain', "
                "got 'Snapshot'",
            ),
        ],
    )
    def test_what_cannot_be_overridden_is_a_problem(self, overrides, problem, tmp_path) -> None:
        text = f"resources:\n  bus:\n    type: event-bus\n    overrides: {{{overrides}}}\n"

        assert problems_of(text, tmp_path) == [problem]
