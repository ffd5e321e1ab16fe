"""`languageSpecificConfig`: how the language of a source file is packaged, as a shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import attrs

from stacktape_constructs.config.schema import Block, fields_of, not_supported_yet, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.source import Position

#: The languages that esbuild bundles.
JAVASCRIPT = ("TypeScript", "JavaScript")

#: The languages that a property is for, by its attribute.
LANGUAGES_OF = {
    "ts_config_path": JAVASCRIPT,
    "emit_ts_decorator_metadata": JAVASCRIPT,
    "dependencies_to_exclude_from_bundle": JAVASCRIPT,
    "dependencies_to_exclude_from_deployment_package": JAVASCRIPT,
    "output_module_format": JAVASCRIPT,
    "node_version": JAVASCRIPT,
    "disable_source_maps": JAVASCRIPT,
    "package_manager_file": ("Python", "Java"),
    "package_manager": ("Python",),
    "python_version": ("Python",),
    "run_app_as": ("Python",),
    "minify": ("Python",),
    "use_maven": ("Java",),
    "java_version": ("Java",),
    "php_version": ("PHP",),
    "project_file": ("C#",),
    "dotnet_version": ("C#",),
    "ruby_version": ("Ruby",),
}


@attrs.frozen(kw_only=True)
class LanguageConfig(Block):
    """Options of the source file's language."""

    ts_config_path: str | None = prop("A tsconfig.json in the place of the nearest one.", default=None)
    emit_ts_decorator_metadata: bool = prop(
        "Metadata of decorators, which esbuild cannot write; compile with tsc first.", default=False
    )
    dependencies_to_exclude_from_bundle: tuple[str, ...] = prop(
        "Packages to install beside the bundle, and not in it.", default=()
    )
    dependencies_to_exclude_from_deployment_package: tuple[str, ...] = prop(
        "Packages to leave out altogether.", default=()
    )
    output_module_format: Literal["cjs", "esm"] | None = prop(
        "Module format of the bundle; without it, that of the source file's package.", default=None
    )
    node_version: int | None = prop("Major version of Node.js in an image.", default=None)
    disable_source_maps: bool = prop("Leave out the source map.", default=False)
    output_source_maps_to: Node | None = not_supported_yet("A folder for source maps outside of the package.")
    package_manager_file: str | None = prop("File that names the dependencies, such as requirements.txt.", default=None)
    package_manager: str | None = prop("Of Stacktape's own images; the tool is chosen by the file here.", default=None)
    python_version: str | None = prop("Version of Python in an image.", default=None)
    run_app_as: Literal["WSGI", "ASGI"] | None = prop("Serve the file's `app` by this interface.", default=None)
    minify: bool = prop("Of Stacktape's own bundler; Python is packaged as it is here.", default=False)
    use_maven: bool = prop("Build with Maven.", default=False)
    java_version: int | None = prop("Version of Java in an image.", default=None)
    php_version: str | None = prop("Version of PHP in an image.", default=None)
    project_file: str | None = prop("The .csproj file.", default=None)
    dotnet_version: int | None = prop("Version of .NET in an image.", default=None)
    ruby_version: str | None = prop("Version of Ruby in an image.", default=None)

    def faults(self) -> Iterator[tuple[Position, str]]:
        """Properties must be for one language."""
        given = {name: languages for name, languages in LANGUAGES_OF.items() if name in self.origin.properties}
        for name, languages in given.items():
            other = next((n for n, others in given.items() if not set(others) & set(languages)), None)
            if other is not None:
                yield (
                    self.position_of(name),
                    f"'{yaml_name(name)}' is for {' and '.join(languages)}, '{yaml_name(other)}' for "
                    f"{' and '.join(LANGUAGES_OF[other])}; keep those of the source file's language",
                )
                return


def yaml_name(attribute: str) -> str:
    """What a property of `LanguageConfig` is called in YAML."""
    return next(name for name, shape in fields_of(LanguageConfig).items() if shape.attribute == attribute)
