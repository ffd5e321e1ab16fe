"""What of a template changes though nothing of the stack does, taken out of it.

- The names of assets are hashes of users' code. Each becomes the name of the resource that has it; what several
  resources have becomes a number. So two assets stay two, and a resource that is added renames none of another's.
- The logical ids of `AWS::Lambda::Version` and `AWS::ApiGateway::Deployment` end with a hash of what they are of.
- The parameter and the rule of `cdk bootstrap`, the CDK's own metadata, and the metadata that the command line adds to
  resources are the same in every template, or there only if a command line made it.

Users asked the CDK for it: https://github.com/aws/aws-cdk/issues/13468
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from stacktape_constructs.testing.intrinsics import is_function

_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
#: The bucket and the repository of assets that `cdk bootstrap` makes.
_ASSET_STORE = re.compile(r"cdk-[a-z0-9]{1,10}-(?:container-)?assets-")

_HASHED_IDS = ("AWS::Lambda::Version", "AWS::ApiGateway::Deployment")
_HASH_OF_ID = re.compile(r"[0-9a-f]{32}$")

_NOISE = {
    "Parameters": {"BootstrapVersion"},
    "Rules": {"CheckBootstrapVersion"},
    "Conditions": {"CDKMetadataAvailable"},
}
_METADATA_OF_THE_COMMAND_LINE = ("aws:cdk:", "aws:asset:")


def masked(template: Mapping[str, Any]) -> dict[str, Any]:
    """A template without what changes by itself. The template that is given stays as it is."""
    kept = _without_noise(template)
    names = {**_names_of_ids(kept), **_names_of_assets(kept)}
    if not names:
        return kept
    pattern = re.compile("|".join(map(re.escape, names)))
    renamed = _renamed(kept, pattern, names)
    assert isinstance(renamed, dict)
    return renamed


def _without_noise(template: Mapping[str, Any]) -> dict[str, Any]:
    resources = template.get("Resources", {})
    of_the_cdk = {id for id, each in resources.items() if each.get("Type") == "AWS::CDK::Metadata"}
    dropped = {**_NOISE, "Resources": of_the_cdk}
    kept: dict[str, Any] = {}
    for section, content in template.items():
        if section not in dropped or not isinstance(content, Mapping):
            kept[section] = content
            continue
        left = {name: value for name, value in content.items() if name not in dropped[section]}
        if left or not content:
            kept[section] = left
    if "Resources" in kept:
        kept["Resources"] = {id: _without_metadata(each) for id, each in kept["Resources"].items()}
    return kept


def _without_metadata(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = resource.get("Metadata")
    if not isinstance(metadata, Mapping):
        return resource
    own = {key: value for key, value in metadata.items() if not key.startswith(_METADATA_OF_THE_COMMAND_LINE)}
    rest = {key: value for key, value in resource.items() if key != "Metadata"}
    return {**rest, "Metadata": own} if own else rest


def _names_of_ids(template: Mapping[str, Any]) -> dict[str, str]:
    """Names for the logical ids that have a hash in them; letters and digits, as logical ids are."""
    resources: Mapping[str, Any] = template.get("Resources", {})
    names: dict[str, str] = {}
    for id in sorted(resources):
        if resources[id].get("Type") in _HASHED_IDS and _HASH_OF_ID.search(id):
            name = _HASH_OF_ID.sub("HASH", id)
            taken = sum(other.startswith(name) for other in names.values())
            names[id] = f"{name}{taken + 1}" if taken else name
    return names


def _names_of_assets(template: Mapping[str, Any]) -> dict[str, str]:
    users: dict[str, list[str]] = {}
    for id, resource in sorted(template.get("Resources", {}).items()):
        for digest in _assets_in(resource):
            if id not in users.setdefault(digest, []):
                users[digest].append(id)
    names: dict[str, str] = {}
    shared = 0
    for digest, ids in users.items():
        if len(ids) > 1:
            shared += 1
            names[digest] = f"shared-asset-{shared}"
        else:
            several = sum(users[other] == ids for other in names)
            names[digest] = f"asset-of-{ids[0]}" + (f"-{several + 1}" if several else "")
    return names


def _assets_in(value: object) -> Iterator[str]:
    """The hashes of assets in a part of a template, in the order of its keys.

    A hash alone may be anybody's. It is an asset's where the store of assets is named: in the same text, or in
    `S3Bucket` beside `S3Key`.
    """
    if isinstance(value, str) or is_function(value):
        text = _literal(value)
        if _ASSET_STORE.search(text):
            yield from _HASH.findall(text)
    elif isinstance(value, Mapping):
        beside = any("Bucket" in key and _ASSET_STORE.search(_literal(each)) for key, each in value.items())
        for key in sorted(value):
            if beside and "Key" in key:
                yield from _HASH.findall(_literal(value[key]))
            else:
                yield from _assets_in(value[key])
    elif isinstance(value, list):
        for each in value:
            yield from _assets_in(each)


def _literal(value: object) -> str:
    """All that is text in a value."""
    if isinstance(value, str):
        return value
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return "".join(map(_literal, inner))


def _renamed(value: object, pattern: re.Pattern[str], names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(lambda found: names[found[0]], value)
    if isinstance(value, Mapping):
        return {_renamed(key, pattern, names): _renamed(inner, pattern, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(item, pattern, names) for item in value]
    return value
