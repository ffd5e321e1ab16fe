"""What a config is read by, before there is a stack: its text, its names and its facts. Holds no feature."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.config.config import Config
from stacktape_constructs.config.doubts import doubts_about
from stacktape_constructs.config.facts import Facts
from stacktape_constructs.config.hidden import hiding
from stacktape_constructs.config.load import load, project_name_in
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.document.reader import read_file
from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.garbage_collection import garbage_collection_paused
from stacktape_constructs.naming import StackNames, project_name_of
from stacktape_constructs.resources.catalog import catalog, name_problems
from stacktape_constructs.source import Source

_STACK_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,127}")


def options_in(context: Mapping[str, Any]) -> dict[str, str]:
    """What a config can read of the CDK's context with `$CliArgs()`, as the language writes it: `true`, not `True`."""
    known = {name: value for name, value in context.items() if isinstance(value, (str, int, float))}
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in known.items()}


@attrs.frozen
class ConfigFile:
    """The text of a config, and the names of the stack that it makes.

    Attributes:
        path: where it is.
        document: the root of the document, None if it is empty.
        source: its text.
        names: the names of the stack.
    """

    path: Path
    document: Node | None
    source: Source
    names: StackNames

    @classmethod
    def open(cls, path: str | Path, *, stage: str, project_name: str | None = None) -> ConfigFile:
        """Reads the text of a config, and no more of it than its names.

        Args:
            path: path of the config.
            stage: stage to build.
            project_name: name of the project. Without it, what the config says, else its folder's name.

        Raises:
            ConfigError: the file cannot be read, or the names cannot be those of a stack.
        """
        with garbage_collection_paused():
            document, source = read_file(Path(path), name=str(path))
        folder = Path(path).resolve().parent.name
        said = None if project_name else project_name_in(document)
        if not stage:
            raise ConfigError([Problem(None, "the stage has no name; give one, such as dev")])
        names = StackNames(project_name or (said.text if said else "") or project_name_of(folder), stage)
        if not _STACK_NAME.fullmatch(names.stack):
            message = (
                f"stack name '{names.stack}' (project name and stage) must start with a letter and have letters, "
                "digits and dashes only, 128 at most; choose another project name or stage"
            )
            at_fault = said is not None and not _STACK_NAME.fullmatch(said.text)
            raise ConfigError([Problem(said.position if said is not None and at_fault else None, message)])
        return cls(Path(path), document, source, names)

    def facts(
        self,
        *,
        region: str,
        account_id: str,
        project_folder: str | Path | None = None,
        profile: str | None = None,
        cli_arguments: Mapping[str, str] | None = None,
        stable: bool = False,
    ) -> Facts:
        """The circumstances of reading it; the arguments are those of `Facts`.

        Raises:
            ConfigError: the project's folder does not hold the config.
        """
        folder, named = self.path.resolve().parent, self.path.parent
        return Facts(
            names=self.names,
            region=region,
            account_id=account_id,
            project_folder=folder,
            # Of a config that is a link, the files that it reads are elsewhere.
            shown_folder=named if named.resolve() == folder else folder,
            profile=profile,
            cli_arguments=cli_arguments or {},
            stable=stable,
            boundary=self._boundary(project_folder),
        )

    def doubts(self) -> list[Problem]:
        """What the config says rightly and can hardly mean, as problems that keep nobody from building it."""
        return doubts_about(self.document)

    def read(self, facts: Facts) -> Config:
        """The config, whose names and references are right.

        Raises:
            ConfigError: with everything that is wrong with it, as far as that can be seen before it is built.
        """
        with hiding(facts.hidden), garbage_collection_paused():
            config = load(self.document, self.source, facts, catalog())
            if problems := name_problems(config):
                raise ConfigError(problems)
        return config

    def _boundary(self, project_folder: str | Path | None) -> Path | None:
        if project_folder is None:
            return None
        boundary = Path(project_folder).resolve()
        if not self.path.resolve().is_relative_to(boundary):
            message = (
                f"project folder '{project_folder}' must be the folder of the config '{self.path}' or one above it"
            )
            raise ConfigError([Problem(None, message)])
        return boundary
