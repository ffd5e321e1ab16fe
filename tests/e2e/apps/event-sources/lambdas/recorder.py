"""Prints what it is called with, and gives it back to who called by HTTP."""

import json


def handler(event, context):
    print(json.dumps(event))
    return {"statusCode": 200, "body": json.dumps(event)}
