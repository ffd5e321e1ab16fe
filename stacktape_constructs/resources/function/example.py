"""What stands for the type `function` in the documentation."""

from __future__ import annotations

from stacktape_constructs.resources.example import ResourceExample

RESOURCE_EXAMPLE = ResourceExample(
    name="checkout",
    properties={
        "packaging": {"type": "stacktape-lambda-buildpack", "properties": {"entryfilePath": "src/checkout.py"}}
    },
    options=(
        {"logging": {"disabled": True}},
        {"connectTo": ["orders"]},
        {"url": {"enabled": True}},
        {"url": {"enabled": True, "authMode": "AWS_IAM"}},
        {"provisionedConcurrency": 1},
        {"destinations": {"onSuccess": "arn:aws:sns:eu-west-1:111122223333:results"}},
        {"destinations": {"onFailure": "arn:aws:sns:eu-west-1:111122223333:failures"}},
        {"joinDefaultVpc": True},
    ),
    beside={"orders": {"type": "event-bus"}},
)
