"""What a config can ask about the world outside its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs

from stacktape_constructs.naming import StackNames

#: How to allow a path that leads out of the project, as the end of a message.
WIDER_FOLDER = "or name a folder that holds both by -c projectFolder=… (in Python project_folder)"

#: As the CDK writes them into a stack for any region and account, so that they pass where they would pass there.
ANY_REGION = "${Token[AWS.Region]}"
ANY_ACCOUNT = "${Token[AWS.AccountId]}"


@attrs.frozen
class Facts:
    """The circumstances under which a config is read.

    Attributes:
        names: project and stage.
        region: the AWS region, or `ANY_REGION` where the stack is for any.
        account_id: the AWS account's id, or `ANY_ACCOUNT`.
        project_folder: the folder that relative paths start from.
        profile: the AWS profile that was asked for, if any.
        cli_arguments: the options that `$CliArgs` can read (`cdk synth -c name=value`).
        stable: whether what changes from commit to commit is replaced by fixed text, so that the
            template of an unchanged config is unchanged.
        shown_folder: what the same folder is called in messages: from where the user stands, as the user named the
            config. Default: `project_folder`.
        boundary: the folder that paths may not lead out of. Default: `project_folder`.
        hidden: values that no error may show; filled while the config is read.
    """

    names: StackNames
    region: str
    account_id: str
    project_folder: Path
    profile: str | None = None
    cli_arguments: Mapping[str, str] = attrs.field(factory=dict)
    stable: bool = False
    shown_folder: Path | None = None
    boundary: Path | None = None
    hidden: set[str] = attrs.field(factory=set, eq=False, repr=False)


def as_a_config_says_it(text: str) -> str:
    """A text with the directives in it that `ANY_REGION` and `ANY_ACCOUNT` stand for.

    >>> as_a_config_says_it(f"arn:aws:events:{ANY_REGION}:{ANY_ACCOUNT}:event-bus/orders")
    'arn:aws:events:$Region():$AwsAccountId():event-bus/orders'
    """
    return text.replace(ANY_REGION, "$Region()").replace(ANY_ACCOUNT, "$AwsAccountId()")
