"""`stacktape-image-buildpack`: the image of each language, deployed, run and looked into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.images.deployed import DeployedImage

Deployed = Callable[[str], DeployedImage]


@dataclass(frozen=True, kw_only=True)
class Program:
    """What is known of the program of a project.

    Attributes:
        process: how its first process is called.
        files: what of the project is in the image, without the packages and what they are made of.
        ends: it does something about the signal to end, so it can be ended without force.
        exit_code: with which it then ends.
        packages: folder of the installed packages, and their names in it.
    """

    process: str
    files: str
    ends: bool = True
    exit_code: int = 0
    packages: tuple[str, str] | None = None


_YAML = ("/venv/lib/python3.13/site-packages", "six.py yaml")
_MS = ("/app/node_modules", "ms")

PROGRAMS = {
    "dotnet": Program(process="dotnet Report.dll", files="Report.dll", ends=False),
    "go": Program(process="./program", files="program"),
    "java-gradle": Program(
        process="java -cp classes:libraries/* com.example.Report", files="classes libraries", exit_code=143
    ),
    "java-maven": Program(
        process="java -cp classes:libraries/* com.example.Report",
        files="classes libraries",
        exit_code=143,
        packages=("/app/libraries", "commons-lang3-3.17.0.jar"),
    ),
    "javascript-alone": Program(process="node job.mjs", files="job.mjs"),
    "php-alone": Program(process="php report.php", files="report.php", ends=False),
    "php-composer": Program(
        process="php report.php",
        files="composer.json composer.lock packages report.php vendor",
        ends=False,
        packages=("/app/vendor/example", "total"),
    ),
    "python-alone": Program(process="python report.py", files="lib report.py"),
    "python-pip": Program(process="python report.py", files="report.py requirements.txt total.py", packages=_YAML),
    "python-pipenv": Program(
        process="python report.py", files="Pipfile Pipfile.lock report.py total.py", packages=_YAML
    ),
    "python-poetry": Program(
        process="python report.py", files="poetry.lock pyproject.toml report.py total.py", packages=_YAML
    ),
    "python-pyproject": Program(process="python report.py", files="pyproject.toml report.py total.py", packages=_YAML),
    "python-uv": Program(
        process="python src/reports/main.py",
        files="pyproject.toml src uv.lock",
        packages=(_YAML[0], "reports six.py yaml"),
    ),
    "ruby-alone": Program(process="ruby report.rb", files="lib report.rb"),
    "ruby-bundler": Program(
        process="ruby report.rb",
        files="Gemfile Gemfile.lock report.rb vendor",
        packages=("/app/vendor/bundle/ruby/*/gems", "rainbow-3.1.1"),
    ),
    "rust": Program(process="./program", files="program", ends=False),
    "typescript-bun": Program(process="node index.cjs", files="index.cjs index.cjs.map node_modules", packages=_MS),
    "typescript-npm": Program(
        process="node index.cjs", files="index.cjs index.cjs.map node_modules templates", packages=_MS
    ),
    "typescript-pnpm": Program(process="node index.cjs", files="index.cjs index.cjs.map node_modules", packages=_MS),
    "typescript-pnpm-workspace": Program(process="node main.mjs", files="main.mjs main.mjs.map"),
    "typescript-yarn": Program(process="node index.cjs", files="index.cjs index.cjs.map node_modules", packages=_MS),
    "typescript-yarn-1": Program(process="node index.cjs", files="index.cjs index.cjs.map node_modules", packages=_MS),
}

every_program = pytest.mark.parametrize("name", PROGRAMS)

# What compiles and installs, but for npm, pip and Bundler, which the smaller base images have as well.
_TOOLS = "g++ make git go cargo mvn gradle composer esbuild poetry pipenv uv javac"


@every_program
def test_a_program_does_its_work_as_user_1000(name: str, deployed: Deployed) -> None:
    assert deployed(name).run().splitlines()[0] == "report 3 1000"


@every_program
def test_the_program_itself_gets_the_signals(name: str, deployed: Deployed) -> None:
    with deployed(name).waiting() as container:
        assert container.first_process.removeprefix("/usr/bin/") == PROGRAMS[name].process


@pytest.mark.parametrize("name", [name for name, program in PROGRAMS.items() if program.ends])
def test_a_program_that_handles_the_signal_to_end_is_not_killed(name: str, deployed: Deployed) -> None:
    with deployed(name).waiting() as container:
        container.stop()

        assert container.log.splitlines() == ["report 3 1000", "ended"]
        assert container.exit_code == PROGRAMS[name].exit_code


@every_program
def test_an_image_has_of_a_project_what_runs_and_not_what_compiled_it(name: str, deployed: Deployed) -> None:
    image = deployed(name)

    assert image.shell("ls /app").split() == PROGRAMS[name].files.split()
    assert image.shell(f"for tool in {_TOOLS}; do command -v $tool || true; done") == ""


@pytest.mark.parametrize("name", [name for name, program in PROGRAMS.items() if program.packages])
def test_an_image_has_the_packages_that_are_needed_to_run(name: str, deployed: Deployed) -> None:
    folder, packages = PROGRAMS[name].packages or ("", "")
    # A package manager leaves an empty folder of a scope, and says what it has installed.
    listed = deployed(name).shell(f"cd {folder} && find . -mindepth 1 -maxdepth 1 -name '[a-z]*' -not -empty").split()

    found = {path.removeprefix("./") for path in listed}
    assert {one for one in found if not one.startswith(("pip", "_yaml")) and ".dist-info" not in one} == {
        *packages.split()
    }


@every_program
def test_the_program_cannot_change_the_folder_that_it_is_in(name: str, deployed: Deployed) -> None:
    assert deployed(name).shell("touch /app/new /venv/new 2>/dev/null || id -u").strip() == "1000"
