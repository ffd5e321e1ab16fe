from __future__ import annotations

import re

import pytest

from stacktape_constructs.resources.billing import BILLING
from stacktape_constructs.testing import stable_text
from tests.test_template_cases import CASES

TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*.template.yaml"))}


def resources_in(text: str) -> dict[str, str]:
    """The resources of a template by logical id, each as its text."""
    section = f"\n{text}".partition("\nResources:\n")[2]
    parts = re.split(r"^  (\w+):\n", section, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _of_type(kind: str) -> dict[str, str]:
    found = {}
    for name, text in TEMPLATES.items():
        for logical_id, resource in resources_in(text).items():
            if re.search(rf"^    Type: {kind}$", resource, re.MULTILINE):
                found[f"{name}:{logical_id}"] = resource
    return found


def test_every_type_that_a_template_has_is_known_and_no_other() -> None:
    made = {kind for text in TEMPLATES.values() for kind in re.findall(r"^    Type: (AWS::\S+)$", text, re.MULTILINE)}

    assert len(made) > 30
    assert set(BILLING) == made


def test_the_form_of_templates_is_the_one_that_is_searched_here() -> None:
    text = stable_text({"Resources": {"Orders": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "orders"}}}})

    assert "Orders" in resources_in(text)
    assert "    Type: AWS::Events::EventBus\n" in text


@pytest.mark.parametrize("kind", BILLING)
def test_what_is_billed_rests_on_a_page_of_aws(kind: str) -> None:
    assert re.fullmatch(r"https://aws\.amazon\.com/[a-z0-9-]+/(pricing/)?", BILLING[kind].page)
    assert BILLING[kind].free or BILLING[kind].page.endswith("/pricing/")


def test_types_are_in_their_order() -> None:
    assert list(BILLING) == sorted(BILLING)


def test_a_compute_environment_has_no_instances_while_no_job_runs() -> None:
    environments = _of_type("AWS::Batch::ComputeEnvironment")

    assert environments
    assert [name for name, text in environments.items() if "MinvCpus: 0\n" not in text] == []


def test_an_alias_is_there_for_provisioned_concurrency_only() -> None:
    aliases = _of_type("AWS::Lambda::Alias")

    assert aliases
    assert [name for name, text in aliases.items() if "ProvisionedConcurrencyConfig:" not in text] == []
