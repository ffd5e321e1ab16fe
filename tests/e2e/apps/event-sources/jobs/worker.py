"""Prints how it was started; fails, sleeps or publishes an event where its own event says so."""

import json
import os
import sys
import time

text = os.environ["STP_TRIGGER_EVENT_DATA"]
attempt = int(os.environ["STP_CURRENT_ATTEMPT"])
print(
    json.dumps(
        {
            "text": text,
            "attempt": attempt,
            "attempts": int(os.environ["STP_MAXIMUM_ATTEMPTS"]),
            "region": os.environ["AWS_REGION"],
            "greeting": os.environ["GREETING"],
        }
    )
)
event = json.loads(text) if text.startswith("{") else {}
detail = event.get("detail", {})
if attempt <= detail.get("failures", 0):
    sys.exit(f"attempt {attempt} fails, as it was told")
time.sleep(detail.get("seconds", 0))
if "publish" in detail:
    # Only here, for it takes longer than all the rest of most runs.
    import boto3

    entry = {
        "EventBusName": os.environ["STP_ORDERS_ARN"],
        "Source": "e2e.worker",
        "DetailType": "Order",
        "Detail": json.dumps(detail["publish"]),
    }
    result = boto3.client("events").put_events(Entries=[entry])
    if result["FailedEntryCount"]:
        sys.exit(f"the event was not published: {result['Entries']}")
