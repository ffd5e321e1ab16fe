"""What stands for the type `function` in the documentation."""

from __future__ import annotations

from stacktape_constructs.resources.example import ResourceExample

_STATEMENTS = [{"Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::receipts/*"]}]
_RESULTS = "arn:aws:sns:eu-west-1:111122223333:results"

RESOURCE_EXAMPLE = ResourceExample(
    name="checkout",
    properties={
        "packaging": {"type": "stacktape-lambda-buildpack", "properties": {"entryfilePath": "src/checkout.py"}}
    },
    options=(
        {"logging": {"disabled": True}},
        {"logging": {"disabled": True}, "iamRoleStatements": _STATEMENTS},
        {"logging": {"disabled": True}, "destinations": {"onSuccess": _RESULTS}},
        {"logging": {"disabled": True}, "destinations": {"onFailure": _RESULTS}},
        {"connectTo": ["orders"]},
        {"url": {"enabled": True}},
        {"url": {"enabled": True, "authMode": "AWS_IAM"}},
        {"provisionedConcurrency": 1},
        {"destinations": {"onSuccess": _RESULTS}},
        {"destinations": {"onFailure": _RESULTS}},
        {"joinDefaultVpc": True},
    ),
    beside={"orders": {"type": "event-bus"}},
)
