"""`python -m stacktape_constructs.corpus FOLDER`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a corpus and prints the report. Returns the exit code: 1 if anything crashed."""
    parser = argparse.ArgumentParser(
        prog="python -m stacktape_constructs.corpus",
        description="Synthesizes every config in a folder with placeholder code and says how each fared.",
    )
    parser.add_argument("folder", type=Path, help="folder with configs; folders in it are searched too")
    parser.add_argument("--all", action="store_true", help="name every config that was not synthesized")
    parser.add_argument("--cdk-json", type=Path, default=Path("cdk.json"), help="where the feature flags are")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        parser.error(f"there is no folder '{options.folder}'")
    # CDK's own validation looks at templates; here it is about which configs give one.
    os.environ.setdefault("CDK_VALIDATION", "false")
    context = (
        json.loads(options.cdk_json.read_text(encoding="utf-8")).get("context", {})
        if options.cdk_json.is_file()
        else {}
    )
    # Only now: the CDK reads its environment when it is loaded.
    from stacktape_constructs.corpus.outcome import synthesize
    from stacktape_constructs.corpus.report import Run, print_report

    run = Run(options.folder)
    for path in sorted([*options.folder.rglob("*.yml"), *options.folder.rglob("*.yaml")]):
        run.add(synthesize(path, context))
    print_report(run, every=options.all)
    return 1 if run.crashed else 0


if __name__ == "__main__":
    sys.exit(main())
