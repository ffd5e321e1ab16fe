from __future__ import annotations

import itertools
import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from stacktape_constructs.errors import InvalidArgumentError, PackagingError
from stacktape_constructs.packaging.lambda_package import LambdaPackage
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.support import new_app

Files = dict[str, str]


@pytest.fixture(scope="module")
def stack() -> cdk.Stack:
    return cdk.Stack(new_app(), "Demo")


@pytest.fixture
def asset_hash(stack: cdk.Stack) -> Callable[[LambdaPackage], str]:
    """The hash under which CDK uploads a package."""

    def of(package: LambdaPackage) -> str:
        scope = Construct(stack, f"Scope{next(_numbers)}")
        location = package.code.bind(scope).s3_location
        assert location is not None
        return Path(location.object_key).stem

    return of


@pytest.fixture
def contents(stack: cdk.Stack, asset_hash: Callable[[LambdaPackage], str]) -> Callable[[LambdaPackage], Files]:
    """The files that CDK has copied into the cloud assembly for a package."""

    def of(package: LambdaPackage) -> Files:
        stage = cdk.Stage.of(stack)
        assert stage is not None
        folder = Path(stage.outdir) / f"asset.{asset_hash(package)}"
        return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}

    return of


_numbers = itertools.count()


def _project(folder: Path, files: Files) -> ProjectFolder:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return ProjectFolder(folder)


