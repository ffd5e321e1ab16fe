"""Typed AWS CDK constructs for Stacktape's resources, and an adapter for its YAML configs.

The names below are imported when they are first used (PEP 562): `import stacktape_constructs` must
not load the CDK modules of resources that an app does not have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktape_constructs.lazy_names import lazy_names

if TYPE_CHECKING:
    from stacktape_constructs.packaging.images.container_package import ContainerPackage as ContainerPackage
    from stacktape_constructs.packaging.images.nixpacks_plan import NixpacksPlan as NixpacksPlan
    from stacktape_constructs.packaging.lambda_package import LambdaPackage as LambdaPackage
    from stacktape_constructs.packaging.languages.dotnet.options import DotnetOptions as DotnetOptions
    from stacktape_constructs.packaging.languages.java.options import JavaOptions as JavaOptions
    from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions as JavaScriptOptions
    from stacktape_constructs.packaging.languages.python.options import PythonOptions as PythonOptions
    from stacktape_constructs.resources.batch_job.base import BatchJobBase as BatchJobBase
    from stacktape_constructs.resources.batch_job.compute import BatchCompute as BatchCompute
    from stacktape_constructs.resources.batch_job.construct import BatchJob as BatchJob
    from stacktape_constructs.resources.batch_job.retry import BatchRetry as BatchRetry
    from stacktape_constructs.resources.event_bus.base import EventBusBase as EventBusBase
    from stacktape_constructs.resources.event_bus.construct import EventBus as EventBus
    from stacktape_constructs.resources.event_bus.construct import EventBusArchive as EventBusArchive
    from stacktape_constructs.resources.function.base import FunctionBase as FunctionBase
    from stacktape_constructs.resources.function.construct import Function as Function
    from stacktape_constructs.resources.http_api_gateway.access_log import AccessLog as AccessLog
    from stacktape_constructs.resources.http_api_gateway.access_log import AccessLogFormat as AccessLogFormat
    from stacktape_constructs.resources.http_api_gateway.base import HttpApiBase as HttpApiBase
    from stacktape_constructs.resources.http_api_gateway.construct import HttpApi as HttpApi
    from stacktape_constructs.resources.http_api_gateway.cors import Cors as Cors
    from stacktape_constructs.resources.rule_input import InputTransformer as InputTransformer
    from stacktape_constructs.resources.schedule.construct import schedule_rule as schedule_rule
    from stacktape_constructs.stack import StacktapeStack as StacktapeStack

_MODULES = {
    "AccessLog": "resources.http_api_gateway.access_log",
    "AccessLogFormat": "resources.http_api_gateway.access_log",
    "BatchCompute": "resources.batch_job.compute",
    "BatchJob": "resources.batch_job.construct",
    "BatchJobBase": "resources.batch_job.base",
    "BatchRetry": "resources.batch_job.retry",
    "ContainerPackage": "packaging.images.container_package",
    "Cors": "resources.http_api_gateway.cors",
    "DotnetOptions": "packaging.languages.dotnet.options",
    "EventBus": "resources.event_bus.construct",
    "EventBusArchive": "resources.event_bus.construct",
    "EventBusBase": "resources.event_bus.base",
    "Function": "resources.function.construct",
    "FunctionBase": "resources.function.base",
    "HttpApi": "resources.http_api_gateway.construct",
    "HttpApiBase": "resources.http_api_gateway.base",
    "InputTransformer": "resources.rule_input",
    "JavaOptions": "packaging.languages.java.options",
    "JavaScriptOptions": "packaging.languages.javascript.options",
    "LambdaPackage": "packaging.lambda_package",
    "NixpacksPlan": "packaging.images.nixpacks_plan",
    "PythonOptions": "packaging.languages.python.options",
    "StacktapeStack": "stack",
    "schedule_rule": "resources.schedule.construct",
}

__all__ = [
    "AccessLog",
    "AccessLogFormat",
    "BatchCompute",
    "BatchJob",
    "BatchJobBase",
    "BatchRetry",
    "ContainerPackage",
    "Cors",
    "DotnetOptions",
    "EventBus",
    "EventBusArchive",
    "EventBusBase",
    "Function",
    "FunctionBase",
    "HttpApi",
    "HttpApiBase",
    "InputTransformer",
    "JavaOptions",
    "JavaScriptOptions",
    "LambdaPackage",
    "NixpacksPlan",
    "PythonOptions",
    "StacktapeStack",
    "schedule_rule",
]


__getattr__, __dir__ = lazy_names(__name__, _MODULES)
