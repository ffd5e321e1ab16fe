from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from aws_cdk import aws_lambda as lambda_

from stacktape_constructs.packaging.lambda_package import LambdaPackage
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.projects import write

NODE, PYTHON, RUBY = lambda_.Runtime.NODEJS_24_X, lambda_.Runtime.PYTHON_3_13, lambda_.Runtime.RUBY_3_4
PROVIDED, JAVA = lambda_.Runtime.PROVIDED_AL2023, lambda_.Runtime.JAVA_21


def warnings(folder: Path, path: str, runtime: lambda_.Runtime, handler: str | None) -> dict[str, str]:
    project = ProjectFolder(folder)
    return dict(LambdaPackage.from_artifact(path, runtime=runtime, handler=handler, project_folder=project).warnings)


@pytest.mark.parametrize(
    ("runtime", "handler", "file"),
    [
        (NODE, None, "index.js"),
        (NODE, "index.handler", "index.mjs"),
        (NODE, "src/orders.api.handler", "src/orders.cjs"),
        (NODE, "/opt/nodejs/wrapper.handler", "other.js"),
        (PYTHON, "orders.handler", "orders.py"),
        (PYTHON, "src.shop.orders.handler", "src/shop/orders.py"),
        (PYTHON, "src/shop.orders.handler", "src/shop/orders/__init__.py"),
        (PYTHON, "src/orders.py:run", "src/orders.py"),
        (RUBY, "lib/orders.Shop::Orders.call", "lib/orders.rb"),
        (PROVIDED, "anything", "bootstrap"),
        (JAVA, "com.example.Handler::handle", "com/example/Other.class"),
    ],
)
@pytest.mark.parametrize("kind", ["folder", "archive"])
def test_the_file_of_the_handler_is_looked_for(
    kind: str, runtime: lambda_.Runtime, handler: str | None, file: str, tmp_path: Path
) -> None:
    write(tmp_path, {f"dist/{file}": ""})
    with zipfile.ZipFile(tmp_path / "dist.zip", "w") as archive:
        archive.write(tmp_path / "dist" / file, file)

    assert warnings(tmp_path, "dist" if kind == "folder" else "dist.zip", runtime, handler) == {}


@pytest.mark.parametrize(
    ("runtime", "handler", "said"),
    [
        (
            NODE,
            "orders.handler",
            "has no orders.js or orders.mjs or orders.cjs, which nodejs24.x starts for the handler ",
        ),
        (PYTHON, None, "has no index.py or index/__init__.py, which python3.13 starts"),
        (RUBY, "lib/orders.handler", "has no lib/orders.rb, which ruby3.4 starts"),
        (PROVIDED, None, "has no bootstrap, which provided.al2023 starts"),
    ],
)
def test_there_is_a_warning_where_it_is_not_there(
    runtime: lambda_.Runtime, handler: str | None, said: str, tmp_path: Path
) -> None:
    write(tmp_path, {"dist/main.js": ""})

    (warning,) = warnings(tmp_path, "dist", runtime, handler).items()
    assert warning[0] == "handlerFile"
    assert warning[1].startswith(f"dist: {said}")
    assert warning[1].endswith("; correct the handler or the package, unless a layer has the file")
