"""`schema`: the JSON Schema of a config, for editors."""

from __future__ import annotations

import argparse

from stacktape_constructs.cli.documents import print_document
from stacktape_constructs.cli.parser import Commands
from stacktape_constructs.json_schema.schema import schema_text

_DESCRIPTION = """\
Prints the JSON Schema of a config, from which editors complete and check while you write. Keep it beside the config
and name it in the config's first line:

  # yaml-language-server: $schema=stacktape.schema.json
"""


def add(commands: Commands) -> None:
    """Declares the command."""
    parser = commands.add_parser(
        "schema", help="print the JSON Schema of a config, for editors", description=_DESCRIPTION
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the schema."""
    print_document(schema_text())
    return 0
