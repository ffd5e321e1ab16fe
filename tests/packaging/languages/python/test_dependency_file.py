"""Which file says what a source file depends on, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.dependency_file import DependencyFile
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.projects import write

MANIFEST = '[project]\nname = "shop"\nversion = "1"\ndependencies = ["first"]\n'
OF_TOOLS = "[tool.ruff]\nline-length = 120\n"
WORKSPACE = '[tool.uv.workspace]\nmembers = ["api"]\n'


def nearest(project: Path, files: Mapping[str, str], start: str = ".") -> tuple[str, str] | None:
    """The manifest and the lock file."""
    write(project, files)
    found = DependencyFile.nearest(project / start, project)
    return found and (_shown(found.manifest, project), _shown(found.lock, project))


def _shown(file: Path | None, project: Path) -> str:
    return "" if file is None else file.relative_to(project).as_posix()


def read(project: Path, files: Mapping[str, str], name: str) -> list[str]:
    """The lines of a file that is named."""
    write(project, files)
    found = DependencyFile.of(project / name, project).read(ProjectFolder(project), None, title="a.py")
    return [line.line for line in found.lines]


@pytest.mark.parametrize(
    ("files", "manifest", "lock"),
    [
        ({"requirements.txt": "first\n"}, "requirements.txt", ""),
        ({"pyproject.toml": MANIFEST}, "pyproject.toml", ""),
        ({"pyproject.toml": MANIFEST, "uv.lock": ""}, "pyproject.toml", "uv.lock"),
        ({"pyproject.toml": MANIFEST, "poetry.lock": ""}, "pyproject.toml", "poetry.lock"),
        ({"Pipfile": "", "Pipfile.lock": "{}"}, "Pipfile", "Pipfile.lock"),
        ({"Pipfile": ""}, "Pipfile", ""),
        ({"pylock.toml": ""}, "pylock.toml", "pylock.toml"),
        ({"pyproject.toml": MANIFEST, "uv.lock": "", "requirements.txt": ""}, "pyproject.toml", "uv.lock"),
        ({"pyproject.toml": MANIFEST, "pylock.toml": "", "requirements.txt": ""}, "pylock.toml", "pylock.toml"),
        ({"pyproject.toml": MANIFEST, "requirements.txt": ""}, "requirements.txt", ""),
    ],
)
def test_a_lock_file_goes_before_what_it_is_made_from(
    files: Mapping[str, str], manifest: str, lock: str, project: Path
) -> None:
    assert nearest(project, files) == (manifest, lock)


@pytest.mark.parametrize("files", [{}, {"uv.lock": ""}, {"pyproject.toml": OF_TOOLS}])
def test_a_file_about_something_else_names_no_dependencies(files: Mapping[str, str], project: Path) -> None:
    assert nearest(project, files) is None


class TestNearest:
    def test_the_folder_of_the_source_file_goes_before_those_above_it(self, project: Path) -> None:
        files = {"requirements.txt": "", "api/requirements.txt": "", "api/src/pyproject.toml": OF_TOOLS}

        assert nearest(project, files, "api/src") == ("api/requirements.txt", "")

    def test_nothing_is_looked_for_above_the_project(self, project: Path) -> None:
        write(project.parent, {"requirements.txt": ""})

        assert nearest(project, {"src/a.py": ""}, "src") is None

    def test_the_lock_file_of_a_workspace_is_above_its_member(self, project: Path) -> None:
        files = {"pyproject.toml": WORKSPACE, "uv.lock": "", "api/pyproject.toml": MANIFEST}

        assert nearest(project, files, "api") == ("api/pyproject.toml", "uv.lock")

    @pytest.mark.parametrize("above", [{"pyproject.toml": MANIFEST, "uv.lock": ""}, {"pyproject.toml": WORKSPACE}])
    def test_another_project_above_it_has_none_for_it(self, above: Mapping[str, str], project: Path) -> None:
        assert nearest(project, {**above, "api/pyproject.toml": MANIFEST}, "api") == ("api/pyproject.toml", "")

    @pytest.mark.parametrize("text", ["[project\nname = 'shop'\n", "[tool.ruff\n"])
    def test_a_manifest_that_is_damaged_is_told(self, text: str, project: Path) -> None:
        with pytest.raises(PackagingError, match=r"pyproject\.toml: is not TOML: .*; correct it"):
            nearest(project, {"pyproject.toml": text, "src/a.py": ""}, "src")

    def test_one_that_another_file_goes_before_is_not_looked_at(self, project: Path) -> None:
        assert nearest(project, {"pyproject.toml": "[[", "requirements.txt": ""}) == ("requirements.txt", "")


class TestNamed:
    @pytest.mark.parametrize(
        ("name", "manifest", "lock"),
        [
            ("deploy.txt", "deploy.txt", ""),
            ("uv.lock", "pyproject.toml", "uv.lock"),
            ("pyproject.toml", "pyproject.toml", "uv.lock"),
            ("Pipfile.lock", "Pipfile", "Pipfile.lock"),
            ("pylock.deploy.toml", "pylock.deploy.toml", "pylock.deploy.toml"),
        ],
    )
    def test_a_named_file_may_be_the_manifest_or_the_lock_file(
        self, name: str, manifest: str, lock: str, project: Path
    ) -> None:
        names = ("deploy.txt", "uv.lock", "pyproject.toml", "Pipfile", "Pipfile.lock", "pylock.deploy.toml")
        write(project, dict.fromkeys(names, ""))

        found = DependencyFile.of(project / name, project)

        assert (_shown(found.manifest, project), _shown(found.lock, project)) == (manifest, lock)

    def test_a_file_that_is_not_there_is_refused(self, project: Path) -> None:
        with pytest.raises(PackagingError, match="there is no such file, which is to name dependencies"):
            DependencyFile.of(project / "requirements.txt", project)

    @pytest.mark.parametrize("name", ["setup.py", "environment.yml"])
    def test_a_file_that_nothing_installs_from_is_refused(self, name: str, project: Path) -> None:
        write(project, {name: ""})

        with pytest.raises(
            PackagingError, match=f"{name}: is no file that pip or uv installs from; give a requirements"
        ):
            DependencyFile.of(project / name, project)


class TestMentions:
    @pytest.mark.parametrize(
        ("text", "module", "mentioned"),
        [
            ("boto3==1.40\n", "boto3", True),
            ("Boto3[crt]>=1\n", "boto3", True),
            ("boto3-stubs==1.40\n", "boto3", False),
            ("my-boto3==1\n", "boto3", False),
            ("python-dateutil==2.9\n", "dateutil", True),
            ("snapshot-restore-py==1\n", "snapshot_restore_py", True),
        ],
    )
    def test_a_package_may_be_named_for_a_module_of_the_runtime(
        self, text: str, module: str, mentioned: bool, project: Path
    ) -> None:
        write(project, {"requirements.txt": text})

        found = DependencyFile.of(project / "requirements.txt", project)

        assert found.mentions(module, ProjectFolder(project)) is mentioned

    def test_it_may_be_named_in_a_file_that_is_included(self, project: Path) -> None:
        write(project, {"requirements.txt": "-r base.txt\n", "base.txt": "boto3==1.40\n"})

        assert DependencyFile.of(project / "requirements.txt", project).mentions("boto3", ProjectFolder(project))


class TestPyproject:
    def test_its_dependencies_are_required_and_its_groups_are_not(self, project: Path) -> None:
        text = f'{MANIFEST}[project.optional-dependencies]\nextra = ["second"]\n[dependency-groups]\ndev = ["third"]\n'

        assert read(project, {"pyproject.toml": text}, "pyproject.toml") == ["first"]

    def test_a_project_without_dependencies_requires_nothing(self, project: Path) -> None:
        assert read(project, {"pyproject.toml": '[project]\nname = "shop"\n'}, "pyproject.toml") == []

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (MANIFEST + "[tool.uv.sources]\nfirst = { path = 'first' }\n", "has [tool.uv.sources] and no uv.lock"),
            ("project = 1\n", "must have a table [project], got 1"),
            ("[tool]\npoetry = 1\n", "must have a table [tool.poetry], got 1"),
            ("[project]\noptional-dependencies = []\n", "must have a table [project.optional-dependencies], got []"),
            ("[tool.poetry.dependencies]\nfirst = '^1'\n", "has [tool.poetry.dependencies] and no poetry.lock"),
            ("[project]\ndependencies = [{ name = 'first' }]\n", "by a list of texts, such as ['requests'], got [{"),
            ("[project]\ndependencies = 'first'\n", "by a list of texts, such as ['requests'], got 'first'"),
            ("[project\n", "is not TOML"),
        ],
    )
    def test_what_cannot_be_told_from_it_is_refused(self, text: str, said: str, project: Path) -> None:
        with pytest.raises(PackagingError) as caught:
            read(project, {"pyproject.toml": text}, "pyproject.toml")

        assert caught.value.path == str(project / "pyproject.toml")
        assert said in caught.value.problem

    def test_a_poetry_project_that_only_needs_python_requires_nothing(self, project: Path) -> None:
        assert (
            read(project, {"pyproject.toml": "[tool.poetry.dependencies]\npython = '^3.12'\n"}, "pyproject.toml") == []
        )


def test_a_pipfile_without_its_lock_file_is_refused(project: Path) -> None:
    with pytest.raises(PackagingError, match=r"has no Pipfile\.lock beside it; run pipenv lock"):
        read(project, {"Pipfile": ""}, "Pipfile")


class TestTheProjectItself:
    EXTRAS = '[project.optional-dependencies]\naws = ["second==2"]\ndocs = ["third"]\n'

    @pytest.mark.parametrize(
        ("line", "needs"),
        [("-e .", ["first"]), ("-e .[aws]", ["first", "second==2"]), ("-e .[AWS]", ["first", "second==2"])],
    )
    def test_it_stands_for_what_it_needs(self, line: str, needs: list[str], project: Path) -> None:
        files = {"requirements.txt": f"{line}\nlast\n", "pyproject.toml": MANIFEST + self.EXTRAS}

        assert read(project, files, "requirements.txt") == [*needs, "last"]

    def test_another_package_of_the_project_is_installed(self, project: Path) -> None:
        files = {"requirements.txt": "-e ./mine\n", "mine/pyproject.toml": MANIFEST}

        assert read(project, files, "requirements.txt") == [f"shop @ {(project / 'mine').as_uri()}"]

    def test_a_lock_file_has_all_that_it_needs(self, project: Path) -> None:
        lock = '{"_meta": {}, "default": {"shop": {"editable": true, "path": "."}, "first": {"version": "==1"}}}'

        assert read(project, {"Pipfile": "", "Pipfile.lock": lock}, "Pipfile") == ["first==1"]
