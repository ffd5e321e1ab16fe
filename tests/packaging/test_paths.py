"""Paths in a config that lead out of the project's folder, each said where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.configured import problems_of

FUNCTION = """\
resources:
  x:
    type: function
    properties:
      runtime: python3.13
      packaging:
        type: {type}
        properties:
{properties}
"""
JOB = """\
resources:
  x:
    type: batch-job
    properties:
      resources: {{cpu: 1, memory: 4}}
      container:
        packaging:
          type: {type}
          properties:
{properties}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("outside/secret.py", "outside/Dockerfile", "web/main.py", "web/image/Dockerfile", "web/dist/main.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    web = tmp_path / "web"
    (web / "link.py").symlink_to(tmp_path / "outside" / "secret.py")
    (web / "up").symlink_to(tmp_path / "outside", target_is_directory=True)
    return web


def _problem(template: str, kind: str, properties: str, project: Path) -> str:
    indent = "          " if template is FUNCTION else "            "
    lines = "".join(f"{indent}{line}\n" for line in properties.splitlines())
    (problem,) = problems_of(template.format(type=kind, properties=lines), project, code="project")
    assert "allow_outside" not in problem, "which is no word for a config"
    return problem


@pytest.mark.parametrize(
    "path", ["../outside/secret.py", "/etc/passwd", "link.py", "up/secret.py", "image/../../outside/secret.py"]
)
@pytest.mark.parametrize(
    ("template", "kind", "name"),
    [
        (FUNCTION, "stacktape-lambda-buildpack", "entryfilePath"),
        (FUNCTION, "custom-artifact", "packagePath"),
        (JOB, "stacktape-image-buildpack", "entryfilePath"),
        (JOB, "custom-dockerfile", "buildContextPath"),
    ],
)
def test_a_path_out_of_the_project_is_refused(template: str, kind: str, name: str, path: str, project: Path) -> None:
    problem = _problem(template, kind, f"{name}: {path}", project)

    line, column = (9, 26) if template is FUNCTION else (10, 28)
    place = f"{line}:{column + len(name) - len('entryfilePath')}"
    assert problem.startswith(f"{place}: {'function' if template is FUNCTION else 'batch-job'} 'x': {path}: leads out ")
    assert problem.endswith("or name a folder that holds both by -c projectFolder=… (in Python project_folder)")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        # A shell's words for folders are names of files here.
        ("~/secret.py", "~/secret.py: there is no such file in"),
        ("$HOME/secret.py", "$HOME/secret.py: there is no such file in"),
        ("..\\outside\\secret.py", "..\\outside\\secret.py: there is no such file in"),
    ],
)
def test_a_path_is_not_expanded(path: str, said: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(project.parent / "outside"))

    assert said in _problem(FUNCTION, "stacktape-lambda-buildpack", f"entryfilePath: '{path}'", project)


@pytest.mark.parametrize("patterns", ["includeFiles", "excludeFiles"])
@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("../outside/*", "must be a pattern within the project folder"),
        ("/etc/*", "must be a pattern within the project folder"),
        ("up\\*", "must have '/' between folders; write 'up/*'"),
    ],
)
def test_a_pattern_out_of_the_project_is_refused(patterns: str, pattern: str, said: str, project: Path) -> None:
    properties = f"entryfilePath: main.py\n{patterns}: [main.py, '{pattern}']"

    problem = _problem(FUNCTION, "stacktape-lambda-buildpack", properties, project)

    assert problem == f"10:35: function 'x': {pattern}: {said}"


def test_a_link_that_a_pattern_matches_is_refused(project: Path) -> None:
    properties = "entryfilePath: main.py\nincludeFiles: ['*.py']"

    problem = _problem(FUNCTION, "stacktape-lambda-buildpack", properties, project)

    assert "function 'x': link.py: leads out of the project folder" in problem


@pytest.mark.parametrize(
    ("template", "kind", "name"),
    [(FUNCTION, "custom-artifact", "packagePath"), (JOB, "custom-dockerfile", "buildContextPath")],
)
def test_a_link_in_a_folder_is_refused(template: str, kind: str, name: str, project: Path) -> None:
    (project / "Dockerfile").write_text("")

    problem = _problem(template, kind, f"{name}: .", project)

    assert f"'x': .: has the link link.py, which leads out of the project folder {project}; remove the link" in problem
    assert problem.endswith("or name a folder that holds both by -c projectFolder=… (in Python project_folder)")


def test_a_dockerfile_has_to_be_in_the_build_context(project: Path) -> None:
    properties = "buildContextPath: image\ndockerfilePath: ../../outside/Dockerfile"

    problem = _problem(JOB, "custom-dockerfile", properties, project)

    assert problem == (
        "11:29: batch-job 'x': ../../outside/Dockerfile: must be in the build context "
        f"{project / 'image'}, which is all that a build is sent"
    )
