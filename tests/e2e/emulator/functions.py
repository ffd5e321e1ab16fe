"""Lambda: who may invoke a function, what its role needs, and payload format 1.0 of HTTP APIs."""

from __future__ import annotations

import contextvars
import select
import time
from typing import Any

from ministack.core import lambda_runtime
from ministack.core.responses import get_account_id, get_region
from ministack.services import apigateway, lambda_svc
from permissions import policy_lets, role_may, role_trusts

_LAMBDA = "lambda.amazonaws.com"
_API_GATEWAY = "apigateway.amazonaws.com"
_OUTPUT_SECONDS = 5
_SERVER_ERROR = 500, {"Content-Type": "application/json"}, b'{"message":"Internal Server Error"}'

_payload_format: contextvars.ContextVar[str] = contextvars.ContextVar("payload format", default="2.0")


def install() -> None:
    """Puts the checks in front of ministack's own calls of functions."""
    _wait_for_output()
    _check_roles()
    _check_routes()
    _check_authorizers()
    _check_urls()


def _wait_for_output() -> None:
    """What a function prints is in its log, however busy this machine is; ministack waits for 50 ms only."""
    drain = lambda_runtime.Worker._drain_stderr_bounded

    def drain_pipe(worker: lambda_runtime.Worker, **waits: float) -> str:
        end = time.monotonic() + _OUTPUT_SECONDS
        # All was written before the answer, so it is in the pipe or has been taken out of it.
        while worker._proc and select.select([worker._proc.stderr], [], [], 0)[0] and time.monotonic() < end:
            time.sleep(0.001)
        output: str = drain(worker, **waits)
        return output

    lambda_runtime.Worker._drain_stderr_bounded = drain_pipe


