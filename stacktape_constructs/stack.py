"""`StacktapeStack`: a Stacktape config as a CDK stack. The composition root; it holds no feature."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeVar

import aws_cdk as cdk
from constructs import Construct

from stacktape_constructs.cdk.argument_kinds import checks_kinds
from stacktape_constructs.config.config import Config
from stacktape_constructs.config.facts import WIDER_FOLDER
from stacktape_constructs.config.hidden import hiding
from stacktape_constructs.errors import InvalidArgumentError, did_you_mean
from stacktape_constructs.naming import StackNames
from stacktape_constructs.packaging.code_source import CodeSource
from stacktape_constructs.packaging.project_folder import ProjectFolder, absolute
from stacktape_constructs.reading import ConfigFile
from stacktape_constructs.tree.build import build_tree
from stacktape_constructs.tree.origins import prefer_lines_of_config

#: By which `acknowledge_warning` silences what the config can hardly mean.
_DOUBT = "stacktape-constructs:directiveInText"

R = TypeVar("R", bound=Construct)


class StacktapeStack(cdk.Stack):
    """A stack with everything that a Stacktape config declares.

    The stack is named `<project>-<stage>`, and its resources have the logical ids and physical names
    that Stacktape gives them.

    Args:
        scope: the app, or a stage of it.
        id: id of the stack in its scope.
        config: path of the config.
        stage: stage to build, such as `dev`; `$Stage()` in the config.
        project_name: name of the project. Without it, what the config says (`serviceName`, or
            `stackName` in old ones), else the name of the config's folder.
        project_folder: what paths in the config may not lead out of. They start at the config's
            folder, and this is that folder or one above it. Default: the config's folder.
        code: where functions and containers have their code from: the `project`, or stable
            `placeholder` code that needs no source file, for tests and reviews of templates.
        image_builds: where images of containers are built: by `docker` on the machine that deploys, or
            by `codebuild` in the account.
        profile: AWS profile, for `$Profile()`.
        cli_arguments: options for `$CliArgs()`.
        env: account and region of the stack; without it, the template is for any.
        description: description of the stack.

    Attributes:
        resources: the typed constructs by the names of their resources, to go on with in Python.

    Raises:
        InvalidArgumentError: an argument is of another kind, such as another `code`.
        ConfigError: with everything that is wrong with the config.

    Example:
        ```python
        from stacktape_constructs import EventBus, StacktapeStack

        demo = StacktapeStack(
            app, "Demo", config="examples/event-bus/stacktape.yml", stage="dev", code="placeholder"
        )
        demo.resource("myEventBus", EventBus).event_bus.event_bus_arn
        ```
    """

    resources: Mapping[str, Construct]

    @checks_kinds()
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        config: str | Path,
        stage: str,
        project_name: str | None = None,
        project_folder: str | Path | None = None,
        code: Literal["project", "placeholder"] = "project",
        image_builds: Literal["docker", "codebuild"] = "docker",
        profile: str | None = None,
        cli_arguments: Mapping[str, str] | None = None,
        env: cdk.Environment | None = None,
        description: str | None = None,
    ) -> None:
        file = ConfigFile.open(config, stage=stage, project_name=project_name)
        super().__init__(scope, id, stack_name=file.names.stack, env=env, description=description)
        prefer_lines_of_config(self)
        facts = file.facts(
            region=self.region,
            account_id=self.account,
            project_folder=project_folder,
            profile=profile,
            cli_arguments=cli_arguments,
            stable=code == "placeholder",
        )
        folder = ProjectFolder(facts.project_folder, within=facts.boundary, remedy=WIDER_FOLDER)
        loaded = file.read(facts)
        for doubt in file.doubts():
            cdk.Annotations.of(self).add_warning_v2(_DOUBT, f"{doubt.position}: {doubt.message}")
        with hiding(facts.hidden):
            self._configure(loaded, file.names)
            source_of_code = CodeSource(
                folder, placeholder=facts.stable, image_builds=image_builds, config=absolute(file.path)
            )
            self.resources = build_tree(self, loaded, file.names, source_of_code)

    def resource(self, name: str, kind: type[R]) -> R:
        """The construct of a resource, for a type checker to know.

        Args:
            name: name of the resource in the config.
            kind: class of the construct, such as `EventBus`.

        Raises:
            InvalidArgumentError: there is no such resource, or it is of another kind.
        """
        construct = self.resources.get(name)
        if construct is None:
            raise InvalidArgumentError(
                path=self.node.path,
                argument="name",
                problem=f"must be that of a resource of the config, got '{name}'{did_you_mean(name, self.resources)}",
            )
        if not isinstance(construct, kind):
            raise InvalidArgumentError(
                path=self.node.path,
                argument="kind",
                problem=f"must be {type(construct).__name__}, which '{name}' is, got {kind.__name__}",
            )
        return construct

    def _configure(self, config: Config, names: StackNames) -> None:
        """What concerns the stack as a whole."""
        # Tags of the stack itself: CloudFormation puts them on every resource that can have tags,
        # and no resource in the template has to repeat them.
        self.tags.set_tag("stp:project-name", names.project)
        self.tags.set_tag("stp:stage", names.stage)
        self.tags.set_tag("stp:stack-name", names.stack)
        if config.stack_config is not None:
            for tag in config.stack_config.tags:
                assert isinstance(tag.value, str), "the reader lets only text through"
                self.tags.set_tag(tag.name, tag.value)
        if config.deployment_config is not None:
            self.termination_protection = config.deployment_config.termination_protection
