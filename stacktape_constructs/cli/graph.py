"""`graph`: a picture of what starts what."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from stacktape_constructs.cli.config_options import add_config_options, open_config, read_config
from stacktape_constructs.cli.documents import print_document
from stacktape_constructs.cli.parser import Commands, one_of
from stacktape_constructs.document.quoting import quoted
from stacktape_constructs.errors import ConfigError
from stacktape_constructs.graph.flow import flow_of
from stacktape_constructs.graph.html import as_html
from stacktape_constructs.graph.layout import Direction
from stacktape_constructs.graph.mermaid import as_mermaid
from stacktape_constructs.graph.model import Graph
from stacktape_constructs.graph.svg import as_svg

_FORMATS = ("mermaid", "svg", "html")
_DIRECTIONS = ("right", "down")
#: By the ending of the output's name; standard output has none.
_BY_SUFFIX = {"": "mermaid", ".mmd": "mermaid", ".txt": "mermaid", ".svg": "svg", ".html": "html"}

_DESCRIPTION = """\
Draws what starts what: buses with their rules and the patterns of these, APIs with their routes, schedules, and
the functions and jobs behind them; and what each has access to by connectTo. As Mermaid, as an SVG picture or as a
page for a browser, of which the last two need nothing beside them.

Exit code: 0, or 1 if the config is wrong, or 2 if the picture cannot be written.
"""


def add(commands: Commands) -> None:
    """Declares the command."""
    parser = commands.add_parser("graph", help="draw what starts what", description=_DESCRIPTION)
    parser.add_argument("config", metavar="CONFIG", nargs="?", default="stacktape.yml", help="default: stacktape.yml")
    parser.add_argument(
        "--format", type=one_of(_FORMATS), help="mermaid, svg or html; default: by the output's ending, else mermaid"
    )
    parser.add_argument(
        "--direction", type=one_of(_DIRECTIONS), default="right", help="where arrows lead: right or down"
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="default: standard output")
    add_config_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Draws the config."""
    output: Path | None = options.output
    format = options.format or _BY_SUFFIX.get("" if output is None else output.suffix.lower())
    if format is None:
        print(
            f"the ending of {quoted(str(output))} says no format; let it be .mmd, .svg or .html, or give --format",
            file=sys.stderr,
        )
        return 2
    try:
        graph = flow_of(read_config(open_config(options.config, options), options))
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    drawn = _drawn(graph, format, options.config, options.direction)
    if output is None:
        print_document(drawn)
        return 0
    try:
        output.write_text(drawn, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        print(f"{quoted(str(output))} cannot be written: {reason}; choose another output", file=sys.stderr)
        return 2
    return 0


def _drawn(graph: Graph, format: str, config: str, direction: Direction) -> str:
    if format == "mermaid":
        return as_mermaid(graph, direction)
    draw = as_svg if format == "svg" else as_html
    return draw(graph, title=f"What starts what in {config}", direction=direction)
