"""What a hand-written app says and a config cannot: grants of its own, and a queue of this stack for what is lost."""

import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs

from stacktape_constructs import EventBus, Function, LambdaPackage

RECEIVER = """\
import json

def handler(event, context):
    print(json.dumps(event))
"""

SENDER = """\
import json, os
import boto3
from botocore.exceptions import ClientError

def handler(event, context):
    detail = json.dumps(event)
    entry = {"EventBusName": os.environ["BUS"], "Source": "sender", "DetailType": "Order", "Detail": detail}
    events, functions = boto3.client("events"), boto3.client("lambda")
    ways = {
        "event": lambda: events.put_events(Entries=[entry]),
        "call": lambda: functions.invoke(FunctionName=os.environ["RECEIVER"], Payload=detail),
    }
    refused = []
    for way, send in ways.items():
        try:
            send()
        except ClientError as error:
            if "AccessDenied" not in error.response["Error"]["Code"]:
                raise
            refused.append(way)
    return refused
"""


class OrdersStack(cdk.Stack):
    """A sender reaches a receiver twice: by an event and by a call."""

    def __init__(self, scope: cdk.App, id: str) -> None:
        super().__init__(scope, id)
        orders = EventBus(self, "Orders")
        lost = sqs.Queue(self, "Lost")
        receiver = Function(self, "Receiver", packaging=LambdaPackage.inline(RECEIVER))
        orders.add_rule("OnOrder", target=receiver, pattern={"detail-type": ["Order"]}, dead_letter_queue=lost)
        sender = Function(
            self,
            "Sender",
            packaging=LambdaPackage.inline(SENDER),
            environment={"BUS": orders.event_bus_name, "RECEIVER": receiver.function_name},
        )
        orders.grant_put_events_to(sender)
        receiver.grant_invoke(sender)


app = cdk.App()
OrdersStack(app, "Orders")
app.synth()
