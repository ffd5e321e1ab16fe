from __future__ import annotations

from pathlib import Path

from stacktape_constructs.packaging.languages.java.options import JavaOptions
from tests.packaging.languages.image_requests import image, refused, text

_FILE = {"src/main/java/Report.java": "class Report {}\n"}
_MODULES = {
    "pom.xml": "<project/>",
    "jobs/pom.xml": "<project/>",
    "jobs/src/main/java/a/Report.java": "package a;\n",
}


def test_a_class_without_a_package_is_started_by_its_name(project: Path) -> None:
    assert image(project, "src/main/java/Report.java", {**_FILE, "pom.xml": "<project/>"}).command[-1] == "Report"


def test_a_module_is_built_with_those_that_it_needs(project: Path) -> None:
    made = text(project, "jobs/src/main/java/a/Report.java", {**_MODULES, "mvnw": ""})

    assert "sh mvnw -B -DskipTests -pl jobs -am package" in made
    assert "--from=build /app/jobs/target/classes ./classes/" in made


def test_gradle_goes_before_maven_unless_maven_is_asked_for(project: Path) -> None:
    files = {**_FILE, "pom.xml": "<project/>", "build.gradle": ""}

    assert "gradle --no-daemon" in text(project, "src/main/java/Report.java", files)
    assert "mvn -B" in text(project, "src/main/java/Report.java", files, options=JavaOptions(use_maven=True))


def test_a_file_without_a_build_is_refused(project: Path) -> None:
    assert "there is no pom.xml or build.gradle in its folder" in refused(project, "src/main/java/Report.java", _FILE)


def test_a_build_by_maven_needs_one(project: Path) -> None:
    said = refused(
        project, "src/main/java/Report.java", {**_FILE, "build.gradle": ""}, options=JavaOptions(use_maven=True)
    )

    assert "there is no pom.xml in its folder or above it" in said
