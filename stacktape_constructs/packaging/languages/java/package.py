"""The code of a function from a Java file, which is made by a project's own build."""

from __future__ import annotations

from typing import NoReturn

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.language import LambdaRequest

_GRADLE = "run gradle shadowJar with the plugin com.gradleup.shadow in {file}, and give build/libs/NAME-all.jar"

#: By the build's file: how it makes an archive with all dependencies, and where that is then.
#: https://docs.aws.amazon.com/lambda/latest/dg/java-package.html
_BUILDS = {
    "pom.xml": "run mvn package with the maven-shade-plugin in pom.xml, and give target/NAME.jar",
    "build.gradle": _GRADLE,
    "build.gradle.kts": _GRADLE,
}
_ANY_BUILD = (
    "build one .jar with all that it depends on, such as by mvn package with the maven-shade-plugin, and give it"
)


def package_for_lambda(request: LambdaRequest) -> NoReturn:
    """Says how the file is built.

    Raises:
        PackagingError: always.
    """
    raise PackagingError(
        path=request.title,
        problem=f"is Java, which is built by its project: {_build(request)} to LambdaPackage.from_artifact (in "
        "YAML custom-artifact), with a runtime such as java21 and the handler 'com.example.Orders::handleRequest'",
    )


def _build(request: LambdaRequest) -> str:
    for folder in request.folders_upward():
        for file, build in _BUILDS.items():
            if (folder / file).is_file():
                return build.format(file=file)
    return _ANY_BUILD
