"""`languageSpecificConfig`: what the packagers of a language are told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.packaging.language_config import JAVASCRIPT, LANGUAGES_OF, LanguageConfig, yaml_name
from stacktape_constructs.packaging.languages.dotnet.options import DotnetOptions
from stacktape_constructs.packaging.languages.image import is_version
from stacktape_constructs.packaging.languages.java.options import JavaOptions
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.languages.python.options import PythonOptions
from stacktape_constructs.packaging.project_folder import ProjectFolder

if TYPE_CHECKING:
    from stacktape_constructs.packaging.languages import LanguageOptions

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


def language_options(config: LanguageConfig, language: str, folder: ProjectFolder) -> LanguageOptions | None:
    """The options of the construct library for the language of a source file.

    Raises:
        ConfigError: an option is for another language, or cannot be followed.
    """
    for name, languages in LANGUAGES_OF.items():
        if name in config.origin.properties and language not in languages:
            message = f"'{yaml_name(name)}' is for {' and '.join(languages)}, and the source file is {language}"
            raise ConfigError([Problem(config.position_of(name), f"{message}; remove it")])
    if language in JAVASCRIPT:
        return _javascript(config, folder)
    if language == "Python" and config.package_manager_file is not None:
        return PythonOptions(requirements=folder.resolve(config.package_manager_file))
    if language == "Java":
        return JavaOptions(use_maven=config.use_maven)
    if language == "C#" and config.project_file is not None:
        return DotnetOptions(project_file=folder.resolve(config.project_file))
    return None


def image_version(config: LanguageConfig) -> str | None:
    """The version of the language in an image.

    Raises:
        ConfigError: it is no version; or an option cannot be followed in an image.
    """
    for name, problem in _NOT_IN_AN_IMAGE.items():
        if name in config.origin.properties and getattr(config, name):
            raise ConfigError([Problem(config.position_of(name), problem, unsupported=True)])
    for name in _VERSIONS:
        if name in config.origin.properties:
            version = str(getattr(config, name))
            if not is_version(version):
                message = f"'{yaml_name(name)}' must be a version such as {_VERSIONS[name]}, got '{version}'"
                raise ConfigError([Problem(config.position_of(name), message)])
            return version
    return None


def _javascript(config: LanguageConfig, folder: ProjectFolder) -> JavaScriptOptions:
    if config.emit_ts_decorator_metadata:
        message = (
            "'emitTsDecoratorMetadata' is more than esbuild can do; compile with tsc, and give the compiled "
            "file as 'entryfilePath'"
        )
        raise ConfigError([Problem(config.position_of("emit_ts_decorator_metadata"), message, unsupported=True)])
    return JavaScriptOptions(
        module_format=config.output_module_format,
        source_maps=not config.disable_source_maps,
        external_dependencies=config.dependencies_to_exclude_from_bundle,
        tsconfig=None if config.ts_config_path is None else folder.resolve(config.ts_config_path),
    )
