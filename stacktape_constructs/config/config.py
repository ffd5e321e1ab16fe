"""A whole config, read and typed."""

from __future__ import annotations

import attrs

from stacktape_constructs.config.schema import Block, Deferred, not_supported_yet, prop
from stacktape_constructs.document.nodes import MappingNode, Node
from stacktape_constructs.document.quoting import quoted
from stacktape_constructs.source import Position


@attrs.frozen(kw_only=True)
class Output(Block):
    """A value that the deployed stack shows, and may export to other stacks."""

    name: str = prop("Name of the output: letters and digits.")
    value: Deferred[str] = prop("What it shows.")
    description: str | None = prop("What it is, for people.", default=None)
    export: bool = prop("Let other stacks read it with `$CfStackOutput`.", default=False)


@attrs.frozen(kw_only=True)
class Tag(Block):
    """A tag on AWS resources."""

    name: str = prop("Key of the tag.")
    value: str = prop("Value of the tag.")


@attrs.frozen(kw_only=True)
class StackConfig(Block):
    """What concerns the stack as a whole."""

    outputs: tuple[Output, ...] = prop("Values that the deployed stack shows.", default=())
    tags: tuple[Tag, ...] = prop("Tags on every resource of the stack that can have tags.", default=())
    disable_stack_info_saving: bool = prop("Of Stacktape's own deployer; no effect here.", default=False)
    stack_info_directory: str | None = prop("Of Stacktape's own deployer; no effect here.", default=None)
    save_outputs: bool = prop("Of Stacktape's own deployer; no effect here.", default=False)
    vpc: Node | None = not_supported_yet("The VPC to reuse and its NAT gateways.")


@attrs.frozen(kw_only=True)
class DeploymentConfig(Block):
    """How the stack is deployed."""

    termination_protection: bool = prop("Refuse to delete the stack.", default=False)
    publish_events_to_arn: tuple[str, ...] = prop(
        "Use `cdk deploy --notification-arns` instead; no effect here.", default=()
    )
    cloudformation_role_arn: Node | None = prop("Use `cdk deploy --role-arn` instead; no effect here.", default=None)
    disable_auto_rollback: bool = prop("Use `cdk deploy --no-rollback` instead; no effect here.", default=False)
    previous_versions_to_keep: int | None = prop("Of Stacktape's own deployer; no effect here.", default=None)
    disable_s3_transfer_acceleration: bool = prop(
        "Of Stacktape's own deployer; no effect here.", default=False, name="disableS3TransferAcceleration"
    )
    use_s3_transfer_acceleration: bool = prop(
        "Of Stacktape's own deployer; no effect here.", default=False, name="useS3TransferAcceleration"
    )
    trigger_rollback_on_alarms: Node | None = not_supported_yet("Alarms that roll a deployment back.")
    monitoring_time_after_deployment_in_minutes: int = prop("How long those alarms are watched.", default=0, minimum=0)


@attrs.frozen(kw_only=True)
class Root(Block):
    """The top level of a config."""

    resources: Node = prop("The resources by their names.")
    service_name: str | None = prop("Name of the project, if none is given otherwise.", default=None)
    variables: Node | None = prop("Values that `$Var()` reads.", default=None)
    stack_config: StackConfig | None = prop("What concerns the stack as a whole.", default=None)
    deployment_config: DeploymentConfig | None = prop("How the stack is deployed.", default=None)
    cloudformation_resources: Node | None = prop("CloudFormation resources, as they are.", default=None)
    provider_config: Node | None = prop("Credentials of third parties.", default=None)
    hooks: Node | None = prop("Scripts around Stacktape's commands; no effect here.", default=None)
    scripts: Node | None = prop("Scripts of Stacktape's command line; no effect here.", default=None)
    budget_control: Node | None = prop("Of Stacktape's own service; no effect here.", default=None)
    directives: Node | None = not_supported_yet("Directives of your own, as programs.")


@attrs.frozen
class ResourceDeclaration:
    """One entry of `resources`.

    Attributes:
        name: its name in the file.
        type: its resource type, in today's spelling.
        position: where its name stands.
        properties: its typed properties.
        overrides: CloudFormation properties to set, by logical id.
    """

    name: str
    type: str
    position: Position
    properties: Block
    overrides: MappingNode | None

    @property
    def subject(self) -> str:
        """What the resource is called in messages."""
        return f"{self.type} {quoted(self.name)}"


@attrs.frozen
class RawResource:
    """One entry of `cloudformationResources`, copied into the template as it is."""

    logical_id: str
    position: Position
    definition: MappingNode


@attrs.frozen
class Config:
    """Everything that a file says about one stack."""

    resources: tuple[ResourceDeclaration, ...]
    raw_resources: tuple[RawResource, ...]
    stack_config: StackConfig | None
    deployment_config: DeploymentConfig | None
