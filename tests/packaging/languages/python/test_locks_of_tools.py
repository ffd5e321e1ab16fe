"""Lock files as their tools wrote them, each of a project that needs the same: `locks` holds them whole."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.dependency_file import DependencyFile
from stacktape_constructs.packaging.languages.python.locks import read_pdm_lock
from stacktape_constructs.packaging.languages.python.requirements import Requirements
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.projects import write

LOCKS = Path(__file__).with_name("locks")

# The project needs httpx with its extra `socks`, jinja2, a package of its own, exceptiongroup before Python 3.11 and
# tzdata on Windows; for development iniconfig and idna, for its documentation mistune, for its extra `cli` click.
EVERYWHERE = {"anyio", "certifi", "h11", "httpcore", "httpx", "idna", "jinja2", "markupsafe", "socksio",
              "typing-extensions", "itsdangerous", "money"}  # fmt: skip


def read(tool: str, project: Path) -> Requirements:
    shutil.copytree(LOCKS / tool, project, dirs_exist_ok=True)
    named = DependencyFile.nearest(project, project)
    assert named is not None
    assert named.lock is not None
    return named.read(ProjectFolder(project), None, title="tests")


def installed(read: Requirements, python: str, platform: str = "linux") -> set[str]:
    """The packages whose conditions hold."""
    environment = {"python_version": python, "python_full_version": f"{python}.1", "sys_platform": platform}
    wanted = [Requirement(line.without_hashes) for line in read.lines if line.name]
    return {line.name for line in wanted if line.marker is None or line.marker.evaluate(environment)}


@pytest.mark.parametrize("tool", ["poetry-2.5", "pdm"])
class TestALockFile:
    def test_names_what_the_project_needs_and_nothing_for_development(self, tool: str, project: Path) -> None:
        found = read(tool, project)

        assert installed(found, "3.13") == EVERYWHERE
        assert installed(found, "3.10") == EVERYWHERE | {"exceptiongroup"}
        assert installed(found, "3.13", "win32") == EVERYWHERE | {"tzdata"}

    def test_names_one_version_of_each_package_and_its_digests(self, tool: str, project: Path) -> None:
        lines = [line for line in read(tool, project).lines if line.local is None]

        assert all(line.pinned for line in lines)
        assert all(re.search(r" --hash=sha256:[0-9a-f]{64}", line.line) for line in lines)

    def test_names_a_package_of_the_project_by_its_folder(self, tool: str, project: Path) -> None:
        (local,) = (line for line in read(tool, project).lines if line.local is not None)

        assert local.line == f"money @ {(project / 'libraries/money').as_uri()}"


def test_a_lock_file_of_poetry_1_is_refused_with_what_to_do(project: Path) -> None:
    with pytest.raises(PackagingError, match=r"by a Poetry before 2\.0 .* write it again with Poetry 2"):
        read("poetry-1.8", project)


class TestPdm:
    def of_package(self, more: str, project: Path, *, manifest: str = "") -> list[str]:
        text = (
            '[metadata]\nstrategy = ["inherit_metadata"]\nlock_version = "4.5.1"\n\n'
            f'[[package]]\nname = "first"\nversion = "1.0"\ngroups = ["default"]\n{more}\n'
        )
        write(project, {"pdm.lock": text, "pyproject.toml": manifest})
        return [line.line for line in read_pdm_lock(project / "pdm.lock", ProjectFolder(project)).lines]

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            ('extras = ["a", "b"]', "first[a,b]==1.0"),
            (
                'git = "https://example.com/first.git"\nref = "main"\nrevision = "0a1b"\nsubdirectory = "python"',
                "first @ git+https://example.com/first.git@0a1b#subdirectory=python",
            ),
            (
                'url = "https://example.com/first-1.0-py3-none-any.whl"',
                "first @ https://example.com/first-1.0-py3-none-any.whl",
            ),
            # By the strategy static_urls.
            ('files = [{url = "https://example.com/f.whl", hash = "sha256:0a"}]', "first==1.0 --hash=sha256:0a"),
        ],
    )
    def test_a_package_is_taken_from_where_it_is(self, more: str, expected: str, project: Path) -> None:
        assert self.of_package(more, project) == [expected]

    @pytest.mark.parametrize(
        ("source", "option"),
        [
            ('name = "own"', "--extra-index-url https://own.example.com"),
            ('name = "pypi"', "--index-url https://own.example.com"),
            ('name = "own"\ntype = "find_links"', "--find-links https://own.example.com"),
        ],
    )
    def test_the_sources_of_the_manifest_are_named(self, source: str, option: str, project: Path) -> None:
        manifest = f'[[tool.pdm.source]]\nurl = "https://own.example.com"\n{source}\n'

        assert self.of_package("", project, manifest=manifest) == [option, "first==1.0"]

    def test_a_lock_file_that_does_not_say_what_packages_are_for_is_refused(self, project: Path) -> None:
        write(project, {"pdm.lock": '[metadata]\nstrategy = ["cross_platform"]\nlock_version = "4.4"\n'})

        with pytest.raises(PackagingError, match=r"write it again \(pdm lock --update-reuse -S inherit_metadata\)"):
            read_pdm_lock(project / "pdm.lock", ProjectFolder(project))
