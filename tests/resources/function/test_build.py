from __future__ import annotations

import pytest

from tests.configured import ConfiguredStack, configured

LAYERS = [f"arn:aws:lambda:eu-west-1:123456789012:layer:tools{index}:{index}" for index in range(1, 6)]

CONFIG = f"""
resources:
  plain:
    type: function
    properties:
      packaging: &code {{type: stacktape-lambda-buildpack, properties: {{entryfilePath: src/f.py}}}}
  full:
    type: function
    properties:
      packaging: {{type: stacktape-lambda-buildpack, properties: {{entryfilePath: src/f.ts}}}}
      runtime: nodejs22.x
      architecture: arm64
      memory: 512
      timeout: 900
      storage: 2048
      reservedConcurrency: 5
      layers: [{", ".join(LAYERS)}]
      tags: [{{name: team, value: shop}}]
      logging: {{retentionDays: 7}}
      destinations:
        onSuccess: arn:aws:sqs:eu-west-1:123456789012:done
        onFailure: $ResourceParam('bus', 'arn')
      disabledGlobalAlarms: [errors]
  live:
    type: function
    properties:
      packaging: *code
      provisionedConcurrency: 2
      reservedConcurrency: 2
      url: {{enabled: true}}
      destinations: {{onSuccess: "$ResourceParam('bus', 'arn')"}}
  stopped:
    type: function
    properties: {{packaging: *code, reservedConcurrency: 0, logging: {{disabled: true}}}}
  inside:
    type: function
    properties: {{packaging: *code, joinDefaultVpc: true}}
  ready:
    type: function
    properties:
      packaging: {{type: custom-artifact, properties: {{packagePath: build/main.zip, handler: 'main.py:run'}}}}
      runtime: python3.12
      layers:
        - $CfResourceParam('Tools', 'Ref')
        - $Format('arn:aws:lambda:{{}}:{{}}:layer:ours:1', $Region(), $AwsAccountId())
  aNameThatIsMuchTooLongForAFunctionSoThatItHasToBeCutSomewhere:
    type: function
    properties: {{packaging: *code}}
  bus: {{type: event-bus}}
cloudformationResources:
  Tools: {{Type: AWS::Lambda::LayerVersion, Properties: {{Content: {{S3Bucket: b, S3Key: k}}}}}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    return configured(CONFIG, tmp_path_factory.mktemp("shop"))


class TestDefaults:
    def test_they_are_stacktapes(self, shop: ConfiguredStack) -> None:
        properties = shop.properties("PlainFunction")
        del properties["Code"]

        assert properties == {
            "FunctionName": "demo-dev-plain",
            "Architectures": ["x86_64"],
            "Handler": properties["Handler"],
            "LoggingConfig": {"LogGroup": {"Ref": "PlainLogGroup"}},
            "MemorySize": 1024,
            "Role": {"Fn::GetAtt": ["PlainRole", "Arn"]},
            "Runtime": "python3.13",
            "Timeout": 20,
        }

    def test_logs_are_kept_for_ninety_days(self, shop: ConfiguredStack) -> None:
        assert shop.properties("PlainLogGroup") == {
            "LogGroupName": "/aws/lambda/demo-dev-plain",
            "RetentionInDays": 90,
        }

    def test_a_name_that_is_too_long_is_cut(self, shop: ConfiguredStack) -> None:
        names = [properties["FunctionName"] for properties in shop.of_type("AWS::Lambda::Function").values()]

        assert max(len(name) for name in names) == 64
        assert len(set(names)) == len(names)


class TestProperties:
    def test_each_one_reaches_the_function(self, shop: ConfiguredStack) -> None:
        expected = {
            "Architectures": ["arm64"],
            "EphemeralStorage": {"Size": 2048},
            "Layers": LAYERS,
            "MemorySize": 512,
            "ReservedConcurrentExecutions": 5,
            "Runtime": "nodejs22.x",
            "Tags": [{"Key": "team", "Value": "shop"}],
            "Timeout": 900,
        }

        assert expected.items() <= shop.properties("FullFunction").items()
        assert shop.properties("FullLogGroup")["RetentionInDays"] == 7

    def test_nothing_reserved_stops_it(self, shop: ConfiguredStack) -> None:
        assert shop.properties("StoppedFunction")["ReservedConcurrentExecutions"] == 0

    def test_without_logs_there_is_no_log_group(self, shop: ConfiguredStack) -> None:
        assert "StoppedLogGroup" not in shop.resources
        assert "LoggingConfig" not in shop.properties("StoppedFunction")

    def test_a_ready_package_has_its_runtime_from_the_config(self, shop: ConfiguredStack) -> None:
        assert shop.properties("ReadyFunction")["Handler"] == "main.run"
        assert shop.properties("ReadyFunction")["Runtime"] == "python3.12"

    def test_a_layer_may_be_one_of_the_config_or_of_the_account(self, shop: ConfiguredStack) -> None:
        assert shop.properties("ReadyFunction")["Layers"] == [
            {"Ref": "Tools"},
            {
                "Fn::Join": [
                    "",
                    ["arn:aws:lambda:", {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, ":layer:ours:1"],
                ]
            },
        ]

    def test_in_the_default_vpc_it_has_a_security_group_in_the_public_subnets(self, shop: ConfiguredStack) -> None:
        assert shop.properties("InsideFunction")["VpcConfig"] == {
            "SecurityGroupIds": [{"Fn::GetAtt": ["InsideSecurityGroup", "GroupId"]}],
            "SubnetIds": [{"Ref": f"StpPublicSubnet{index}"} for index in range(3)],
        }

    def test_its_security_group_is_stacktapes_for_another_one_would_replace_it(self, shop: ConfiguredStack) -> None:
        group = shop.properties("InsideSecurityGroup")

        assert group["GroupName"] == "demo-dev-inside-sg"
        assert group["GroupDescription"] == "Security group associated with inside in stack demo-dev"


class TestDestinations:
    def test_results_go_where_the_config_says(self, shop: ConfiguredStack) -> None:
        assert shop.properties("FullEventInvokeConfig") == {
            "FunctionName": {"Ref": "FullFunction"},
            "Qualifier": "$LATEST",
            "DestinationConfig": {
                "OnSuccess": {"Destination": "arn:aws:sqs:eu-west-1:123456789012:done"},
                "OnFailure": {"Destination": {"Fn::GetAtt": ["BusEventBus", "Arn"]}},
            },
        }

    def test_the_function_may_send_there(self, shop: ConfiguredStack) -> None:
        any_of_them = ["events:PutEvents", "lambda:InvokeFunction", "sns:Publish", "sqs:SendMessage"]
        statements = shop.statements_of("FullRole")

        for action, resource in (
            ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:done"),
            # Of what it is a name will only be known at deploy.
            (any_of_them, {"Fn::GetAtt": ["BusEventBus", "Arn"]}),
        ):
            assert {"Effect": "Allow", "Action": action, "Resource": resource} in statements

    def test_calls_of_the_alias_have_them_too(self, shop: ConfiguredStack) -> None:
        qualifiers = [
            str(properties["Qualifier"])
            for properties in shop.of_type("AWS::Lambda::EventInvokeConfig").values()
            if properties["FunctionName"] == {"Ref": "LiveFunction"}
        ]

        assert qualifiers[0] == "$LATEST"
        assert "LiveStpAlias" in qualifiers[1]


class TestProvisionedConcurrency:
    def test_an_alias_keeps_instances_ready(self, shop: ConfiguredStack) -> None:
        alias = shop.properties("LiveStpAlias")

        assert alias["Name"] == "stp-live"
        assert alias["FunctionName"] == {"Ref": "LiveFunction"}
        assert alias["ProvisionedConcurrencyConfig"] == {"ProvisionedConcurrentExecutions": 2}

    def test_the_url_leads_to_the_alias(self, shop: ConfiguredStack) -> None:
        assert shop.properties("LiveUrl")["Qualifier"] == "stp-live"
