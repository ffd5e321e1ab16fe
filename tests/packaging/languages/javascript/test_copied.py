from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.javascript.exports import handler_function
from stacktape_constructs.packaging.languages.javascript.package import package_for_lambda
from stacktape_constructs.packaging.languages.language import LambdaSource
from tests.packaging.languages.javascript.projects import package, refused
from tests.packaging.languages.projects import write
from tests.packaging.languages.requests import request_for


def _package(folder: Path, text: str, *, name: str = "orders.js", function: str | None = None) -> LambdaSource:
    file = folder / name
    file.write_text(text)
    return package_for_lambda(request_for(file, handler_function=function))


@pytest.mark.parametrize(
    "text",
    [
        "export default async (event) => event;",
        "const a = 1;\n  export default handler;",
        "const a = 1;export{a as default};",
        "export {\n  other,\n  handler as default,\n};",
        "export { default } from './orders.js';",
        "exports.default = async () => {};",
        "'use strict';module.exports.default = async () => {};",
    ],
)
def test_the_default_export_is_the_handler(text: str) -> None:
    assert handler_function(text) == "default"


@pytest.mark.parametrize(
    "text",
    [
        "exports.handler = async () => {};",
        "export const handler = async () => {};",
        "export { default as handler } from './orders.js';",
        "// export default is for others\nexport const handler = 1;",
        "const text = 'export default';\nexports.handler = () => text;",
    ],
)
def test_without_a_default_export_the_handler_is_the_export_handler(text: str) -> None:
    assert handler_function(text) == "handler"


def test_a_given_function_is_the_handler_whatever_is_exported(tmp_path: Path) -> None:
    assert _package(tmp_path, "export default 1;\nexport const main = 2;", function="main").handler == "orders.main"


@pytest.mark.parametrize(
    "text",
    [
        "export const handler = 1;",
        "export async function handler() {}",
        "export default 1;",
        "const a=1;export{a as handler}",
        "import { x } from 'node:fs';\nexports = x;",
        "import 'node:fs';\nexport let handler;",
        "import handler from 'node:fs';\nexport{handler}",
        "import* as handler from 'node:fs';\nexport{handler}",
        "export * from 'node:fs';",
    ],
)
def test_a_js_file_in_module_syntax_gets_the_package_json_that_says_so(tmp_path: Path, text: str) -> None:
    assert _package(tmp_path, text).generated == {"package.json": '{"type": "module"}\n'}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("orders.js", "exports.handler = async () => {};"),
        ("orders.js", "exports.handler = async () => {\n  await import('y');\n  import('z');\n};"),
        ("orders.js", "exportsOf(1);\nimportant();\nexports['handler'] = 1;"),
        ("orders.mjs", "export default 1;"),
        ("orders.cjs", "exports.handler = 1;"),
    ],
)
def test_other_files_get_no_package_json(tmp_path: Path, name: str, text: str) -> None:
    assert _package(tmp_path, text, name=name).generated == {}


def test_a_file_that_is_no_utf8_can_be_packaged(tmp_path: Path) -> None:
    file = tmp_path / "orders.js"
    file.write_bytes(b"// caf\xe9\nexport default 1;")

    assert package_for_lambda(request_for(file)).handler == "orders.default"


@pytest.mark.parametrize(
    ("text", "exported"),
    [
        (
            "exports.handle = () => {};\nmodule.exports.other=1;",
            "it exports handle, other; did you mean 'handle'?",
        ),
        ("module.exports = { handle: run, 'other': 1 };", "it exports handle, other; did you mean 'handle'?"),
        ("export async function handle() {}\nexport class B {}", "it exports B, handle; did you mean 'handle'?"),
        ("const a = 1, b = 2;\nexport { a, b as handle };", "it exports a, handle; did you mean 'handle'?"),
        ("export default 1;", "it exports default; export it, or"),
        ("const handler = async () => 1;", "it exports nothing"),
        ("const handler = 1;\nmodule.exports = { main: handler };", "it exports main"),
        ("// exports.handle\nconst a = 1;", "it exports nothing"),
    ],
)
def test_a_file_that_does_not_export_its_handler_is_refused(text: str, exported: str, tmp_path: Path) -> None:
    with pytest.raises(PackagingError) as caught:
        _package(tmp_path, text, function="handler")

    assert f"does not export 'handler', which is to be called; {exported}" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "export * from 'node:fs';",
        "module.exports = require('node:fs');",
        "module.exports = make({ a: 1 });",
        "Object.assign(exports, { a: 1 });",
        "const a = 1;\nexports['hand' + 'ler'] = a;",
        "exports.handle = 1;\nif (exports.handle === 1) run(exports);",
        "export const { handle, ...others } = make();",
        "export const a = 1, handler = 2;",
        "module.exports = { ...others, a: 1 };",
    ],
)
def test_where_names_may_be_exported_otherwise_nothing_is_said(text: str, tmp_path: Path) -> None:
    assert _package(tmp_path, text, function="handler").handler == "orders.handler"


