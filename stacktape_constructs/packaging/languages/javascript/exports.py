"""Which function of a module Lambda calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stacktape_constructs.errors import PackagingError, did_you_mean

# A minified file is one line, so a statement may also begin behind another one.
_STATEMENT = r"(?:^|[;}])[ \t]*"
_DEFAULT_EXPORT = re.compile(
    _STATEMENT + r"(?:export\s+default\b"
    r"|export\s*\{(?:[^}]*\bas\s+default\b|(?:[^}]*,)?\s*default\s*[,}])"
    r"|(?:module\.)?exports\.default\s*=)",
    re.MULTILINE,
)
# At the start of a line: within one, what looks like a comment may be part of a text.
_COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)", re.MULTILINE | re.DOTALL)
_EXPORTING = re.compile(r"\bexports?\b")
_EXPORT = re.compile(
    r"\b(?:module\.)?exports\.(?P<name>[\w$]+)\s*=(?!=)"
    r"|\bmodule\.exports\s*=\s*\{(?P<names>[^{}()]*)\}"
    r"|\bexport\s+(?:async\s+)?(?:function\b\s*\*?|class|enum|(?P<variable>const|let|var))\s+(?P<declared>[\w$]+)"
    r"|\bexport\s*\{(?P<listed>[^}]*)\}"
    r"|\bexport\s+(?P<default>default)\b"
    r"|\bexport\s+(?:declare\s+)?(?:type|interface)\b"
)
# esbuild writes the names of a CommonJS bundle's exports behind its code, for Node.js to read. `default` is
# never one of them, for to Node.js that is the module as a whole.
_ANNOTATION = re.compile(r"0 && \(module\.exports ?= ?\{(?P<names>[^}]*)\}\)")
_ANNOTATION_BYTES = 64 * 1024


def handler_function(text: str) -> str:
    """The function of a source file that is called where the user named none.

    Stacktape calls the default export; Lambda's own documentation names the export `handler`.
    """
    # Few files say the word, and to look for it alone takes no time.
    if "default" not in text:
        return "handler"
    return "default" if _DEFAULT_EXPORT.search(_COMMENT.sub("", text)) else "handler"


def check_bundle(function: str, output: Path, told: Mapping[str, Any], text: str, *, title: str) -> None:
    """Refuses a bundle that does not export its handler.

    Args:
        function: the handler.
        output: the bundle.
        told: what esbuild tells of it.
        text: the source file that it starts at.
        title: what is packaged, for errors.

    Raises:
        PackagingError: it is not among the exports. Where they cannot be known, nothing is said.
    """
    exports = _exports(output, told)
    if exports is None:
        check_file(function, text, title=title)
    elif function not in exports and (function != "default" or output.suffix == ".mjs"):
        raise _not_exported(function, exports, title)


def check_file(function: str, text: str, *, title: str) -> None:
    """Refuses a JavaScript file that does not export its handler.

    Raises:
        PackagingError: it is not among the exports. Where names may be exported otherwise, nothing is said.
    """
    code = _COMMENT.sub("", text)
    statements = list(_EXPORT.finditer(code))
    if sum(len(_EXPORTING.findall(one[0])) for one in statements) < len(_EXPORTING.findall(code)):
        return
    names = {name for one in statements if (name := one["name"] or one["declared"] or one["default"])}
    lists = [entry for one in statements for entry in (one["names"] or one["listed"] or "").split(",")]
    if any("..." in entry for entry in lists):
        return
    names |= {name for entry in lists if (name := _exported_as(entry))}
    # `const a = 1, b = 2` exports both.
    is_somewhere = re.search(rf"(?<![\w$]){re.escape(function)}(?![\w$])", code) is not None
    if function in names or (is_somewhere and any(one["variable"] for one in statements)):
        return
    raise _not_exported(function, names, title)


def _not_exported(function: str, exports: set[str], title: str) -> PackagingError:
    found = f"it exports {', '.join(sorted(exports))}" if exports else "it exports nothing"
    return PackagingError(
        path=title,
        given=function,
        problem=f"does not export '{function}', which is to be called; {found}"
        + (did_you_mean(function, exports) or "; export it, or name another one as the handler function"),
    )


def _exports(output: Path, told: Mapping[str, Any]) -> set[str] | None:
    if output.suffix == ".mjs":
        (exports,) = (o["exports"] for o in told["outputs"].values() if "entryPoint" in o)
        return set(exports)
    with output.open("rb") as file:
        file.seek(max(0, output.stat().st_size - _ANNOTATION_BYTES))
        tail = file.read().decode("utf-8", errors="replace")
    annotation = _ANNOTATION.search(tail)
    # A source file that is CommonJS itself has no such names.
    return None if annotation is None else {_name(entry) for entry in annotation["names"].split(",") if _name(entry)}


def _exported_as(entry: str) -> str:
    """The name of one entry of `export { a, b as c }`, or of `module.exports = { a, c: b }`."""
    return entry.partition(":")[0].strip().rpartition(" ")[2].strip("'\"")


def _name(entry: str) -> str:
    """The name in one line of the annotation, which may be `name`, `"na-me": null` or end with a comment."""
    return re.sub(r"//.*", "", entry).partition(":")[0].strip().strip('"')
