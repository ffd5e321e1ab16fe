"""A folder of files as CDK's code of a function."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_

from stacktape_constructs.packaging.file_modes import is_program


def code_asset(folder: Path, files: Mapping[str, Path]) -> lambda_.Code:
    """The code in a folder.

    Args:
        folder: the folder.
        files: the user's files that were copied into it, by their path in it.
    """
    programs = sorted(name for name, file in files.items() if is_program(file.stat()))
    if not programs:
        return lambda_.Code.from_asset(str(folder))
    # CDK's hash knows no modes, so that a function would keep a file that could not be run when it became a program.
    told_apart = cdk.FileSystem.fingerprint(str(folder), extra_hash="\0".join(programs))
    return lambda_.Code.from_asset(str(folder), asset_hash=told_apart)
