"""The code of a function from a PHP file, for which Lambda has no runtime."""

from __future__ import annotations

from typing import NoReturn

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.language import LambdaRequest


def package_for_lambda(request: LambdaRequest) -> NoReturn:
    """Says what can be done instead.

    Raises:
        PackagingError: always.
    """
    raise PackagingError(
        path=request.title,
        problem="is PHP, which Lambda has no runtime for; run it in a container (ContainerPackage.from_dockerfile, in "
        "YAML custom-dockerfile), or give a folder with what composer has installed and a bootstrap that starts PHP, "
        "such as Bref's (LambdaPackage.from_artifact with the runtime provided.al2023, in YAML custom-artifact)",
    )
