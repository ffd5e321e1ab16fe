"""The ways into a function: the alias that is always ready, what follows asynchronous calls, and its own address."""

from __future__ import annotations

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

#: Id of the alias.
ALIAS_ID = "StpAlias"

#: Stacktape's name for the alias that traffic goes to.
LIVE_ALIAS = "stp-live"


def live_alias(scope: Construct, function: lambda_.Function, instances: float | None) -> lambda_.Alias | None:
    """The alias of the newest version, with instances that are always ready; None where none are asked for."""
    if instances is None:
        return None
    return lambda_.Alias(
        scope,
        ALIAS_ID,
        alias_name=LIVE_ALIAS,
        version=function.current_version,
        provisioned_concurrent_executions=instances,
    )


def send_results(
    function: lambda_.Function,
    alias: lambda_.Alias | None,
    *,
    on_success: lambda_.IDestination | None,
    on_failure: lambda_.IDestination | None,
) -> None:
    """Says where the results of asynchronous calls go."""
    if on_success is None and on_failure is None:
        return
    # One for each qualifier, and a caller may use either.
    for invoked in (function, alias):
        if invoked is not None:
            invoked.configure_async_invoke(on_success=on_success, on_failure=on_failure)


def own_url(
    scope: Construct, invoked: lambda_.IFunction, options: lambda_.FunctionUrlOptions | None
) -> lambda_.FunctionUrl | None:
    """The function's own HTTPS address; None where none is asked for."""
    if options is None:
        return None
    return lambda_.FunctionUrl(
        scope,
        "Url",
        function=invoked,
        auth_type=options.auth_type,
        cors=options.cors,
        invoke_mode=options.invoke_mode,
    )
