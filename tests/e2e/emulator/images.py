"""The account's registry of images: those that the stand-in for Docker, ../docker.py, has pushed."""

from __future__ import annotations

import json
import os
import urllib.parse
from pathlib import Path
from typing import Any

from ministack.core.responses import error_response_json
from ministack.services import ecr


class Image:
    """The files of an image and what it says about running it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
        self.command: list[str] = config["command"]
        self.environment: dict[str, str] = config["environment"]
        self.work_folder = self.root / config["work_folder"].lstrip("/")


def install() -> None:
    """Lets ECR say which images there are; ministack's own answers as if each one was there."""
    describe_images = ecr._describe_images

    def describe_pushed_images(request: dict[str, Any]) -> Any:
        for image in request.get("imageIds", []):
            if pushed_image(f"registry/{request['repositoryName']}:{image['imageTag']}") is None:
                return error_response_json("ImageNotFoundException", f"there is no image {image}", 400)
        return describe_images(request)

    ecr._describe_images = describe_pushed_images


def pushed_image(name: str) -> Image | None:
    """The image that was pushed under a name, whatever the registry's host is called."""
    repository_and_tag = name.split("/", 1)[-1]
    folder = Path(os.environ["E2E_IMAGES"], "pushed", urllib.parse.quote(repository_and_tag, safe=""))
    return Image(folder) if folder.is_dir() else None
