"""Tells with how much memory it runs."""

import os


def handler(event, context):
    return {"statusCode": 200, "body": os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]}
