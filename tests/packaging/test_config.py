from __future__ import annotations

from stacktape_constructs.packaging.config import lambda_packagings
from stacktape_constructs.packaging.images.config import image_packagings


def test_every_way_to_package_has_its_own_name() -> None:
    assert list(lambda_packagings()) == ["stacktape-lambda-buildpack", "custom-artifact"]
    assert list(image_packagings()) == [
        "stacktape-image-buildpack",
        "custom-dockerfile",
        "prebuilt-image",
        "external-buildpack",
        "nixpacks",
    ]
