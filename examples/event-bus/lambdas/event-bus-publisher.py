"""Publishes an event for each request."""

import json
import os

import boto3

events = boto3.client("events")


def handler(request, context):
    entry = {
        "EventBusName": os.environ["EVENT_BUS_NAME"],
        "Source": "budget.publisher",
        "DetailType": "Budget analysis requested",
        "Detail": json.dumps({"EventName": os.environ["EVENT_NAME"], "path": request.get("path")}),
    }
    result = events.put_events(Entries=[entry])
    if result["FailedEntryCount"]:
        raise RuntimeError(f"the event was not published: {result['Entries']}")
    return {"statusCode": 202, "body": json.dumps({"eventId": result["Entries"][0]["EventId"]})}
