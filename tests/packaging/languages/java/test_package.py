from __future__ import annotations

from pathlib import Path

import pytest

from tests.packaging.languages.projects import refusal, write

ENTRY = "src/main/java/Orders.java"


@pytest.mark.parametrize(
    ("build_file", "build"),
    [
        ("pom.xml", "run mvn package with the maven-shade-plugin in pom.xml, and give target/NAME.jar"),
        (
            "build.gradle",
            "run gradle shadowJar with the plugin com.gradleup.shadow in build.gradle, and give "
            "build/libs/NAME-all.jar",
        ),
        (
            "build.gradle.kts",
            "run gradle shadowJar with the plugin com.gradleup.shadow in build.gradle.kts, and give "
            "build/libs/NAME-all.jar",
        ),
        (
            "README.md",
            "build one .jar with all that it depends on, such as by mvn package with the maven-shade-plugin, and give "
            "it",
        ),
    ],
)
def test_java_says_what_to_build_with_the_project_s_own_tool(project: Path, build_file: str, build: str) -> None:
    write(project, {ENTRY: "", build_file: ""})

    assert str(refusal(project, ENTRY)) == (
        f"{ENTRY}: is Java, which is built by its project: {build} to LambdaPackage.from_artifact (in YAML "
        "custom-artifact), with a runtime such as java21 and the handler 'com.example.Orders::handleRequest'"
    )
