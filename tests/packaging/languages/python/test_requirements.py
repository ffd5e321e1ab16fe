"""Requirements files, read as pip and uv read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.requirements import (
    Requirements,
    normal_name,
    read_requirements,
    requirement,
)
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.projects import write

DIGEST = "--hash=sha256:" + "0" * 64


def read(project: Path, **files: str) -> Requirements:
    """What `requirements.txt` requires, beside other files whose names here lack `.txt`."""
    write(project, {f"{name}.txt": text for name, text in files.items()})
    return read_requirements(project / "requirements.txt", ProjectFolder(project))


def lines(project: Path, **files: str) -> list[str]:
    return [line.line for line in read(project, **files).lines]


@pytest.mark.parametrize("name", ["PyYAML_x", "pyyaml.X", "PYYAML--x"])
def test_names_are_compared_as_registries_do(name: str) -> None:
    assert normal_name(name) == "pyyaml-x"


class TestFiles:
    def test_comments_and_empty_lines_are_left_out(self, project: Path) -> None:
        text = "# all\n\nfirst==1  # the first\n   # indented\nsecond==1\n"

        assert lines(project, requirements=text) == ["first==1", "second==1"]

    def test_a_line_that_goes_on_is_one(self, project: Path) -> None:
        text = f"first==1 \\\n    {DIGEST} \\\n    {DIGEST}\n    # via shop\nsecond==1\n"

        first, second = lines(project, requirements=text)
        assert first.split() == ["first==1", DIGEST, DIGEST]
        assert second == "second==1"

    @pytest.mark.parametrize(
        "option", ["-r more.txt", "-rmore.txt", "--requirement=more.txt", "--requirement more.txt"]
    )
    def test_another_file_is_included(self, project: Path, option: str) -> None:
        found = read(project, requirements=f"{option}\nfirst\n", more="second\n")

        assert [line.line for line in found.lines] == ["second", "first"]
        assert found.looked_at == (project / "requirements.txt", project / "more.txt")

    def test_constraints_require_nothing(self, project: Path) -> None:
        found = read(project, requirements="-c limits.txt\nfirst\n", limits="first<2\nsecond<2\n")

        assert found.names == {"first"}
        assert [line.line for line in found.constraints] == ["first<2", "second<2"]

    def test_a_file_may_be_both_constraints_and_requirements(self, project: Path) -> None:
        assert lines(project, requirements="-c more.txt\n-r more.txt\n", more="first==1\n") == ["first==1"]

    def test_files_may_include_each_other(self, project: Path) -> None:
        found = lines(project, requirements="-r more.txt\nfirst\n", more="-r requirements.txt\nsecond\n")

        assert found == ["second", "first"]

    def test_paths_start_at_the_file_that_has_them(self, project: Path) -> None:
        write(project, {"deploy/mine/pyproject.toml": "[project]\nname = 'mine'\n", "deploy/base.txt": "./mine\n"})

        (line,) = lines(project, requirements="-r deploy/base.txt\n")

        assert line == f"mine @ {(project / 'deploy/mine').as_uri()}"

    def test_a_byte_order_mark_is_no_part_of_a_name(self, project: Path) -> None:
        (project / "requirements.txt").write_bytes(b"\xef\xbb\xbffirst==1\r\n")

        assert lines(project) == ["first==1"]

    def test_text_in_another_encoding_is_refused(self, project: Path) -> None:
        (project / "requirements.txt").write_bytes("first==1\n".encode("utf-16"))

        with pytest.raises(PackagingError, match="is not UTF-8 text; save it as UTF-8"):
            read(project)

    @pytest.mark.parametrize("line", ["-r more.txt", "--requirement=more.txt  # those", "-c more.txt"])
    def test_a_file_that_is_not_there_is_refused_at_the_line_that_names_it(self, line: str, project: Path) -> None:
        with pytest.raises(PackagingError) as caught:
            read(project, requirements=f"# some\n\nfirst\n{line}\n")

        assert str(caught.value) == (
            f"{project}/requirements.txt:4: includes 'more.txt', and there is no file {project}/more.txt; correct the "
            "path, or add it"
        )

    def test_the_line_may_stand_in_a_file_that_is_included_itself(self, project: Path) -> None:
        with pytest.raises(PackagingError, match=r"/base/first\.txt:2: includes 'more\.txt', and there is no file /"):
            read(project, requirements="-r base/first.txt\n", **{"base/first": "second\n-r more.txt\n"})

    def test_options_for_the_tool_are_kept_and_require_nothing(self, project: Path) -> None:
        found = read(project, requirements="--pre\n-i https://packages.example.com/simple\n-f wheels\n")

        assert [line.line for line in found.lines] == [
            "--pre",
            "-i https://packages.example.com/simple",
            f"--find-links {project / 'wheels'}",
        ]
        assert found.is_empty

    def test_packages_can_be_taken_out(self, project: Path) -> None:
        found = read(project, requirements="My_First==1\nsecond==1\n").without(["my-first"])

        assert [line.line for line in found.lines] == ["second==1"]


@pytest.mark.parametrize(
    ("line", "name", "from_source"),
    [
        ("First[extra] >= 1 ; python_version > '3.9'", "first", False),
        ("first @ https://example.com/first-1.0-py3-none-any.whl ; sys_platform == 'linux'", "first", False),
        ("first@git+https://example.com/shop/other.git", "first", True),
        ("https://example.com/my_first-1.0-py3-none-any.whl", "my-first", False),
        ("https://example.com/my-first-1.0.tar.gz#sha256=00", "my-first", True),
        ("git+https://example.com/shop/first.git@v1.0", "first", True),
        ("git+https://example.com/shop/first.git@feature/prices", "first", True),
        ("git+https://user@example.com/shop/first/ ; python_version > '3.9'", "first", True),
        ("git+ssh://git@example.com/shop/first@main#subdirectory=python", "first", True),
        ("-e git+https://example.com/shop/other.git#egg=first[extra]&subdirectory=python", "first", True),
    ],
)
def test_the_name_of_what_is_required_is_known(line: str, name: str, from_source: bool, project: Path) -> None:
    found = requirement(line, project, ProjectFolder(project))

    assert (found.name, found.from_source, found.local) == (name, from_source, None)


def test_an_address_without_a_name_is_refused(project: Path) -> None:
    with pytest.raises(
        PackagingError, match=r"does not tell the name of its package; write: NAME @ https://.*/main\.zip"
    ):
        requirement("https://example.com/archive/main.zip", project, ProjectFolder(project))


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("./mine", "mine @ {}/mine"),
        ("-e ./mine", "mine @ {}/mine"),
        ("--editable='./mine'", "mine @ {}/mine"),
        ("mine/", "mine @ {}/mine"),
        ("file:./mine", "mine @ {}/mine"),
        ("./mine[a,b] ; python_version > '3.9'", "mine[a,b] @ {}/mine ; python_version > '3.9'"),
        ("Other[a] @ ./mine", "Other[a] @ {}/mine"),
        ("./old", "old @ {}/old"),
        ("my-own-1.0.tar.gz", "my-own @ {}/my-own-1.0.tar.gz"),
        ("./wheels/my_own-1.0-py3-none-any.whl", "my_own @ {}/wheels/my_own-1.0-py3-none-any.whl"),
    ],
)
def test_a_package_of_the_project_is_named_by_its_place(line: str, written: str, project: Path) -> None:
    write(
        project,
        {
            "mine/pyproject.toml": '[build-system]\nname = "no"\n\n[project]\nversion = "1"\nname = "mine"\n',
            "old/setup.py": "",
            "my-own-1.0.tar.gz": "",
            "wheels/my_own-1.0-py3-none-any.whl": "",
        },
    )

    found = requirement(line, project, ProjectFolder(project))

    assert found.line == written.format(project.as_uri())
    assert found.local is not None
    assert found.from_source is not line.endswith(".whl")


def test_a_package_that_is_not_there_is_refused(project: Path) -> None:
    with pytest.raises(PackagingError, match=f"there is no such package, which {project} requires"):
        requirement("./mine", project, ProjectFolder(project))


def test_a_package_out_of_the_project_folder_is_refused(project: Path) -> None:
    write(project.parent, {"mine/pyproject.toml": ""})

    with pytest.raises(PackagingError, match="project folder"):
        requirement("../mine", project, ProjectFolder(project, within=project))


@pytest.mark.parametrize(
    ("line", "pinned"),
    [
        ("first==1.0", True),
        (f"first == 1.0 {DIGEST}", True),
        ("first===1.0 ; python_version >= '3.9'", True),
        ("first @ https://example.com/first-1.0-py3-none-any.whl", True),
        ("--pre", True),
        ("first", False),
        ("first>=1.0", False),
        ("first==1.*", False),
        ("first!=1.0", False),
        ("first ; python_version == '3.9'", False),
    ],
)
def test_whether_one_version_alone_will_do_is_known(line: str, pinned: bool, project: Path) -> None:
    assert requirement(line, project, ProjectFolder(project)).pinned is pinned


def test_a_line_can_be_had_without_its_digests(project: Path) -> None:
    found = requirement(f"first==1.0 {DIGEST} {DIGEST.replace('=', ' ', 1)}", project, ProjectFolder(project))

    assert found.without_hashes == "first==1.0"
