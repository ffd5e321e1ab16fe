"""The image of a Java file."""

from __future__ import annotations

import re
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.image import (
    OFFICIAL,
    cached,
    copy_from_build,
    folders_upward,
    shell,
    version_of,
    work_folder,
)
from stacktape_constructs.packaging.languages.java.options import JavaOptions
from stacktape_constructs.packaging.languages.language import ImageRequest, ImageSource
from stacktape_constructs.packaging.languages.refusals import refuse_excluded_dependencies

_JAVA = "21"
_MAVEN = "3.9"
_GRADLE = "9.2"

# With a version, for Maven takes the newest one of a plugin that no project names.
_DEPENDENCIES = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"

_GRADLE_FILES = ("build.gradle", "build.gradle.kts")
_PACKAGE = re.compile(r"^\s*package\s+([\w.]+)\s*;", re.MULTILINE)

#: Where a build puts the folders of classes, and that of the libraries.
_FROM_MAVEN = (("target/classes",), "target/libraries")
_FROM_GRADLE = (("build/classes/java/main", "build/resources/main"), "build/image/libraries")

# Gathers what a program needs to run, of any build that has Java, whether it makes an archive of it or not.
_LIBRARIES = """\
allprojects {
    plugins.withId('java') {
        tasks.register('imageLibraries', Copy) {
            from configurations.runtimeClasspath
            into layout.buildDirectory.dir('image/libraries')
        }
    }
}
"""


def package_for_image(request: ImageRequest) -> ImageSource:
    """The classes of a project and the libraries that they need, without an archive of both."""
    refuse_excluded_dependencies(request, reason="they are those of the project's build")
    options = request.options_as(JavaOptions)
    folder, maven = _build(request, options is not None and options.use_maven)
    java = version_of(request, _JAVA)
    root = _root(request, folder, maven)
    made = work_folder(root, folder)
    package = _PACKAGE.search(request.entry.read_text(encoding="utf-8", errors="replace"))
    name = request.entry.stem if package is None else f"{package[1]}.{request.entry.stem}"
    classes, libraries = _FROM_MAVEN if maven else _FROM_GRADLE
    return ImageSource(
        base=f"{OFFICIAL}/eclipse-temurin:{java}-jre",
        build=_by_maven(root, folder, java) if maven else _by_gradle(request, root, folder, java),
        copies=(
            *(copy_from_build(f"{made}/{path}", "./classes/") for path in classes),
            copy_from_build(f"{made}/{libraries}", "./libraries/"),
        ),
        command=("java", "-cp", "classes:libraries/*", name),
        folder=root,
        leftovers=("target", "build", ".gradle"),
        generated={} if maven else {"libraries.gradle": _LIBRARIES},
    )


def _by_maven(root: Path, folder: Path, java: str) -> tuple[str, ...]:
    maven = "sh mvnw" if (root / "mvnw").is_file() else "mvn"
    # Of a build with several modules, this one and those that it needs.
    chosen = "" if folder == root else f" -pl {shell(folder.relative_to(root).as_posix())} -am"
    classes, libraries = _FROM_MAVEN
    made = " ".join(shell(f"{work_folder(root, folder)}/{path}") for path in (*classes, libraries))
    return (
        f"FROM {OFFICIAL}/maven:{_MAVEN}-eclipse-temurin-{java} AS build",
        "WORKDIR /app",
        "COPY app/ ./",
        cached(
            "/root/.m2",
            f"{maven} -B -DskipTests{chosen} package \\\n"
            f"    {_DEPENDENCIES} -DincludeScope=runtime -DoutputDirectory={libraries} && \\\n"
            f"    mkdir -p {made}",
        ),
    )


def _by_gradle(request: ImageRequest, root: Path, folder: Path, java: str) -> tuple[str, ...]:
    wrapper = next((one for one in folders_upward(request) if (one / "gradlew").is_file()), None)
    classes, libraries = _FROM_GRADLE
    return (
        f"FROM {OFFICIAL}/gradle:{_GRADLE}-jdk{java} AS build",
        "COPY libraries.gradle /",
        "WORKDIR /app",
        "COPY app/ ./",
        *(() if folder == root else (f"WORKDIR {work_folder(root, folder)}",)),
        cached(
            "/home/gradle/.gradle",
            f"{_gradle(wrapper, folder)} --no-daemon -I /libraries.gradle classes imageLibraries && \\\n"
            f"    mkdir -p {' '.join((*classes, libraries))}",
        ),
    )


def _gradle(wrapper: Path | None, folder: Path) -> str:
    if wrapper is None or not folder.is_relative_to(wrapper):
        return "gradle"
    ups = len(folder.relative_to(wrapper).parts)
    return f"sh {'../' * ups}gradlew"


def _build(request: ImageRequest, use_maven: bool) -> tuple[Path, bool]:
    """The folder of the project, and whether Maven builds it."""
    for folder in folders_upward(request):
        gradle = any((folder / name).is_file() for name in _GRADLE_FILES)
        maven = (folder / "pom.xml").is_file()
        if maven or gradle:
            if use_maven and not maven:
                break
            return folder, use_maven or not gradle
    files = "pom.xml" if use_maven else "pom.xml or build.gradle"
    raise PackagingError(
        path=request.title,
        problem=f"is Java, which is built by its project, and there is no {files} in its folder or above it; make one, "
        "or write a Dockerfile (ContainerPackage.from_dockerfile, in YAML custom-dockerfile)",
    )


def _root(request: ImageRequest, folder: Path, maven: bool) -> Path:
    """The folder of the build that a project is part of."""
    whole = ("pom.xml",) if maven else ("settings.gradle", "settings.gradle.kts")
    root = folder
    for above in folders_upward(request):
        if folder.is_relative_to(above) and any((above / name).is_file() for name in whole):
            root = above
    return root
