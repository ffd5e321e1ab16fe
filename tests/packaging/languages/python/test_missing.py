"""Imports that nothing can meet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.excluded import Excluded
from stacktape_constructs.packaging.languages.python.missing import check_installed, check_nothing_is_needed
from stacktape_constructs.packaging.languages.python.outside import Outside, Part
from tests.packaging.languages.projects import write

REQUESTS = Outside("requests", True, "a.py:2")
OPTIONAL = Outside("orjson", False, "a.py:3")
OF_THE_RUNTIME = Outside("boto3", True, "a.py:4")
UNKNOWN = Outside("", True, "a.py:5")
WITHOUT = [OPTIONAL, OF_THE_RUNTIME, UNKNOWN]


def check(*imports: Outside, packages: Path | None = None, left_out: Sequence[str] = ()) -> None:
    """By what was installed, if anything was."""
    if packages is None:
        check_nothing_is_needed(imports, title="a.py", left_out=left_out)
    else:
        excluded = Excluded(given=tuple(left_out), complete=True, resolve=frozenset)
        check_installed(imports, packages, named_by="uv.lock", title="a.py", excluded=excluded)


def refused(*imports: Outside, packages: Path | None = None, left_out: Sequence[str] = ()) -> str:
    with pytest.raises(PackagingError) as caught:
        check(*imports, packages=packages, left_out=left_out)
    return str(caught.value)


def test_without_a_file_that_names_packages_none_may_be_needed() -> None:
    assert refused(*WITHOUT, REQUESTS) == (
        "a.py: imports 'requests' (a.py:2), which is neither in the project nor part of the runtime, and no "
        "requirements.txt, pyproject.toml or Pipfile names what is to be installed; add one, or exclude the "
        "dependency 'requests' if a layer has it"
    )


def test_what_was_not_installed_is_missing(tmp_path: Path) -> None:
    assert refused(REQUESTS, packages=tmp_path) == (
        "a.py: imports 'requests' (a.py:2), which is neither in the project nor part of the runtime, and no package "
        "that uv.lock names has it; name the one that does, or exclude the dependency 'requests' if a layer has it"
    )


def test_all_that_is_missing_is_said_together_while_it_is_little() -> None:
    imports = [Outside(f"p{number}", True, f"a.py:{number}") for number in range(9)]

    assert "imports 'p0' (a.py:0), 'p1' (a.py:1), " in refused(*imports)
    assert "'p4' (a.py:4) and others, which" in refused(*imports)


def test_a_function_can_do_without_the_rest(tmp_path: Path) -> None:
    check(*WITHOUT)
    check(*WITHOUT, packages=tmp_path)


@pytest.mark.parametrize("name", ["requests/api.py", "requests.py", "requests.cpython-313-x86_64-linux-gnu.so"])
def test_a_package_may_have_a_module_in_any_form(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.touch()

    check(REQUESTS, packages=tmp_path)


class TestPartsOfANamespace:
    STORAGE = Outside("google", True, "a.py:2", (Part("google.cloud.storage.Client", "a.py:2"),))

    def test_one_that_was_not_installed_is_missing(self, tmp_path: Path) -> None:
        write(tmp_path, {"google/cloud/pubsub/__init__.py": ""})

        assert refused(self.STORAGE, packages=tmp_path) == (
            "a.py: imports 'google.cloud.storage' (a.py:2), which is neither in the project nor part of the runtime, "
            "and no package that uv.lock names has it; name the one that does, or exclude the dependency "
            "'google.cloud.storage' if a layer has it"
        )

    def test_what_only_its_code_can_tell_of_a_package_is_no_matter(self, tmp_path: Path) -> None:
        write(tmp_path, {"google/cloud/storage/__init__.py": ""})

        check(self.STORAGE, packages=tmp_path)

    def test_each_that_is_missing_is_said_once(self, tmp_path: Path) -> None:
        parts = (Part("google.a.x", "a.py:1"), Part("google.b", "a.py:2"), Part("google.a.y", "a.py:3"))
        write(tmp_path, {"google/c.py": ""})

        said = refused(Outside("google", True, "a.py:1", parts), packages=tmp_path)
        assert "imports 'google.a' (a.py:1), 'google.b' (a.py:2), which" in said

    def test_one_of_the_projects_own_folder_is_told_as_such(self, tmp_path: Path) -> None:
        own = Outside("shared", True, "a.py:1", (Part("shared.dbx.save", "a.py:1", "shared"),))

        assert refused(own) == (
            "a.py: imports 'shared.dbx.save' (a.py:1), and the project's folder 'shared' has no module 'dbx'; correct "
            "the name"
        )
        assert refused(own, packages=tmp_path) == (
            "a.py: imports 'shared.dbx.save' (a.py:1), and the project's folder 'shared' has no module 'dbx', nor has "
            "a package that uv.lock names; correct the name, or name the package that has it"
        )

    def test_one_of_a_layer_can_be_left_out(self) -> None:
        check(self.STORAGE, left_out=["google-cloud-storage"])


def test_a_layer_may_have_what_is_left_out(tmp_path: Path) -> None:
    check(Outside("my_own", True, "a.py:1"), left_out=["My-Own"])
    check(Outside("cv2", True, "a.py:1"), left_out=["opencv-python"])
    check(Outside("cv2", True, "a.py:1"), packages=tmp_path, left_out=["opencv"])


def test_what_else_is_missing_is_told_beside_it(tmp_path: Path) -> None:
    imports = [Outside("my_own", True, "a.py:1"), REQUESTS]

    assert "imports 'requests' (a.py:2), which" in refused(*imports, left_out=["My-Own"])
    assert "imports 'requests' (a.py:2), which" in refused(*imports, packages=tmp_path, left_out=["My-Own"])
