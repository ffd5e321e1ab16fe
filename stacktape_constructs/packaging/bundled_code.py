"""`BundledCode`: a bundle as CDK's code of a function."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from stacktape_constructs.packaging.bundling.bundle import Bundle
from stacktape_constructs.packaging.code_asset import code_asset
from stacktape_constructs.packaging.placeholder import unbundled_placeholder
from stacktape_constructs.packaging.staging import stage


class BundledCode(lambda_.Code):
    """Code that is bundled when a function takes it, and only for stacks that are asked for.

    CDK's command line says which stacks it needs the code of: `cdk deploy One` not that of others,
    `cdk list` and `cdk destroy` none. CDK's own local bundling heeds that, too, but it is made for
    Docker: it has to name an image, writes a line for each function even in CI, and takes two bundles
    of one folder for one.
    """

    def __init__(self, bundle: Bundle) -> None:
        super().__init__()
        self._bundle = bundle
        self._bound: lambda_.Code | None = None

    def bind(self, scope: Construct) -> lambda_.CodeConfig:
        """The code as an asset; called by CDK."""
        asked_for = cdk.Stack.of(scope).bundling_required
        if asked_for:
            self._bound = code_asset(self._bundle.folder(), self._bundle.files)
        else:
            self._bound = code_asset(stage(unbundled_placeholder()), {})
        return self._bound.bind(scope)

    def bind_to_resource(self, resource: cdk.CfnResource, *, resource_property: str | None = None) -> None:
        """Adds what SAM's command line reads; called by CDK."""
        if self._bound is not None:
            self._bound.bind_to_resource(resource, resource_property=resource_property)
