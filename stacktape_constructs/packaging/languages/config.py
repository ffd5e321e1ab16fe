"""`languageSpecificConfig`: how the language of a source file is packaged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import attrs

from stacktape_constructs.config.schema import Block, fields_of, not_supported_yet, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.packaging.languages import LanguageOptions
from stacktape_constructs.packaging.languages.dotnet.options import DotnetOptions
from stacktape_constructs.packaging.languages.image import is_version
from stacktape_constructs.packaging.languages.java.options import JavaOptions
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.languages.python.options import PythonOptions
from stacktape_constructs.packaging.project_folder import ProjectFolder
from stacktape_constructs.source import Position

_JAVASCRIPT = ("TypeScript", "JavaScript")

#: The languages that a property is for, by its attribute.
_LANGUAGES = {
    "ts_config_path": _JAVASCRIPT,
    "emit_ts_decorator_metadata": _JAVASCRIPT,
    "dependencies_to_exclude_from_bundle": _JAVASCRIPT,
    "dependencies_to_exclude_from_deployment_package": _JAVASCRIPT,
    "output_module_format": _JAVASCRIPT,
    "node_version": _JAVASCRIPT,
    "disable_source_maps": _JAVASCRIPT,
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

#: The properties that say which version of a language an image has, with an example of it.
_VERSIONS = {
    "node_version": "24",
    "python_version": "3.13",
    "java_version": "21",
    "php_version": "8.4",
    "dotnet_version": "10",
    "ruby_version": "3.4",
}

_NOT_IN_AN_IMAGE = {
    "run_app_as": "'runAppAs' is not supported yet in an image; start the server in the file itself",
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
        given = {name: languages for name, languages in _LANGUAGES.items() if name in self.origin.properties}
        for name, languages in given.items():
            other = next((n for n, others in given.items() if not set(others) & set(languages)), None)
            if other is not None:
                yield (
                    self.position_of(name),
                    f"'{_yaml_name(name)}' is for {' and '.join(languages)}, '{_yaml_name(other)}' for "
                    f"{' and '.join(_LANGUAGES[other])}; keep those of the source file's language",
                )
                return

    def options(self, language: str, folder: ProjectFolder) -> LanguageOptions | None:
        """The options of the construct library for a language.

        Raises:
            ConfigError: an option is for another language, or cannot be followed.
        """
        for name, languages in _LANGUAGES.items():
            if name in self.origin.properties and language not in languages:
                message = f"'{_yaml_name(name)}' is for {' and '.join(languages)}, and the source file is {language}"
                raise ConfigError([Problem(self.position_of(name), f"{message}; remove it")])
        if language in _JAVASCRIPT:
            return self._javascript(folder)
        if language == "Python" and self.package_manager_file is not None:
            return PythonOptions(requirements=folder.resolve(self.package_manager_file))
        if language == "Java":
            return JavaOptions(use_maven=self.use_maven)
        if language == "C#" and self.project_file is not None:
            return DotnetOptions(project_file=folder.resolve(self.project_file))
        return None

    def image_version(self) -> str | None:
        """The version of the language in an image.

        Raises:
            ConfigError: it is no version; or an option cannot be followed in an image.
        """
        for name, problem in _NOT_IN_AN_IMAGE.items():
            if name in self.origin.properties and getattr(self, name):
                raise ConfigError([Problem(self.position_of(name), problem, unsupported=True)])
        for name in _VERSIONS:
            if name in self.origin.properties:
                version = str(getattr(self, name))
                if not is_version(version):
                    message = f"'{_yaml_name(name)}' must be a version such as {_VERSIONS[name]}, got '{version}'"
                    raise ConfigError([Problem(self.position_of(name), message)])
                return version
        return None

    def _javascript(self, folder: ProjectFolder) -> JavaScriptOptions:
        if self.emit_ts_decorator_metadata:
            message = (
                "'emitTsDecoratorMetadata' is more than esbuild can do; compile with tsc, and give the compiled "
                "file as 'entryfilePath'"
            )
            raise ConfigError([Problem(self.position_of("emit_ts_decorator_metadata"), message, unsupported=True)])
        return JavaScriptOptions(
            module_format=self.output_module_format,
            source_maps=not self.disable_source_maps,
            external_dependencies=self.dependencies_to_exclude_from_bundle,
            tsconfig=None if self.ts_config_path is None else folder.resolve(self.ts_config_path),
        )


def _yaml_name(attribute: str) -> str:
    return next(name for name, shape in fields_of(LanguageConfig).items() if shape.attribute == attribute)