def _check_roles() -> None:
    """A function's role must trust Lambda, and be allowed to write the log that is to be written."""
    execute = lambda_svc._execute_function_with_config_scope
    write_log = lambda_svc._emit_lambda_logs

    def execute_in_role(function: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
        if not role_trusts(function["config"]["Role"], service=_LAMBDA):
            message = "The role defined for the function cannot be assumed by Lambda."
            return {
                "error": True,
                "body": {"errorType": "AccessDeniedException", "errorMessage": message},
            }
        result: dict[str, Any] = execute(function, event)
        return result

    def write_permitted_log(function: dict[str, Any], *arguments: Any, **options: Any) -> None:
        config = function.get("config") or function
        group = (config.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{config['FunctionName']}"
        stream = f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{group}:log-stream:any"
        if all(
            role_may(config["Role"], service=_LAMBDA, action=action, resource=stream)
            for action in ("logs:CreateLogStream", "logs:PutLogEvents")
        ):
            write_log(function, *arguments, **options)

    lambda_svc._execute_function_with_config_scope = execute_in_role
    lambda_svc._emit_lambda_logs = write_permitted_log


def _check_routes() -> None:
    """An API needs a permission on the function that a route calls, and sends it the format asked for."""
    invoke = apigateway._invoke_lambda_proxy
    run = apigateway.run_reentrant

    async def invoke_if_allowed(
        integration: dict[str, Any],
        api_id: str,
        stage: str,
        path: str,
        method: str,
        headers: Any,
        body: Any,
        query: Any,
        route_key: str = "$default",
        *others: Any,
        **options: Any,
    ) -> Any:
        # `GET /items/{id}` calls as `GET/items/{id}`, whatever the id of the request.
        route = route_key.replace(" ", "")
        source = f"arn:aws:execute-api:{get_region()}:{get_account_id()}:{api_id}/{stage}/{route}"
        if not _api_may_invoke(integration["integrationUri"], source):
            return _SERVER_ERROR
        _payload_format.set(integration.get("payloadFormatVersion", "2.0"))
        return await invoke(
            integration, api_id, stage, path, method, headers, body, query, route_key, *others, **options
        )

    async def run_with_format(function: Any, record: Any, event: dict[str, Any], **options: Any) -> Any:
        if options.get("thread_name") == "ministack-apigw-invoke" and _payload_format.get() == "1.0":
            event = _in_format_1(event)
        return await run(function, record, event, **options)

    apigateway._invoke_lambda_proxy = invoke_if_allowed
    apigateway.run_reentrant = run_with_format


def _check_authorizers() -> None:
    """An API needs a permission on the function that decides who may call."""
    invoke = apigateway._invoke_request_authorizer_lambda

    async def invoke_if_allowed(authorizer: dict[str, Any], event: dict[str, Any], account: str, region: str) -> Any:
        api_id = event["requestContext"]["apiId"]
        source = f"arn:aws:execute-api:{region}:{account}:{api_id}/authorizers/{authorizer['authorizerId']}"
        if not _api_may_invoke(authorizer["authorizerUri"], source):
            return None
        return await invoke(authorizer, event, account, region)

    apigateway._invoke_request_authorizer_lambda = invoke_if_allowed


def _check_urls() -> None:
    """A public URL needs two permissions for everybody.

    https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    """
    handle = lambda_svc.handle_function_url_request

    async def handle_if_allowed(url_id: str, *arguments: Any, **options: Any) -> Any:
        _, _, name, qualifier, config = lambda_svc.resolve_function_url(url_id)
        if config["AuthType"] == "NONE":
            function, _, _ = lambda_svc._get_base_func_record_for_ref(name)
            arn = lambda_svc._func_arn(name) + (f":{qualifier}" if qualifier else "")
            keys = {"lambda:functionurlauthtype": "NONE", "lambda:invokedviafunctionurl": "true"}
            for action in ("lambda:InvokeFunctionUrl", "lambda:InvokeFunction"):
                if not policy_lets(
                    function.get("policy"),
                    service="*",
                    action=action,
                    resource=arn,
                    source_arn="",
                    conditions=keys,
                ):
                    return 403, {"Content-Type": "application/json"}, b'{"Message":"Forbidden"}'
        return await handle(url_id, *arguments, **options)

    lambda_svc.handle_function_url_request = handle_if_allowed


def _api_may_invoke(integration_uri: str, source_arn: str) -> bool:
    # The ARN of a function or of its alias: a permission is for one of them.
    reference = apigateway._extract_lambda_ref_from_integration_uri(integration_uri)
    function, _, _ = lambda_svc._get_base_func_record_for_ref(reference)
    return function is not None and policy_lets(
        function.get("policy"),
        service=_API_GATEWAY,
        action="lambda:InvokeFunction",
        resource=reference,
        source_arn=source_arn,
    )


def _in_format_1(event: dict[str, Any]) -> dict[str, Any]:
    """A request in payload format 1.0, made from one in format 2.0, the only one that ministack sends.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """
    context = event["requestContext"]
    http = context["http"]
    resource = event["routeKey"].split(" ", 1)[-1]
    query = event.get("queryStringParameters")
    return {
        "version": "1.0",
        "resource": resource,
        "path": event["rawPath"],
        "httpMethod": http["method"],
        "headers": event["headers"],
        "multiValueHeaders": {name: [value] for name, value in event["headers"].items()},
        "queryStringParameters": query,
        "multiValueQueryStringParameters": query and {name: [value] for name, value in query.items()},
        "requestContext": {
            "accountId": context["accountId"],
            "apiId": context["apiId"],
            "authorizer": context.get("authorizer", {}).get("lambda", {}),
            "domainName": context["domainName"],
            "httpMethod": http["method"],
            "identity": {"sourceIp": http["sourceIp"], "userAgent": http["userAgent"]},
            "path": event["rawPath"],
            "protocol": http["protocol"],
            "requestId": context["requestId"],
            "resourcePath": resource,
            "stage": context["stage"],
        },
        "pathParameters": event.get("pathParameters"),
        "stageVariables": None,
        "body": event.get("body"),
        "isBase64Encoded": event["isBase64Encoded"],
    }
