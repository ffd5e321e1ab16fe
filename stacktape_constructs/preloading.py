"""The CDK's modules, read from disk while Node.js starts.

`import aws_cdk` starts Node.js and waits for it: a quarter of a second, in which Python can do some of what comes next.
Compiled modules of the CDK, 15 MB for a function, can be read without Node.js; they cannot run.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

#: What a function needs, the largest first; the CDK's signatures of a function name the classes of EC2.
_MODULES = ("aws_ec2", "aws_lambda", "aws_apigatewayv2", "aws_logs", "aws_iam", "aws_events")


def import_cdk() -> Callable[[], None]:
    """Imports `aws_cdk` beside what else goes on, and reads what will be imported of it meanwhile.

    Returns:
        What waits for the import, and raises what keeps it from being done.
    """
    # It takes Python itself some time, and Node.js is not started before.
    importlib.import_module("jsii")
    errors: list[Exception] = []

    def import_it() -> None:
        try:
            importlib.import_module("aws_cdk")
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=import_it, daemon=True)
    thread.start()
    preload("aws_cdk", _MODULES)

    def wait() -> None:
        thread.join()
        if errors:
            raise errors[0]

    return wait


def preload(package: str, modules: Iterable[str]) -> None:
    """Reads modules of a package that may not be imported yet. To import them is as before, and quicker.

    Args:
        package: a package at the top.
        modules: names of modules in it. What is not found is left to the import.
    """
    found = PathFinder.find_spec(package)
    if found is None or found.submodule_search_locations is None:
        return
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    for module in modules:
        name = f"{package}.{module}"
        spec = PathFinder.find_spec(name, found.submodule_search_locations)
        if spec is not None and type(spec.loader) is SourceFileLoader and name not in sys.modules:
            code = spec.loader.get_code(name)
            spec.loader = _Loaded(name, spec.loader.path, code)
            finder.specs[name] = spec


class _Finder(MetaPathFinder):
    """Finds what was read, once each."""

    def __init__(self) -> None:
        self.specs: dict[str, ModuleSpec] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        return self.specs.pop(fullname, None)


class _Loaded(SourceFileLoader):
    """The loader of a module whose code is there already."""

    def __init__(self, name: str, path: str, code: CodeType | None) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType | None:
        """The code, which is forgotten when it is given."""
        code, self._code = self._code, None
        return code or super().get_code(fullname)
