#!/usr/bin/env python3
"""A stand-in for Docker, for `cdk deploy` on a machine without Docker: CDK_DOCKER names it.

It knows what the CDK does with an image asset (inspect, build, tag, login, push) and writes the image as
plain files to the folder that E2E_IMAGES names. It reads the few instructions that the generated Dockerfiles
have; the base image is taken for granted. The emulator runs a job's command in these files, see
emulator/images.py.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import urllib.parse
from pathlib import Path, PurePosixPath

IMAGES = Path(os.environ["E2E_IMAGES"])


def folder_of(kind: str, name: str) -> Path:
    return IMAGES / kind / urllib.parse.quote(name, safe="")


def build(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tag", required=True)
    parser.add_argument("--platform")
    parser.add_argument("--file", default="Dockerfile")
    parser.add_argument("context", type=Path)
    options = parser.parse_args(arguments)
    image = folder_of("built", options.tag)
    shutil.rmtree(image, ignore_errors=True)
    root = image / "root"
    root.mkdir(parents=True)
    work_folder = PurePosixPath("/")
    environment: dict[str, str] = {}
    command: list[str] = []
    for line in (options.context / options.file).read_text("utf-8").splitlines():
        instruction, _, rest = line.strip().partition(" ")
        if instruction in ("", "#", "FROM", "USER"):
            continue
        elif instruction == "ENV":
            name, _, value = rest.partition("=")
            environment[name] = value
        elif instruction == "WORKDIR":
            work_folder /= rest
            (root / work_folder.relative_to("/")).mkdir(parents=True, exist_ok=True)
        elif instruction == "COPY":
            source, target = (word for word in rest.split() if not word.startswith("--"))
            to = root / (work_folder / target).relative_to("/")
            shutil.copytree(options.context / source, to, dirs_exist_ok=True)
        elif instruction == "CMD":
            command = json.loads(rest)
        else:
            sys.exit(f"this stand-in for Docker does not know {instruction}")
    config = {"work_folder": str(work_folder), "environment": environment, "command": command}
    (image / "config.json").write_text(json.dumps(config), "utf-8")


def inspect(name: str) -> None:
    if not folder_of("built", name).is_dir():
        sys.exit(f"no such object: {name}")


def tag(name: str, other: str) -> None:
    shutil.copytree(folder_of("built", name), folder_of("built", other), dirs_exist_ok=True)


def push(name: str) -> None:
    repository_and_tag = name.split("/", 1)[-1]
    shutil.copytree(folder_of("built", name), folder_of("pushed", repository_and_tag), dirs_exist_ok=True)


def main() -> None:
    command, *arguments = sys.argv[1:]
    if command == "build":
        build(arguments)
    elif command == "inspect":
        inspect(arguments[-1])
    elif command == "tag":
        tag(*arguments)
    elif command == "push":
        push(arguments[-1])
    elif command != "login":
        sys.exit(f"this stand-in for Docker does not know the command {command}")


if __name__ == "__main__":
    main()
