"""What packages are installed for."""

from __future__ import annotations

import sys

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.targets import Target, is_standard


@pytest.mark.parametrize(
    ("runtime", "architecture", "platform"),
    [
        ("python3.11", "x86_64", "x86_64-manylinux_2_17"),
        ("python3.12", "x86_64", "x86_64-manylinux_2_34"),
        ("python3.13", "arm64", "aarch64-manylinux_2_34"),
    ],
)
def test_a_runtime_has_the_c_library_of_its_system(runtime: str, architecture: str, platform: str) -> None:
    assert Target.of(runtime, architecture, title="a.py").uv_platform == platform


def test_pip_is_told_of_every_older_c_library_too_the_newest_first() -> None:
    platforms = list(Target.of("python3.13", "arm64", title="a.py").pip_platforms)

    assert platforms[0] == "manylinux_2_34_aarch64"
    assert platforms[-2:] == ["manylinux_2_17_aarch64", "manylinux2014_aarch64"]
    assert len(platforms) == 19


@pytest.mark.parametrize("runtime", ["nodejs24.x", "python2.7", "provided.al2023"])
def test_a_runtime_of_another_language_is_refused(runtime: str) -> None:
    with pytest.raises(PackagingError) as caught:
        Target.of(runtime, "x86_64", title="a.py")

    assert str(caught.value) == (
        f"a.py: is Python, and the function's runtime is {runtime}; give it a Python runtime such as python3.13"
    )


def test_this_python_is_like_that_of_the_function_only_if_it_is_the_same() -> None:
    here = sys.version_info.minor

    assert [Target(minor, "x86_64").is_newer for minor in (here - 1, here, here + 1)] == [False, False, True]
    assert not Target(here + 1, "x86_64").is_like_this_machine
    assert Target(here, "arm64").is_like_this_machine is (sys.platform == "linux")


@pytest.mark.parametrize(
    ("module", "minors"),
    [
        ("json", [10, 11, 12, 13, 14]),
        ("distutils", [10, 11]),
        ("telnetlib", [10, 11, 12]),
        ("tomllib", [11, 12, 13, 14]),
        ("annotationlib", [14]),
        ("requests", []),
    ],
)
def test_the_standard_library_is_that_of_the_version(module: str, minors: list[int]) -> None:
    assert [minor for minor in range(10, 15) if is_standard(module, minor)] == minors