@pytest.mark.parametrize(
    "text",
    [
        "exports.handler = async () => import(/* lazily */ './lib.mjs');",
        "exports.handler = async () => require(/* a */ /* b */ 'lib');",
        "const { toASCII } = require('punycode/');\nexports.handler = toASCII;",
    ],
)
def test_what_imports_more_than_node_has_is_bundled(text: str, tmp_path: Path) -> None:
    write(tmp_path, {"lib.mjs": ""})

    assert _package(tmp_path, text).bundle is not None


class TestChecked:
    """A file that is copied is read by a tool first, where there is one."""

    WRONG = "exports.handler = async () => {\n"

    def folder(self, project: Path, text: str) -> Path:
        write(project, {"src/orders.js": text})
        source = package(project, "src/orders.js")
        assert source.bundle is not None
        return source.bundle.with_files(source.files, source.generated).folder()

    def without_esbuild(self, project: Path, monkeypatch: pytest.MonkeyPatch, *programs: str) -> None:
        (project.parent / "node_modules" / ".bin" / "esbuild").unlink()
        (project / "bin").mkdir()
        for program in programs:
            (project / "bin" / program).symlink_to(str(shutil.which(program)))
        monkeypatch.setenv("PATH", str(project / "bin"))

    def test_it_is_copied_as_it_is(self, project: Path) -> None:
        text = "// as it is\nexports.handler = async () => 1;\n"
        folder = self.folder(project, text)

        assert {path.name: path.read_text() for path in folder.iterdir()} == {"orders.js": text}

    def test_a_syntax_error_is_told_in_the_words_of_esbuild(self, project: Path) -> None:
        write(project, {"src/orders.js": self.WRONG})

        assert refused(project, "src/orders.js").details.startswith(
            "✘ [ERROR] Unexpected end of file\n\n    src/orders.js:2:0:"
        )

    @pytest.mark.parametrize("text", [WRONG, "export const handler = async () => {\n"], ids=["CommonJS", "a module"])
    def test_without_esbuild_it_is_told_in_the_words_of_nodejs(
        self, text: str, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.without_esbuild(project, monkeypatch, "node")
        write(project, {"src/orders.js": text})
        error = refused(project, "src/orders.js")

        assert error.sentence == "src/orders.js: cannot be packaged: node failed with exit code 1 and said:"
        assert error.details.startswith("src/orders.js:2\n")
        assert "SyntaxError: Unexpected end of input" in error.details

    def test_what_nodejs_reads_is_right(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.without_esbuild(project, monkeypatch, "node")
        folder = self.folder(project, "export const handler = await (async () => 1);\n")

        assert sorted(path.name for path in folder.iterdir()) == ["orders.js", "package.json"]

    def test_without_both_it_is_copied(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.without_esbuild(project, monkeypatch)
        write(project, {"src/orders.js": self.WRONG})

        assert package(project, "src/orders.js").bundle is None

    def test_what_esbuild_warns_of_is_passed_on(self, project: Path) -> None:
        write(project, {"src/orders.js": "exports.handler = async () => ({ x: 1, x: 2 });\n"})
        made = package(project, "src/orders.js").bundle
        assert made is not None

        assert "Duplicate key" in "".join(made.warnings())

    def test_it_runs_on_any_machine(self, project: Path) -> None:
        write(project, {"src/orders.js": "exports.handler = async () => 1;\n"})

        assert not package(project, "src/orders.js").is_for_machine
