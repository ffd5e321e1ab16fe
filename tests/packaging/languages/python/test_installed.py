"""Installed packages, kept for all functions that need the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.languages.language import LambdaRequest
from stacktape_constructs.packaging.languages.python.installed import Dependencies
from stacktape_constructs.packaging.languages.python.package import package_for_lambda
from stacktape_constructs.packaging.languages.python.requirements import Requirements, read_requirements
from stacktape_constructs.packaging.languages.python.targets import Target
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.projects import write


@attrs.define
class Installer:
    """Stands for uv: it writes a module for each package, and keeps what it was told."""

    name: str = "uv"
    tag: str = "py3-none-any"
    resolved: Sequence[str] = ()
    said: str = ""
    runs: list[dict[str, Any]] = attrs.field(factory=list)

    def install(self, file: Path, into: Path, target: Target, **told: Any) -> None:
        lines = [line for line in file.read_text().splitlines() if not line.startswith("-")]
        self.runs.append({"lines": lines, "text": file.read_text(), **told})
        if self.said:
            raise PackagingError(path="a.py", problem="failed", details=self.said)
        for line in lines:
            name = line.partition("=")[0].partition(" ")[0]
            write(into, {f"{name}.py": "", f"{name}-1.dist-info/WHEEL": f"Tag: {self.tag}\n"})

    def resolve(self, file: Path, target: Target, **told: Any) -> list[str]:
        self.runs.append({"resolved": file.read_text(), **told})
        return list(self.resolved)


def requirements(project: Path, text: str, **changes: Any) -> Requirements:
    write(project, {"requirements.txt": text})
    return attrs.evolve(read_requirements(project / "requirements.txt", ProjectFolder(project)), **changes)


def dependencies(project: Path, text: str, installer: Installer, **changes: Any) -> Dependencies:
    values: dict[str, Any] = {
        "requirements": requirements(project, text),
        "target": Target(13, "x86_64"),
        "installer": installer,
        "left_out": frozenset(),
        "folder": ProjectFolder(project),
        "subject": "a.py",
        **changes,
    }
    return Dependencies(**values)


def installed(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.py")}


@pytest.fixture
def installer() -> Installer:
    return Installer()


class TestOnce:
    def test_what_is_equal_is_installed_once(self, project: Path, installer: Installer) -> None:
        first = dependencies(project, "first==1\n", installer).find_or_install()
        second = dependencies(project, "# the same\nfirst==1  # again\n", installer, subject="b.py").find_or_install()

        assert first == second
        assert len(installer.runs) == 1

    @pytest.mark.parametrize(
        "changes",
        [
            {"target": Target(12, "x86_64")},
            {"target": Target(13, "arm64")},
            {"left_out": frozenset({"second"})},
        ],
    )
    def test_what_is_another_is_another_folder(
        self, changes: dict[str, Any], project: Path, installer: Installer
    ) -> None:
        first = dependencies(project, "first==1\n", installer).find_or_install()

        assert dependencies(project, "first==1\n", installer, **changes).find_or_install() != first

    def test_what_another_tool_installed_is_another_folder(self, project: Path, installer: Installer) -> None:
        first = dependencies(project, "first==1\n", installer).find_or_install()

        assert dependencies(project, "first==1\n", Installer(name="pip")).find_or_install() != first

    @pytest.mark.parametrize(
        ("variable", "decides"), [("UV_INDEX_URL", True), ("PIP_EXTRA_INDEX_URL", True), ("UV_NO_PROGRESS", False)]
    )
    def test_settings_count_if_they_decide_what_is_installed(
        self, variable: str, decides: bool, project: Path, installer: Installer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = dependencies(project, "first==1\n", installer).find_or_install()
        monkeypatch.setenv(variable, "https://packages.example.com/simple")

        assert (dependencies(project, "first==1\n", installer).find_or_install() != first) is decides

    def test_a_package_of_the_project_is_built_again_when_it_changes(self, project: Path, installer: Installer) -> None:
        write(project, {"mine/pyproject.toml": "", "mine/src/mine.py": "", "mine/build/lib/mine.py": ""})
        made = [dependencies(project, "./mine\n", installer).find_or_install()]
        for change in ({"mine/build/lib/mine.py": "x"}, {"mine/src/mine.py": "x"}, {"mine/src/new.py": ""}):
            write(project, change)
            made.append(dependencies(project, "./mine\n", installer).find_or_install())

        assert [made[0] == made[1], made[1] == made[2], made[2] == made[3]] == [True, False, False]

    @pytest.mark.parametrize(
        ("manifest", "copied"),
        [
            (None, True),
            ("[build-system]\nbuild-backend = 'setuptools.build_meta'\n", True),
            ("[build-system]\nbuild-backend = 'hatchling.build'\n", False),
            ("[tool.uv.sources]\nother = { workspace = true }\n", False),
        ],
    )
    def test_what_setuptools_builds_is_built_elsewhere(self, manifest: str | None, copied: bool, project: Path) -> None:
        built: list[list[str]] = []

        class Builder(Installer):
            def install(self, file: Path, into: Path, target: Target, **told: Any) -> None:
                for line in file.read_text().splitlines():
                    folder = Path(line.partition("file://")[2])
                    built.append(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py")))
                super().install(file, into, target, **told)

        files = {"mine/mine.py": "", "mine/build/lib/gone.py": "", "mine/mine.egg-info/a.py": "", "mine2/more.py": ""}
        write(project, files if manifest is None else {**files, "mine/pyproject.toml": manifest})
        installer = Builder()
        dependencies(project, "./mine\n./mine2\n", installer).find_or_install()

        assert built[0] == (["mine.py"] if copied else ["build/lib/gone.py", "mine.egg-info/a.py", "mine.py"])
        assert built[1] == ["more.py"]
        assert (project / "mine/build/lib/gone.py").is_file()

    def test_a_bundle_observes_the_packages_of_the_project(self, project: Path, installer: Installer) -> None:
        write(project, {"mine/mine.py": "", "other-1-py3-none-any.whl": ""})

        seen = dependencies(project, "./mine\n./other-1-py3-none-any.whl\n", installer).observe(Observations())

        assert seen.paths() == {
            "files": [str(project / "mine/mine.py"), str(project / "other-1-py3-none-any.whl")],
            "names": [str(project / "mine")],
        }


class TestTold:
    def test_constraints_are_given_as_such(self, project: Path, installer: Installer) -> None:
        write(project, {"limits.txt": "second<2\n"})
        dependencies(project, "first\n-c limits.txt\n", installer).find_or_install()

        (run,) = installer.runs
        assert run["lines"] == ["first"]
        assert "\n--constraint " in run["text"]

    def test_where_nothing_is_required_nothing_is_run(self, project: Path, installer: Installer) -> None:
        folder = dependencies(project, "# none\n--pre\n", installer).find_or_install()

        assert (list(folder.iterdir()), installer.runs) == ([], [])

    @pytest.mark.parametrize("name", ["aws-cdk-lib", "aws_cdk.aws_lambda_python_alpha", "constructs", "jsii"])
    def test_what_only_synthesizes_is_not_installed(self, name: str, project: Path, installer: Installer) -> None:
        assert installed(dependencies(project, f"{name}==1\nfirst==1\n", installer).find_or_install()) == {"first"}

    @pytest.mark.parametrize(
        ("lines", "hashed"), [("first==1 --hash=sha256:0\nsecond==1\n", False), ("first==1 --hash=sha256:0\n", True)]
    )
    def test_pip_gets_digests_for_all_packages_or_none(self, lines: str, hashed: bool, project: Path) -> None:
        pip, uv = Installer(name="pip"), Installer()
        for installer in (pip, uv):
            dependencies(project, lines, installer).find_or_install()

        assert ("--hash" in pip.runs[0]["text"]) is hashed
        assert "--hash" in uv.runs[0]["text"]


class TestLeftOut:
    def test_what_is_left_out_is_not_installed_because_others_need_it_either(self, project: Path) -> None:
        installer = Installer(resolved=["first==1", "second==1", "third==1"])
        changes = {"left_out": frozenset({"second"})}

        folder = dependencies(project, "first\nsecond\n", installer, **changes).find_or_install()

        resolving, installing = installer.runs
        assert resolving["resolved"].splitlines() == ["first"]  # which needs the second
        assert (installing["lines"], installing["complete"]) == (["first==1", "third==1"], True)
        assert installed(folder) == {"first", "third"}

    def test_of_a_complete_list_it_is_only_taken_out(self, project: Path, installer: Installer) -> None:
        listed = requirements(project, "first==1\nsecond==1\n", complete=True)

        folder = dependencies(
            project, "", installer, requirements=listed, left_out=frozenset({"second"})
        ).find_or_install()

        assert installed(folder) == {"first"}
        assert [run["complete"] for run in installer.runs] == [True]


class TestRefused:
    def test_the_words_of_the_tool_stand_below_what_failed(self, project: Path) -> None:
        with pytest.raises(PackagingError) as caught:
            dependencies(project, "first==1\n", Installer(said="no such package")).find_or_install()

        assert caught.value.sentence == (
            "a.py: cannot be packaged: uv cannot install what requirements.txt names for Python 3.13 on x86_64, where "
            "each package needs a wheel; it said:"
        )
        assert caught.value.details == "no such package"

    def test_what_failed_is_tried_again(self, project: Path, installer: Installer) -> None:
        with pytest.raises(PackagingError):
            dependencies(project, "first==1\n", Installer(said="try later")).find_or_install()

        assert installed(dependencies(project, "first==1\n", installer).find_or_install()) == {"first"}

    def test_native_code_that_was_built_here_is_no_use_there(self, project: Path) -> None:
        write(project, {"mine/pyproject.toml": '[project]\nname = "mine"\n'})

        with pytest.raises(PackagingError, match="needs 'mine', which has native code and was built for this machine"):
            dependencies(project, "./mine\n", Installer(tag="cp313-cp313-linux_x86_64")).find_or_install()


def test_settings_of_the_tools_decide_about_a_bundle_too(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundle is looked for first, and what is installed in it only then."""
    write(project, {"a.py": "import first\ndef handler(event, context): ...\n", "requirements.txt": "first==1.0\n"})
    request = LambdaRequest(
        entry=project / "a.py",
        title="a.py",
        folder=ProjectFolder(project),
        runtime="python3.13",
        architecture="x86_64",
    )
    requests = []
    for resolution in ("highest", "lowest"):
        monkeypatch.setenv("UV_RESOLUTION", resolution)
        made = package_for_lambda(request).bundle
        assert made is not None
        requests.append(made.request["settings"])

    assert [settings["UV_RESOLUTION"] for settings in requests] == ["highest", "lowest"]
