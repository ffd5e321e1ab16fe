"""The options of every command that reads a config: the circumstances that its directives may ask about."""

from __future__ import annotations

import argparse

from stacktape_constructs.cli.parser import Parser, pair
from stacktape_constructs.config.config import Config
from stacktape_constructs.config.facts import ANY_ACCOUNT, ANY_REGION
from stacktape_constructs.reading import ConfigFile


def add_config_options(parser: Parser) -> None:
    """Declares the options. They are those of `cdk synth -c name=value`."""
    group = parser.add_argument_group("how the config is read")
    group.add_argument("--stage", default="dev", help="stage, for $Stage(); default: dev")
    group.add_argument("--project-name", metavar="NAME", help="default: what the config says, else its folder's name")
    group.add_argument("--project-folder", metavar="FOLDER", help="what paths may not lead out of; default: its folder")
    group.add_argument("--region", default=ANY_REGION, help="for $Region(); default: any, known at deploy")
    group.add_argument("--account", default=ANY_ACCOUNT, help="for $AwsAccountId(); default: any, known at deploy")
    group.add_argument("--profile", help="AWS profile, for $Profile()")
    group.add_argument(
        "-c", "--context", metavar="NAME=VALUE", type=pair, action="append", default=[], help="for $CliArgs('NAME')"
    )


def open_config(path: str, options: argparse.Namespace) -> ConfigFile:
    """The text of the config at a path.

    Raises:
        ConfigError: it cannot be read, or its names cannot be those of a stack.
    """
    return ConfigFile.open(path, stage=options.stage, project_name=options.project_name)


def read_config(file: ConfigFile, options: argparse.Namespace) -> Config:
    """The config in a file, whose names and references are right.

    Raises:
        ConfigError: with everything that is wrong with it.
    """
    facts = file.facts(
        region=options.region,
        account_id=options.account,
        project_folder=options.project_folder,
        profile=options.profile,
        cli_arguments=_cli_arguments(str(file.path), options),
    )
    return file.read(facts)


def _cli_arguments(path: str, options: argparse.Namespace) -> dict[str, str]:
    # $CliArgs reads all of the CDK's context. What the facts say anyway is not repeated here.
    said = {
        "config": path,
        "projectFolder": options.project_folder,
        "account": None if options.account == ANY_ACCOUNT else options.account,
    }
    return {name: value for name, value in said.items() if value is not None} | dict(options.context)
