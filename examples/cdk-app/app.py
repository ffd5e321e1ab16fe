"""The stack of ../event-bus, written by hand with the constructs."""

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigwv2
from constructs import Construct

from stacktape_constructs import BatchJob, ContainerPackage, EventBus, Function, HttpApi, LambdaPackage

SOURCES = Path(__file__).parent.parent / "event-bus"
EVENT_NAME = "BUDGET_ANALYSIS"


class BudgetStack(cdk.Stack):
    """A request is published as an event, and the event starts a job."""

    def __init__(self, scope: cdk.App, id: str) -> None:
        super().__init__(scope, id)
        bus = EventBus(self, "MyEventBus")
        publisher = Function(
            self,
            "MyPublisherFunction",
            packaging=LambdaPackage.from_file(SOURCES / "lambdas" / "event-bus-publisher.py"),
            environment={"EVENT_NAME": EVENT_NAME, "EVENT_BUS_NAME": bus.event_bus_name},
            connect_to=[bus],
        )
        consumer = BatchJob(
            self,
            "MyConsumerBatchJob",
            packaging=ContainerPackage.from_file(SOURCES / "batch-jobs" / "event-bus-consumer.py"),
            cpu=1,
            memory=cdk.Size.mebibytes(200),
        )
        bus.add_rule("BudgetAnalysis", target=consumer, pattern={"detail": {"EventName": [EVENT_NAME]}})
        api = HttpApi(self, "MyHttpApi", payload_format=apigwv2.PayloadFormatVersion.VERSION_1_0)
        route = api.add_route(method="GET", path="/budget-analysis", target=publisher)
        # What cdk-nag finds and what is meant to be here; the constructs speak for themselves.
        acknowledge(publisher, "L1", because="the default runtime, which AWS supports")
        acknowledge(route, "APIG4", because="everybody may start a budget analysis in this demonstration")


def acknowledge(construct: Construct, rule: str, *, because: str) -> None:
    cdk.Validations.of(construct).acknowledge(
        cdk.Acknowledgment(id=f"AwsSolutions::AwsSolutions-{rule}", reason=because)
    )


app = cdk.App()
BudgetStack(app, "Budget")
app.synth()
