"""PHP source files, for which Lambda has no runtime."""

from __future__ import annotations

from typing import NoReturn

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.language import LambdaRequest, Language


def _refuse(request: LambdaRequest) -> NoReturn:
    raise PackagingError(
        path=request.title,
        problem="is PHP, which Lambda has no runtime for; run it in a container (ContainerPackage.from_dockerfile, in "
        "YAML custom-dockerfile), or give a folder with what composer has installed and a bootstrap that starts PHP, "
        "such as Bref's (LambdaPackage.from_artifact with the runtime provided.al2023, in YAML custom-artifact)",
    )


PHP = Language(name="PHP", suffixes=(".php",), runtime="PROVIDED_AL2023", package_for_lambda=_refuse)
