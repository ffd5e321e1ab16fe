"""The tools are at work: each finds what it is there for."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2

from tests.nag.findings import found_in, synthesized
from tests.support import new_app


@pytest.mark.parametrize("region", [None, "eu-west-1"])
def test_each_tool_finds_what_is_wrong(region: str | None) -> None:
    app = new_app()
    vpc = ec2.CfnVPC(cdk.Stack(app, "Demo", env=cdk.Environment(region=region)), "Vpc", cidr_block="10.0.0.0/16")
    vpc.add_property_override("Tags", [{"Key": "a", "Value": "b", "Vaule": "c"}])
    cdk.Annotations.of(vpc).add_warning_v2("demo:warning", "this is not what you want")

    assembly = synthesized(app)
    found = {
        tool: [(finding.rule, finding.place, finding.property) for finding in findings]
        for tool, findings in found_in(assembly).items()
    }

    assert assembly.warnings == ["this is not what you want"]
    assert found == {
        "cdk": [("F3002", "Demo/Vpc", "Tags.0.Vaule")],
        "cdk-nag": [("AwsSolutions-VPC7", "Demo/Vpc", "")],
        "cloudformation-validate": [("F3002", "Vpc", "Tags.0.Vaule")],
        "cfn-lint": [("E3002", "Vpc", "Tags.0.Vaule")],
    }
