from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import aws_cdk as cdk
import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.project_folder import ProjectFolder
from stacktape_constructs.packaging.whole_folder import dockerignore, exclusions
from tests.packaging.test_left_out import CERTIFICATE, PRIVATE_KEY

FILES = {
    "main.py": "",
    ".env": "",
    "deep/er/.env.prod": "",
    ".git/config": "",
    "deep/.aws/credentials": "",
    "deep/[odd] name.pem": PRIVATE_KEY,
    "deep/o.pem": CERTIFICATE,
    "certifi/cacert.pem": CERTIFICATE,
    "cdk.out/manifest.json": "",
    "node_modules/a/index.js": "",
}


def _make(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> ProjectFolder:
    return ProjectFolder(_make(tmp_path / "project", {f"dist/{name}": text for name, text in FILES.items()}))


def _packaged(folder: Path, patterns: Iterable[str]) -> list[str]:
    """What CDK takes of a folder with these patterns."""
    staged = cdk.AssetStaging(
        cdk.Stack(cdk.App(), "Demo"),
        "Staged",
        source_path=str(folder),
        exclude=list(patterns),
        ignore_mode=cdk.IgnoreMode.DOCKER,
    )
    taken = Path(staged.absolute_staged_path)
    return sorted(path.relative_to(taken).as_posix() for path in taken.rglob("*") if path.is_file())


def test_credentials_and_leftovers_are_left_out_wherever_they_are(project: ProjectFolder) -> None:
    folder = project.path / "dist"

    assert _packaged(folder, exclusions(folder, project, shown="dist")) == [
        "certifi/cacert.pem",
        "deep/o.pem",
        "main.py",
        "node_modules/a/index.js",
    ]


def test_an_environment_of_python_is_left_out_by_any_name(project: ProjectFolder) -> None:
    files = {"a.py": "", "envs/mine/pyvenv.cfg": "", "envs/mine/lib/b.py": "", "envs/c": ""}
    folder = _make(project.path / "another", files)
    (folder / "envs/mine/python").symlink_to("/usr/bin/python3")

    assert _packaged(folder, exclusions(folder, project, shown="another")) == ["a.py", "envs/c"]


def test_a_dockerignore_has_the_last_word(project: ProjectFolder) -> None:
    folder = _make(project.path / "dist", {".dockerignore": "# ours\nnode_modules\n!.env\n"})

    taken = _packaged(folder, exclusions(folder, project, shown="dist", own=dockerignore(folder)))

    assert ".env" in taken
    assert "deep/er/.env.prod" not in taken
    assert "node_modules/a/index.js" not in taken


def test_a_dockerignore_may_be_of_any_editor(tmp_path: Path) -> None:
    (tmp_path / ".dockerignore").write_bytes(b"\xef\xbb\xbftools\r\n# caf\xe9\n")

    assert dockerignore(tmp_path) == ["tools", "# caf\N{REPLACEMENT CHARACTER}"]


def test_a_folder_need_not_have_a_dockerignore(tmp_path: Path) -> None:
    assert dockerignore(tmp_path) == []


def test_what_this_synth_writes_is_left_out_whatever_it_is_called(
    project: ProjectFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _make(project.path / "dist", {"assembly (1)/manifest.json": ""})
    monkeypatch.setenv("CDK_OUTDIR", str(folder / "assembly (1)"))

    assert "assembly (1)/manifest.json" not in _packaged(folder, exclusions(folder, project, shown="dist"))


@pytest.mark.parametrize("output", [None, "/elsewhere/cdk.out", "."])
def test_what_is_written_elsewhere_changes_nothing(
    output: str | None, project: ProjectFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project.path / "dist"
    monkeypatch.chdir(folder)
    before = exclusions(folder, project, shown="dist")
    if output is not None:
        monkeypatch.setenv("CDK_OUTDIR", output)

    assert exclusions(folder, project, shown="dist") == before


class TestLinks:
    @pytest.fixture
    def outside(self, project: ProjectFolder) -> Path:
        return _make(project.path.parent / "outside", {"secret.txt": "secret", "deep/secret.txt": "secret"})

    def test_one_that_leads_out_of_the_project_is_refused(self, project: ProjectFolder, outside: Path) -> None:
        folder = project.path / "dist"
        (folder / "deep" / "link").symlink_to(outside / "secret.txt")

        with pytest.raises(PackagingError) as caught:
            exclusions(folder, project, shown="dist")

        assert str(caught.value) == (
            f"dist: has the link deep/link, which leads out of the project folder {project.path}; remove the link, "
            "or allow such paths with ProjectFolder(..., allow_outside=True)"
        )

    def test_so_is_one_behind_another_link(self, project: ProjectFolder, outside: Path) -> None:
        folder, shared = project.path / "dist", _make(project.path / "shared", {"a.txt": ""})
        (folder / "shared").symlink_to(shared, target_is_directory=True)
        (shared / "up").symlink_to(outside, target_is_directory=True)

        with pytest.raises(PackagingError, match=re.escape("has the link shared/up,")):
            exclusions(folder, project, shown="dist")

    def test_one_that_is_left_out_may_lead_anywhere(self, project: ProjectFolder, outside: Path) -> None:
        folder = _make(project.path / "dist", {".dockerignore": "tools\n"})
        (folder / "tools").mkdir()
        (folder / "tools" / "link").symlink_to(outside / "secret.txt")
        (folder / ".git" / "link").symlink_to(outside / "secret.txt")

        taken = _packaged(folder, exclusions(folder, project, shown="dist", own=dockerignore(folder)))

        assert "main.py" in taken
        assert [name for name in taken if "link" in name] == []

    def test_one_within_the_project_is_followed(self, project: ProjectFolder) -> None:
        folder, shared = project.path / "dist", _make(project.path / "shared", {"a.txt": "", ".env": ""})
        (folder / "shared").symlink_to(shared, target_is_directory=True)
        (shared / "self").symlink_to(shared, target_is_directory=True)

        taken = _packaged(folder, exclusions(folder, project, shown="dist"))

        assert "shared/a.txt" in taken
        assert "shared/.env" not in taken

    def test_any_may_be_followed_when_that_is_allowed(self, project: ProjectFolder, outside: Path) -> None:
        folder = project.path / "dist"
        (folder / "link").symlink_to(outside / "secret.txt")

        for allowing in (
            ProjectFolder(project.path, allow_outside=True),
            ProjectFolder(project.path, within=project.path.parent),
        ):
            assert exclusions(folder, allowing, shown="dist")


@pytest.mark.parametrize("ignored", [True, False])
def test_packages_that_link_to_each_other_are_looked_at_once(ignored: bool, tmp_path: Path) -> None:
    """There are a million ways through twenty of them, and to one that leads out as many."""
    for number in range(20):
        modules = tmp_path / f"p{number}" / "node_modules"
        modules.mkdir(parents=True)
        for other in range(number):
            (modules / f"p{other}").symlink_to(tmp_path / f"p{other}")
    folder = ProjectFolder(tmp_path)
    exclusions(tmp_path, folder, shown=".")
    (tmp_path / "p0" / "out").symlink_to("/etc")

    if ignored:
        exclusions(tmp_path, folder, shown=".", own=["**/node_modules", "p0/out"])
    else:
        with pytest.raises(PackagingError, match="has the link p0/out, which leads out"):
            exclusions(tmp_path, folder, shown=".")


def test_what_is_taken_in_again_of_a_folder_that_is_left_out_counts(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "out").symlink_to("/etc")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "link").symlink_to(tmp_path / "inner")
    folder = ProjectFolder(tmp_path / "project", within=tmp_path)

    exclusions(folder.path, folder, shown=".", own=["link"])
    with pytest.raises(PackagingError, match="has the link link/out, which leads out"):
        exclusions(folder.path, folder, shown=".", own=["link", "!link/out"])
