"""The modules of a project that a file imports."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.modules import Entry, Traced, Tracer, entry_module
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.projects import write


def entry_of(project: Path, entry: str) -> Entry:
    return entry_module(project / entry, ProjectFolder(project, within=project), title=entry, newer=False)


def traced(project: Path, files: Mapping[str, str], entry: str = "a.py") -> Traced:
    write(project, files)
    found = entry_of(project, entry)
    return Tracer((found.root, project, project / "src"), ProjectFolder(project, within=project), False).trace(found)


def places(project: Path, files: Mapping[str, str], entry: str = "a.py") -> set[str]:
    return set(traced(project, files, entry).files)


def outside(project: Path, text: str, **files: str) -> list[tuple[str, bool]]:
    found = traced(project, {"a.py": text, **{f"{name}.py": content for name, content in files.items()}})
    return [(one.name, one.required) for one in found.outside]


class TestEntry:
    def test_a_file_is_imported_by_its_own_name(self, project: Path) -> None:
        write(project, {"src/shop/__init__.py": "", "src/shop/save-post.py": "import json\n"})

        found = entry_of(project, "src/shop/save-post.py")

        assert (found.module.name, found.root) == ("save-post", project / "src/shop")

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("from . import posts", "api.main"),
            ("from .. import posts", "shop.api.main"),
            ("def f():\n    from ..posts import x", "shop.api.main"),
        ],
    )
    def test_it_is_imported_from_its_package_if_it_imports_relative_to_that(
        self, text: str, name: str, project: Path
    ) -> None:
        write(project, {"src/shop/api/main.py": text})

        found = entry_of(project, "src/shop/api/main.py")

        assert found.module.name == name
        assert found.root / f"{name.replace('.', '/')}.py" == project / "src/shop/api/main.py"

    def test_its_package_starts_where_the_first_init_file_is(self, project: Path) -> None:
        write(
            project,
            {"src/shop/__init__.py": "", "src/shop/api/__init__.py": "", "src/shop/api/main.py": "from . import b"},
        )

        assert entry_of(project, "src/shop/api/main.py").module.name == "shop.api.main"

    def test_a_package_whose_name_no_handler_can_have_is_refused(self, project: Path) -> None:
        write(project, {"my.shop/main.py": "from . import posts"})

        with pytest.raises(PackagingError, match=r"the folder 'my\.shop' cannot be part of a handler's name"):
            entry_of(project, "my.shop/main.py")

    def test_a_package_that_is_out_of_the_project_is_refused(self, project: Path) -> None:
        write(project, {"main.py": "from .. import posts"})

        with pytest.raises(PackagingError, match="imports relative to a package in"):
            entry_of(project, "main.py")

    def test_more_dots_than_folders_lead_out_of_the_project(self, project: Path) -> None:
        write(project, {"main.py": f"from {'.' * 50} import posts"})

        with pytest.raises(PackagingError, match="imports relative to a package in /, which is not in the project"):
            entry_of(project, "main.py")


class TestFollowed:
    @pytest.mark.parametrize(
        "text",
        [
            "import shop.posts",
            "from shop import posts",
            "from shop.posts import title",
            "from shop import *",
            "import importlib\nimportlib.import_module('shop.posts')",
            "import importlib\nimportlib.import_module(f'shop.{name}')",
        ],
    )
    def test_a_module_is_taken_with_the_packages_above_it(self, text: str, project: Path) -> None:
        files = {"a.py": text, "shop/__init__.py": "__all__ = ['posts']", "shop/posts.py": "title = 1", "other.py": ""}

        assert places(project, files) == {"a.py", "shop/__init__.py", "shop/posts.py"}

    def test_what_a_package_imports_relative_to_itself_is_taken(self, project: Path) -> None:
        files = {
            "a.py": "import shop.api.main",
            "shop/__init__.py": "",
            "shop/api/__init__.py": "from .one import x",
            "shop/api/main.py": "from ..two import x\nfrom . import three",
            "shop/api/one.py": "x = 1",
            "shop/api/three.py": "",
            "shop/two.py": "x = 1",
        }

        assert places(project, files) == set(files)

    def test_modules_may_import_each_other(self, project: Path) -> None:
        assert places(project, {"a.py": "import b", "b.py": "import a, b"}) == {"a.py", "b.py"}

    def test_a_folder_needs_no_init_file_to_be_a_package(self, project: Path) -> None:
        files = {"src/a.py": "import shop.one, shop.two", "src/shop/one.py": "", "shop/two.py": ""}

        found = traced(project, files, "src/a.py")

        assert found.files == {
            "a.py": project / "src/a.py",
            "shop/one.py": project / "src/shop/one.py",
            "shop/two.py": project / "shop/two.py",
        }
        assert found.outside == ()

    def test_the_folder_of_the_file_goes_before_others(self, project: Path) -> None:
        files = {"api/a.py": "import b", "api/b.py": "", "b.py": "", "src/b.py": ""}

        assert traced(project, files, "api/a.py").files["b.py"] == project / "api/b.py"

    def test_what_was_found_by_name_leaves_out_what_tools_leave_behind(self, project: Path) -> None:
        files = {
            "a.py": "import pkgutil, plugins\npkgutil.iter_modules(plugins.__path__)",
            "plugins/__init__.py": "import pkgutil\nfor x in pkgutil.iter_modules(__path__): ...",
            "plugins/one.py": "",
            "plugins/.venv/two.py": "",
            "plugins/not-a-module.py": "",
        }

        assert places(project, files) == {"a.py", "plugins/__init__.py", "plugins/one.py"}

    def test_a_link_out_of_the_project_is_refused(self, project: Path) -> None:
        write(project.parent, {"secret.py": ""})
        write(project, {"a.py": "import b"})
        (project / "b.py").symlink_to(project.parent / "secret.py")

        with pytest.raises(PackagingError, match="project folder"):
            traced(project, {})

    def test_a_module_that_is_no_python_is_refused_by_its_own_name(self, project: Path) -> None:
        with pytest.raises(PackagingError, match=r"^lib/b\.py:1: is not Python"):
            traced(project, {"a.py": "import lib.b", "lib/b.py": "x = = 1"})


class TestOutside:
    def test_what_is_not_in_the_project_is_told_by_its_first_name(self, project: Path) -> None:
        found = traced(project, {"a.py": "import b\nimport json", "b.py": "\nfrom requests.auth import x"})

        assert [(one.name, one.at) for one in found.outside] == [("json", "a.py:2"), ("requests", "b.py:2")]

    def test_one_import_that_cannot_fail_is_enough_to_need_it(self, project: Path) -> None:
        text = "try:\n    import requests\nexcept ImportError:\n    pass\nimport b"

        assert outside(project, text, b="import requests") == [("requests", True)]

    @pytest.mark.parametrize(
        ("text", "required"),
        [
            ("import b", True),
            ("try:\n    import b\nexcept ImportError:\n    pass", False),
            ("def f():\n    import b", False),
            ("def f():\n    import c\nimport b", True),
        ],
    )
    def test_a_file_needs_what_only_those_modules_need_that_it_needs(
        self, text: str, required: bool, project: Path
    ) -> None:
        assert outside(project, text, b="import c", c="import requests") == [("requests", required)]

    def test_a_folder_without_modules_is_no_package(self, project: Path) -> None:
        write(project, {"redis/redis.conf": ""})

        assert outside(project, "import redis") == [("redis", True)]

    def test_nothing_is_known_of_a_name_that_only_a_run_could_tell(self, project: Path) -> None:
        assert ("", False) in outside(project, "import os\n__import__(os.environ['NAME'])")

    def test_where_modules_are_looked_for_elsewhere_none_is_known_to_be_missing(self, project: Path) -> None:
        found = outside(project, "import b\nimport requests", b="import sys\nsys.path.append('lib')")

        assert dict(found) == {"sys": False, "requests": False}


class TestFoldersWithoutInitFiles:
    FILES: ClassVar = {"shared/db.py": "save = 1\n", "data/a.txt": ""}

    def parts(self, project: Path, text: str, **more: str) -> list[tuple[str, str]]:
        found = traced(project, {"a.py": text, **self.FILES, **more})
        return [(part.name, part.within) for one in found.outside for part in one.parts]

    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("import shared.db, shared", []),
            ("from shared import db", []),
            ("from shared.db import save", []),
            ("import shared.dbx", [("shared.dbx", "shared")]),
            ("from shared import db, dbx", [("shared.dbx", "shared")]),
            ("from shared.dbx import save", [("shared.dbx.save", "shared")]),
            # No package, unless its modules are packaged.
            ("import shared", [("shared", "")]),
            ("import data", [("data", "")]),
            ("from data import a", [("data.a", "")]),
            ("from google.cloud import storage", [("google.cloud.storage", "")]),
            ("from google.cloud import *", [("google.cloud", "")]),
            ("def f():\n    from shared import dbx", []),
        ],
    )
    def test_what_they_have_not_got_may_be_elsewhere(
        self, text: str, parts: list[tuple[str, str]], project: Path
    ) -> None:
        assert self.parts(project, text) == parts

    def test_their_own_imports_count(self, project: Path) -> None:
        files = {"api/main.py": "from . import postz, posts", "api/posts.py": ""}

        (one,) = traced(project, files, "api/main.py").outside

        assert [(part.name, part.within, part.at) for part in one.parts] == [("api.postz", "api", "api/main.py:1")]

    def test_a_compiled_module_is_not_required(self, project: Path) -> None:
        assert self.parts(project, "import shared.fast", **{"shared/fast.abi3.so": ""}) == []


OWN = {"app/__init__.py": "import os\ny = 1\n", "app/util.py": "class X: ...\n", "app/main.py": ""}


class TestLacked:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (
                "from .utl import x",
                r"app/main\.py:1: imports 'app\.utl', and app has no module 'utl'; correct",
            ),
            ("\nimport app.sub.zzz", r"app/main\.py:2: imports 'app\.sub\.zzz', and app has no module 'sub'"),
            ("from app import modle", r"imports 'modle' from app, which does not define it"),
            ("from app.util import Y", r"imports 'Y' from app\.util, which does not define it"),
            ("from .util import Y", r"imports 'Y' from app\.util, which does not define it"),
            ("import app.util.more", r"imports 'app\.util\.more', and app\.util has no module 'more'"),
        ],
    )
    def test_what_the_projects_own_modules_have_not_got_is_told(self, text: str, said: str, project: Path) -> None:
        with pytest.raises(PackagingError, match=said):
            places(project, {**OWN, "app/main.py": text}, "app/main.py")

    @pytest.mark.parametrize(
        ("text", "more"),
        [
            ("from . import util, y, os, __version__", {}),
            ("from .util import X", {}),
            ("from app import *", {}),
            ("def f():\n    from .utl import x", {}),
            ("try:\n    from .utl import x\nexcept ImportError: ...", {}),
            ("from .fast import x", {"app/fast.cpython-313-x86_64-linux-gnu.so": ""}),
            ("from .late import x", {"app/__init__.py": "__path__.append('elsewhere')"}),
            ("from . import late", {"app/__init__.py": "globals()['late'] = 1"}),
            ("from . import late", {"app/__init__.py": "def __getattr__(name): ..."}),
            ("from . import A, B", {"app/__init__.py": "if 1:\n    class A: ...\nfor B in (): ...\n"}),
            ("from .utl import x", {"app/__init__.py": "import sys\nsys.path.append('elsewhere')"}),
            ("from names.utl import x", {"names/other.py": ""}),
        ],
    )
    def test_what_may_be_there_is_not_told(self, text: str, more: dict[str, str], project: Path) -> None:
        files = {**OWN, **more, "app/main.py": text}

        assert places(project, files, "app/main.py") & {"app/main.py", "main.py"}
