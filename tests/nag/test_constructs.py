"""What somebody finds who uses the constructs without a config: nothing but what was their own choice."""

from __future__ import annotations

import json
import runpy

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from stacktape_constructs import BatchJob, ContainerPackage, EventBus, Function, HttpApi, LambdaPackage
from stacktape_constructs.resources.default_vpc import default_vpc
from tests.nag.findings import found_in, synthesized
from tests.support import REPOSITORY, new_app

EXAMPLE = REPOSITORY / "examples" / "cdk-app"


class Receipts(Construct):
    """A bucket that gives access to all that is in it."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self.bucket = s3.Bucket(self, "Default", enforce_ssl=True, server_access_logs_prefix="access/")

    @property
    def connect_variables(self) -> dict[str, str]:
        return {}

    def connect_statements(self) -> list[iam.PolicyStatement]:
        return [iam.PolicyStatement(actions=["s3:GetObject"], resources=[self.bucket.arn_for_objects("*")])]


class Shop(cdk.Stack):
    """Constructs that are given no names, a role of the app's and a bucket in another stack."""

    def __init__(self, scope: Construct, id: str, *, receipts: Receipts) -> None:
        super().__init__(scope, id)
        bus = EventBus(self, "Orders")
        invoices = Receipts(self, "Invoices")
        job = BatchJob(
            self,
            "Report",
            packaging=ContainerPackage.from_image("python:3.13"),
            cpu=1,
            memory=cdk.Size.mebibytes(512),
            connect_to=[bus, invoices, receipts],
        )
        function = Function(
            self,
            "Checkout",
            packaging=LambdaPackage.inline("exports.handler = 1", runtime=lambda_.Runtime.NODEJS_24_X),
            connect_to=[bus, job, invoices, receipts],
            role=iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")),
            vpc=default_vpc(self),
            allow_public_subnet=True,
        )
        bus.add_rule("Paid", target=job, pattern={"source": ["shop"]})
        HttpApi(self, "Api").add_route(method="GET", path="/", target=function)
        invoices.bucket.node.default_child.override_logical_id("RenamedLater")


def test_only_the_choice_of_an_app_is_left_to_it_to_acknowledge() -> None:
    app = new_app()
    Shop(app, "Shop", receipts=Receipts(cdk.Stack(app, "Records"), "Receipts"))

    found = found_in(synthesized(app))

    assert found.keys() == {"cdk-nag"}
    assert [(finding.rule, finding.place) for finding in found["cdk-nag"]] == [
        ("AwsSolutions-APIG4", "Shop/Api/Get/Resource")
    ]


def test_nothing_is_found_in_the_example() -> None:
    app = cdk.App(context=json.loads((EXAMPLE / "cdk.json").read_text()).get("context", {}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cdk, "App", lambda: app)
        assembly = synthesized(app, lambda: runpy.run_path(str(EXAMPLE / "app.py"), run_name="__main__"))

    assert assembly.warnings == []
    assert found_in(assembly) == {}
