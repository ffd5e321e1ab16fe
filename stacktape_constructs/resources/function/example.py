"""What stands for the type `function` in the documentation."""

from __future__ import annotations

from stacktape_constructs.resources.example import ResourceExample

_NO_LOGS = {"logging": {"disabled": True}}
_MORE_STATEMENTS = {"iamRoleStatements": [{"Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::receipts/*"]}]}
_IN_VPC = {"joinDefaultVpc": True}
_ON_SUCCESS = {"destinations": {"onSuccess": "arn:aws:sns:eu-west-1:111122223333:results"}}
_ON_FAILURE = {"destinations": {"onFailure": "arn:aws:sns:eu-west-1:111122223333:failures"}}
_PUBLIC_URL = {"url": {"enabled": True}}
_PRIVATE_URL = {"url": {"enabled": True, "authMode": "AWS_IAM"}}
_ALIAS = {"provisionedConcurrency": 1}

RESOURCE_EXAMPLE = ResourceExample(
    name="checkout",
    properties={
        "packaging": {"type": "stacktape-lambda-buildpack", "properties": {"entryfilePath": "src/checkout.py"}}
    },
    options=(
        _NO_LOGS,
        # Without logs the role has a policy only if something else needs one.
        *({**_NO_LOGS, **other} for other in (_MORE_STATEMENTS, _IN_VPC, _ON_SUCCESS, _ON_FAILURE)),
        {"connectTo": ["orders"]},
        _PUBLIC_URL,
        _PRIVATE_URL,
        _ON_SUCCESS,
        _ON_FAILURE,
        _ALIAS,
        # An alias takes the place of the function.
        *({**_ALIAS, **other} for other in (_PUBLIC_URL, _PRIVATE_URL, _ON_SUCCESS, _ON_FAILURE)),
        _IN_VPC,
    ),
    beside={"orders": {"type": "event-bus"}},
)
