"""Lets those in who say the word."""


def handler(event, context):
    return {"isAuthorized": _may_enter(event), "context": {"guest": "a friend"}}


def policy_handler(event, context):
    effect = "Allow" if _may_enter(event) else "Deny"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["routeArn"]}
    return {
        "principalId": "guest",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {"guest": "a friend"},
    }


def _may_enter(event):
    return event["headers"]["authorization"] == "friend"
