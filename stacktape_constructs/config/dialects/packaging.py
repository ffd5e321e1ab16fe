"""`packageConfig` and `imageConfig` of 2021, rewritten to `packaging`."""

from __future__ import annotations

from stacktape_constructs.config.dialects.rewriting import renamed, text, with_entry, without
from stacktape_constructs.document.nodes import MappingNode, ScalarNode

_RENAMED = {"filePath": "entryfilePath", "dependenciesToIgnore": "excludeDependencies"}


def package_config(function: MappingNode) -> MappingNode:
    """A function's `packageConfig: {filePath: 'src/x.ts:handler'}`."""
    config = function.get("packageConfig")
    if not isinstance(config, MappingNode) or "packaging" in function:
        return function
    packaging = _typed("stacktape-lambda-buildpack", _split_handler(renamed(config, _RENAMED)))
    return with_entry(without(function, "packageConfig"), "packaging", packaging)


def image_config(container: MappingNode) -> MappingNode:
    """A container's `imageConfig`, with a source file or with a folder that has a Dockerfile."""
    config = container.get("imageConfig")
    if not isinstance(config, MappingNode) or "packaging" in container:
        return container
    kind = "custom-dockerfile" if "buildContextPath" in config else "stacktape-image-buildpack"
    packaging = _typed(kind, renamed(config, _RENAMED))
    return with_entry(without(container, "imageConfig"), "packaging", packaging)


def _typed(kind: str, properties: MappingNode) -> MappingNode:
    position = properties.position
    return MappingNode(
        position, ((text(position, "type"), text(position, kind)), (text(position, "properties"), properties))
    )


def _split_handler(config: MappingNode) -> MappingNode:
    """The exported function after a colon gets a property of its own."""
    path = config.get("entryfilePath")
    if not isinstance(path, ScalarNode) or ":" not in path.text or "handlerFunction" in config:
        return config
    file, _, handler = path.text.rpartition(":")
    split = MappingNode(
        config.position,
        tuple(
            (key, text(path.position, file) if key.text == "entryfilePath" else value) for key, value in config.entries
        ),
    )
    return with_entry(split, "handlerFunction", text(path.position, handler))