class TestFromFile:
    def test_a_python_file_is_copied_to_the_root_of_the_package_and_nothing_else_is(
        self, tmp_path: Path, contents: Callable[[LambdaPackage], Files]
    ) -> None:
        project = _project(tmp_path, {"src/api/orders.py": "def handler(e, c): ...", "src/api/other.py": ""})

        package = LambdaPackage.from_file("src/api/orders.py", project_folder=project)

        assert package.handler == "orders.handler"
        assert package.runtime.name == "python3.13"
        assert package.environment == {}
        assert contents(package) == {"orders.py": "def handler(e, c): ..."}

    def test_a_javascript_module_is_packaged_as_a_module(
        self, tmp_path: Path, contents: Callable[[LambdaPackage], Files]
    ) -> None:
        project = _project(tmp_path, {"src/orders.js": "export default 1;"})

        package = LambdaPackage.from_file("src/orders.js", project_folder=project)

        assert package.handler == "orders.default"
        assert package.runtime.name == "nodejs24.x"
        assert contents(package) == {
            "orders.js": "export default 1;",
            "package.json": '{"type": "module"}\n',
        }

    def test_an_included_package_json_is_left_as_it_is(
        self, tmp_path: Path, contents: Callable[[LambdaPackage], Files]
    ) -> None:
        project = _project(tmp_path, {"orders.js": "export default 1;", "package.json": '{"name": "mine"}'})

        package = LambdaPackage.from_file("orders.js", include_files=["package.json"], project_folder=project)

        assert contents(package)["package.json"] == '{"name": "mine"}'

    def test_included_files_keep_their_path_in_the_project_folder(
        self, tmp_path: Path, contents: Callable[[LambdaPackage], Files]
    ) -> None:
        project = _project(tmp_path, {"src/orders.py": "", "templates/mail.html": "<p>", "templates/draft.html": "<b>"})

        package = LambdaPackage.from_file(
            "src/orders.py",
            include_files=["templates/**"],
            exclude_files=["templates/draft.*"],
            project_folder=project,
        )

        assert contents(package) == {"orders.py": "", "templates/mail.html": "<p>"}

    def test_a_path_without_an_extension_is_searched_for(self, tmp_path: Path) -> None:
        project = _project(tmp_path, {"jobs/consumer.py": ""})

        package = LambdaPackage.from_file("jobs/consumer", project_folder=project)

        assert package.handler == "consumer.handler"

    def test_a_runtime_and_a_function_can_be_chosen(self, tmp_path: Path) -> None:
        project = _project(tmp_path, {"orders.py": ""})

        package = LambdaPackage.from_file(
            "orders.py",
            runtime=lambda_.Runtime.PYTHON_3_12,
            handler_function="main",
            project_folder=project,
        )

        assert (package.handler, package.runtime.name) == ("orders.main", "python3.12")

    def test_without_a_project_folder_paths_start_at_the_current_directory_and_lead_anywhere(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _project(tmp_path, {"src/orders.py": "", "app/app.py": ""})
        monkeypatch.chdir(tmp_path / "app")

        assert LambdaPackage.from_file(Path("../src/orders.py")).handler == "orders.handler"

    def test_equal_files_have_an_equal_hash_in_every_folder_and_at_every_time(
        self, tmp_path: Path, asset_hash: Callable[[LambdaPackage], str]
    ) -> None:
        files = {"orders.js": "export default 1;", "data/b.txt": "b", "data/a.txt": "a"}
        here = _project(tmp_path / "here", files)
        there = _project(tmp_path / "some" / "where" / "else", dict(reversed(files.items())))
        for path in there.path.rglob("*.txt"):
            path.chmod(0o600)

        hashes = {
            asset_hash(LambdaPackage.from_file("orders.js", include_files=["data"], project_folder=project))
            for project in (here, there, here)
        }

        assert len(hashes) == 1

    def test_a_change_of_a_file_changes_the_hash(
        self, tmp_path: Path, asset_hash: Callable[[LambdaPackage], str]
    ) -> None:
        before = asset_hash(LambdaPackage.from_file("orders.py", project_folder=_project(tmp_path, {"orders.py": "1"})))
        after = asset_hash(LambdaPackage.from_file("orders.py", project_folder=_project(tmp_path, {"orders.py": "2"})))

        assert before != after

    @pytest.mark.parametrize("name", ["my.orders.py", "my orders.py", "my.orders.js"])
    def test_a_file_whose_name_cannot_be_part_of_a_handler_is_refused(self, tmp_path: Path, name: str) -> None:
        project = _project(tmp_path, {f"src/{name}": ""})

        with pytest.raises(PackagingError, match="cannot be part of a handler's name"):
            LambdaPackage.from_file(f"src/{name}", project_folder=project)

    def test_a_file_out_of_the_project_folder_is_refused(self, tmp_path: Path) -> None:
        _project(tmp_path, {"secret.py": "", "project/app.py": ""})

        with pytest.raises(PackagingError, match="leads out of the project folder"):
            LambdaPackage.from_file("../secret.py", project_folder=ProjectFolder(tmp_path / "project"))


class TestInline:
    def test_inline_source_is_part_of_the_template(self, stack: cdk.Stack) -> None:
        package = LambdaPackage.inline("exports.handler = 1;", runtime=lambda_.Runtime.NODEJS_24_X)

        assert package.code.bind(stack).inline_code == "exports.handler = 1;"
        assert (package.handler, package.runtime.name) == ("index.handler", "nodejs24.x")

    def test_inline_source_is_python_unless_said_otherwise(self) -> None:
        assert LambdaPackage.inline("def handler(event, context): ...").runtime.name == "python3.13"

    def test_inline_source_may_be_larger_than_the_4_kb_of_former_times(self) -> None:
        LambdaPackage.inline("#" * 5000)

    @pytest.mark.parametrize(("source", "size"), [("", 0), ("é" * 2_097_153, 4_194_306)])
    def test_inline_source_has_a_limit_in_bytes(self, source: str, size: int) -> None:
        with pytest.raises(PackagingError) as caught:
            LambdaPackage.inline(source)

        assert str(caught.value) == (
            f"inline code: must have 1 to 4194304 bytes, got {size}; put larger code in a file"
        )

    def test_inline_source_is_only_for_runtimes_that_run_text(self) -> None:
        with pytest.raises(PackagingError, match=r"must be for a Python or Node\.js runtime, got java21"):
            LambdaPackage.inline("class A {}", runtime=lambda_.Runtime.JAVA_21)

    def test_the_handler_of_inline_source_is_in_the_module_index(self) -> None:
        with pytest.raises(PackagingError, match=r"must have a handler that starts with 'index\.', got 'app\.main'"):
            LambdaPackage.inline("def main(event, context): ...", handler="app.main")


class TestFromArtifact:
    @pytest.mark.parametrize(
        ("handler", "expected"),
        [
            (None, "index.handler"),
            ("orders.main", "orders.main"),
            ("orders.py:main", "orders.main"),
            ("src/orders.mjs:main", "src/orders.main"),
            ("orders:main", "orders.main"),
            ("com.example.Orders::handleRequest", "com.example.Orders::handleRequest"),
            ("Shop::Shop.Orders::Handle", "Shop::Shop.Orders::Handle"),
        ],
    )
    def test_a_handler_may_name_its_file(self, tmp_path: Path, handler: str | None, expected: str) -> None:
        package = LambdaPackage.from_artifact(tmp_path, runtime=lambda_.Runtime.PYTHON_3_13, handler=handler)

        assert package.handler == expected

    @pytest.mark.parametrize("handler", [".:main", "/:main"])
    def test_a_handler_without_a_file_is_refused(self, tmp_path: Path, handler: str) -> None:
        with pytest.raises(PackagingError, match=r"must be a handler such as 'src/orders\.py:handler'"):
            LambdaPackage.from_artifact(tmp_path, runtime=lambda_.Runtime.PYTHON_3_13, handler=handler)

    def test_a_ready_folder_is_packaged_as_it_is(
        self, tmp_path: Path, contents: Callable[[LambdaPackage], Files]
    ) -> None:
        project = _project(tmp_path, {"dist/a.py": "a", "dist/lib/b.py": "b", "other.py": ""})

        package = LambdaPackage.from_artifact("dist", runtime=lambda_.Runtime.PYTHON_3_13, project_folder=project)

        assert contents(package) == {"a.py": "a", "lib/b.py": "b"}

    def test_a_ready_zip_is_packaged_as_it_is(
        self, tmp_path: Path, stack: cdk.Stack, asset_hash: Callable[[LambdaPackage], str]
    ) -> None:
        with zipfile.ZipFile(tmp_path / "dist.zip", "w") as archive:
            archive.writestr("a.py", "a")

        package = LambdaPackage.from_artifact(
            "dist.zip", runtime=lambda_.Runtime.PYTHON_3_13, project_folder=ProjectFolder(tmp_path)
        )

        stage = cdk.Stage.of(stack)
        assert stage is not None
        copy = Path(stage.outdir) / f"asset.{asset_hash(package)}.zip"
        assert copy.read_bytes() == (tmp_path / "dist.zip").read_bytes()

    def test_a_package_that_is_larger_than_lambda_takes_is_refused(self, tmp_path: Path) -> None:
        project = _project(
            tmp_path, {"a.py": "def handler(event, context): ...", "dist/a.py": "", "dist/.venv/b.py": ""}
        )
        for name in ("data/large.bin", "dist/large.bin", "dist/.venv/large.bin"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()
            os.truncate(tmp_path / name, 251 * 1024 * 1024)
        with zipfile.ZipFile(tmp_path / "dist.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(tmp_path / "dist/large.bin", "large.bin")
        assert (tmp_path / "dist.zip").stat().st_size < 5_000_000

        for name in ("dist", "dist.zip"):
            with pytest.raises(PackagingError, match=f"^{name}: makes a package of 251 MB, and Lambda takes 250 MB"):
                LambdaPackage.from_artifact(name, runtime=lambda_.Runtime.PYTHON_3_13, project_folder=project)
        with pytest.raises(PackagingError, match=r"^a\.py: .* the largest parts are data \(251 MB\)"):
            LambdaPackage.from_file("a.py", include_files=["data/*"], project_folder=project)
        (tmp_path / "dist/large.bin").unlink()
        LambdaPackage.from_artifact("dist", runtime=lambda_.Runtime.PYTHON_3_13, project_folder=project)

    def test_an_archive_that_is_none_is_refused(self, tmp_path: Path) -> None:
        project = _project(tmp_path, {"dist.zip": "no archive"})

        with pytest.raises(PackagingError, match=r"^dist\.zip: cannot be unpacked by Lambda: File is not a zip file"):
            LambdaPackage.from_artifact("dist.zip", runtime=lambda_.Runtime.PYTHON_3_13, project_folder=project)

    def test_a_missing_artifact_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(PackagingError) as caught:
            LambdaPackage.from_artifact(
                "dist.zip", runtime=lambda_.Runtime.PYTHON_3_13, project_folder=ProjectFolder(tmp_path)
            )

        assert str(caught.value) == f"dist.zip: there is no such folder or archive in {tmp_path}"

    def test_a_file_that_lambda_cannot_unpack_is_refused(self, tmp_path: Path) -> None:
        project = _project(tmp_path, {"dist.tar.gz": ""})

        with pytest.raises(PackagingError, match=r"must be a folder or a \.zip or \.jar file"):
            LambdaPackage.from_artifact("dist.tar.gz", runtime=lambda_.Runtime.PYTHON_3_13, project_folder=project)


class TestPlaceholder:
    def test_a_placeholder_is_the_same_each_time_and_everywhere(
        self,
        asset_hash: Callable[[LambdaPackage], str],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        here = asset_hash(LambdaPackage.placeholder())
        monkeypatch.chdir(tmp_path)

        assert asset_hash(LambdaPackage.placeholder()) == here

    @pytest.mark.parametrize(
        ("source_path", "runtime"),
        [
            (None, "nodejs24.x"),
            ("src/orders", "nodejs24.x"),
            ("src/orders.ts", "nodejs24.x"),
            ("src/orders.py", "python3.13"),
            ("main.go", "provided.al2023"),
        ],
    )
    def test_a_placeholder_has_the_runtime_of_the_source_it_stands_for(
        self, source_path: str | None, runtime: str
    ) -> None:
        assert LambdaPackage.placeholder(source_path=source_path).runtime.name == runtime

    def test_a_python_placeholder_has_its_handler_and_fails(self, contents: Callable[[LambdaPackage], Files]) -> None:
        package = LambdaPackage.placeholder(runtime=lambda_.Runtime.PYTHON_3_12, handler="src/orders.py:main")

        assert (package.handler, package.runtime.name) == ("src/orders.main", "python3.12")
        namespace: dict[str, Callable[[object, object], object]] = {}
        exec(contents(package)["src/orders.py"], namespace)
        with pytest.raises(NotImplementedError, match="this is placeholder code: deploy the real code"):
            namespace["main"](None, None)

    def test_a_javascript_placeholder_has_its_handler_and_fails(
        self, contents: Callable[[LambdaPackage], Files], tmp_path: Path
    ) -> None:
        package = LambdaPackage.placeholder(source_path="src/orders.ts", handler="default")

        assert package.handler == "index.default"
        (tmp_path / "index.js").write_text(contents(package)["index.js"])
        call = "require('./index.js').default().catch((error) => console.log(error.message))"
        called = subprocess.run(["node", "-e", call], cwd=tmp_path, check=True, capture_output=True, text=True)
        assert called.stdout == "this is placeholder code: deploy the real code\n"

    def test_a_placeholder_of_another_runtime_can_be_deployed(self, contents: Callable[[LambdaPackage], Files]) -> None:
        package = LambdaPackage.placeholder(
            runtime=lambda_.Runtime.JAVA_21, handler="com.example.Orders::handleRequest"
        )

        assert package.handler == "com.example.Orders::handleRequest"
        assert LambdaPackage.placeholder(source_path="main.go", handler="bootstrap").handler == "bootstrap"
        assert list(contents(package)) == ["PLACEHOLDER.txt"]

    def test_a_placeholder_stays_within_its_package(self) -> None:
        with pytest.raises(PackagingError, match="must be a path within the package"):
            LambdaPackage.placeholder(handler="../../escaped.handler")


def test_any_code_that_cdk_knows_can_be_used() -> None:
    code = lambda_.Code.from_inline("...")

    package = LambdaPackage.from_code(code, handler="a.b", runtime=lambda_.Runtime.RUBY_3_4)

    assert (package.code, package.handler, package.runtime.name) == (code, "a.b", "ruby3.4")


@pytest.mark.parametrize(
    "make",
    [
        lambda runtime: LambdaPackage.inline("def handler(event, context): ...", runtime=runtime),
        lambda runtime: LambdaPackage.from_file("orders.py", runtime=runtime),
        lambda runtime: LambdaPackage.from_artifact("dist", runtime=runtime),
        lambda runtime: LambdaPackage.placeholder(runtime=runtime),
    ],
)
def test_a_runtime_that_is_none_is_refused(make: Callable[[object], LambdaPackage]) -> None:
    with pytest.raises(InvalidArgumentError, match=r"must be a Runtime, such as aws_lambda\.Runtime\.PYTHON_3_13, got"):
        make("p")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"path": None}, "path must be a text or a path, such as 'src/handler.py', got None"),
        (
            {"architecture": "arm64"},
            "architecture must be an Architecture, such as aws_lambda.Architecture.ARM_64, got 'arm64'",
        ),
        ({"exclude_dependencies": "numpy"}, "exclude_dependencies must be a list, got 'numpy'; write [...] around it"),
        ({"exclude_files": [1]}, "exclude_files[0] must be a text, got 1"),
        ({"project_folder": "src"}, "project_folder must be a ProjectFolder, got 'src'"),
    ],
)
def test_a_value_of_another_kind_is_told(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        LambdaPackage.from_file(**{"path": "a.py", **arguments})

    assert str(caught.value) == f"LambdaPackage.from_file: {said}"
