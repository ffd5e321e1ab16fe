"""JavaScript that is copied as it is, for it imports nothing that a bundle would hold."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.bundle import Bundle
from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.bundling.tool import Tool, on_path
from stacktape_constructs.packaging.languages.javascript.esbuild import LOGGING, from_root
from stacktape_constructs.packaging.languages.javascript.esbuild_program import BINARY_VARIABLE, find_esbuild
from stacktape_constructs.packaging.languages.javascript.exports import check_file
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.languages.language import LambdaRequest, LambdaSource, module_name

# `import(...)` is left out: CommonJS has it too.
_MODULE_SYNTAX = re.compile(
    r"(?:^|[;}])[ \t]*(?:export\s*[{*]"
    r"|export\s+(?:default|async|function|class|const|let|var)\b"
    r"|import(?:\s+\w|\s*[{*\"']))",
    re.MULTILINE,
)


def copied(request: LambdaRequest, text: str, function: str) -> LambdaSource:
    """A file as the code of a function.

    Args:
        request: what is packaged.
        text: the content of the file.
        function: the function that is called.

    Raises:
        PackagingError: it does not export that function.
    """
    file = request.entry
    handler = f"{module_name(file)}.{function}"
    check_file(function, text, title=request.title)
    has_module_syntax = file.suffix == ".js" and _MODULE_SYNTAX.search(text) is not None
    return LambdaSource(
        handler=handler,
        files={file.name: file},
        # Lambda takes a lone .js file for CommonJS; before Node 24 it even turns Node's detection off.
        # https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
        generated={"package.json": '{"type": "module"}\n'} if has_module_syntax else {},
        bundle=_checked(request, is_module=has_module_syntax or file.suffix == ".mjs"),
        runs_anywhere=True,
    )


def _checked(request: LambdaRequest, *, is_module: bool) -> Bundle | None:
    """The file, once it was read by a tool; none where no tool is there."""
    options = request.options_as(JavaScriptOptions) or JavaScriptOptions()
    esbuild = None
    with contextlib.suppress(PackagingError):
        esbuild = find_esbuild(options.esbuild, request.entry, request.title)
    tool = esbuild or on_path("node")
    if tool is None:
        return None

    def make(folder: Path) -> Observations:
        seen = Observations()
        check = _check_by_node if esbuild is None else _check_by_esbuild
        warnings = check(tool, request, folder, is_module)
        if warnings:
            seen.warnings.append(warnings)
        return seen

    described = {"copied": str(request.entry), "checked by": tool.identity, "module": is_module}
    return Bundle(title=request.title, request=described, make=make)


def _check_by_esbuild(esbuild: Tool, request: LambdaRequest, folder: Path, _is_module: bool) -> str:
    output = folder / "checked.js"
    entry = from_root(request.folder.path, request.entry)
    said = esbuild.run(
        [f"checked={entry}", f"--outdir={folder}", *LOGGING],
        folder=request.folder.path,
        subject=request.title,
        environment={BINARY_VARIABLE: ""},
    )
    # Of a path with a `*`, esbuild may make nothing.
    output.unlink(missing_ok=True)
    return said.warnings


def _check_by_node(node: Tool, request: LambdaRequest, _folder: Path, is_module: bool) -> str:
    # Of a file with module syntax that is no .mjs, Node.js checks nothing.
    kind = "module" if is_module else "commonjs"
    try:
        said = node.run(
            ["--check", f"--input-type={kind}", "-"],
            folder=request.entry.parent,
            subject=request.title,
            told=request.entry.read_text(encoding="utf-8", errors="replace"),
        )
    except PackagingError as error:
        details = error.details.replace("[stdin]", request.title)
        raise PackagingError(path=error.path, problem=error.problem, details=details) from None
    return said.warnings
