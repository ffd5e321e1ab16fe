from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from stacktape_constructs.testing import config_template, stable_text
from stacktape_constructs.testing.masks import masked

ONE, TWO, THREE = ("1" * 64, "2" * 64, "ab" * 32)
BUCKET = {"Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"}
REPOSITORY = "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/cdk-hnb659fds-container-assets-x"


def _function(digest: str, **properties: Any) -> dict[str, Any]:
    code = {"S3Bucket": BUCKET, "S3Key": f"{digest}.zip"}
    return {"Type": "AWS::Lambda::Function", "Properties": {"Code": code, **properties}}


def _masked(**resources: Any) -> dict[str, Any]:
    return dict(masked({"Resources": resources})["Resources"])


def _keys(resources: dict[str, Any]) -> dict[str, str]:
    return {id: each["Properties"]["Code"]["S3Key"] for id, each in resources.items()}


class TestAssets:
    def test_one_is_named_after_the_resource_that_has_it(self) -> None:
        assert _keys(_masked(B=_function(ONE), A=_function(TWO))) == {"A": "asset-of-A.zip", "B": "asset-of-B.zip"}

    def test_one_of_several_resources_has_a_number_and_the_others_keep_theirs(self) -> None:
        assert _keys(_masked(A=_function(ONE), B=_function(TWO), C=_function(ONE))) == {
            "A": "shared-asset-1.zip",
            "B": "asset-of-B.zip",
            "C": "shared-asset-1.zip",
        }

    @pytest.mark.parametrize(("first", "second"), [(ONE, TWO), (TWO, ONE), (THREE, ONE)])
    def test_hashes_do_not_count_for_the_names(self, first: str, second: str) -> None:
        resources = {"A": _function(first), "B": _function(first), "C": _function(second), "D": _function(second)}

        assert _keys(_masked(**resources)) == {
            "A": "shared-asset-1.zip",
            "B": "shared-asset-1.zip",
            "C": "shared-asset-2.zip",
            "D": "shared-asset-2.zip",
        }

    def test_two_of_one_resource_stay_two(self) -> None:
        job = {"Properties": {"Image": {"Fn::Sub": f"{REPOSITORY}:{ONE}"}, "Init": {"Fn::Sub": f"{REPOSITORY}:{TWO}"}}}

        assert _masked(Job=job) == {
            "Job": {
                "Properties": {
                    "Image": {"Fn::Sub": f"{REPOSITORY}:asset-of-Job"},
                    "Init": {"Fn::Sub": f"{REPOSITORY}:asset-of-Job-2"},
                }
            }
        }

    def test_one_is_renamed_wherever_it_is_met(self) -> None:
        resources = _masked(A=_function(ONE), B={"Properties": {"SourceKeys": [f"x/{ONE}.zip"]}})

        assert resources["B"] == {"Properties": {"SourceKeys": ["x/asset-of-A.zip"]}}

    def test_lists_of_buckets_and_keys_are_as_good_as_one(self) -> None:
        copied = {"Properties": {"SourceBucketNames": [BUCKET], "SourceObjectKeys": [f"{ONE}.zip"]}}

        assert _masked(Copy=copied)["Copy"]["Properties"]["SourceObjectKeys"] == ["asset-of-Copy.zip"]

    def test_an_address_in_a_variable_is_one(self) -> None:
        variables = {"URL": {"Fn::Join": ["", ["s3://cdk-hnb659fds-assets-1-eu-west-1/", f"{ONE}.zip"]]}, "OTHER": TWO}

        assert _masked(F={"Properties": {"Variables": variables}})["F"]["Properties"]["Variables"] == {
            "URL": {"Fn::Join": ["", ["s3://cdk-hnb659fds-assets-1-eu-west-1/", "asset-of-F.zip"]]},
            "OTHER": TWO,
        }

    def test_a_hash_that_is_no_assets_stays(self) -> None:
        by_hand = {"Properties": {"Code": {"S3Bucket": "our-builds", "S3Key": f"{ONE}.zip"}, "Digest": TWO}}

        assert _masked(F=by_hand) == {"F": by_hand}


class TestLogicalIds:
    VERSION = "liveCurrentVersion2A159E5371f9da09e2e39901e584314a0284b38d"

    def test_the_hash_of_a_version_is_masked_and_all_that_speak_of_it_go_on_to(self) -> None:
        resources = _masked(
            **{self.VERSION: {"Type": "AWS::Lambda::Version"}},
            Alias={
                "DependsOn": [self.VERSION],
                "Properties": {
                    "FunctionVersion": {"Fn::GetAtt": [self.VERSION, "Version"]},
                    "Text": {"Fn::Sub": f"${{{self.VERSION}}}"},
                },
            },
        )

        assert resources == {
            "liveCurrentVersion2A159E53HASH": {"Type": "AWS::Lambda::Version"},
            "Alias": {
                "DependsOn": ["liveCurrentVersion2A159E53HASH"],
                "Properties": {
                    "FunctionVersion": {"Fn::GetAtt": ["liveCurrentVersion2A159E53HASH", "Version"]},
                    "Text": {"Fn::Sub": "${liveCurrentVersion2A159E53HASH}"},
                },
            },
        }

    def test_two_that_differ_in_their_hashes_only_stay_two(self) -> None:
        ids = [f"ApiDeployment{digit * 32}" for digit in "ab"]

        masked_ids = list(_masked(**{id: {"Type": "AWS::ApiGateway::Deployment"} for id in ids}))

        assert masked_ids == ["ApiDeploymentHASH", "ApiDeploymentHASH2"]

    def test_the_id_of_another_resource_stays(self) -> None:
        id = "Bus" + "a" * 32

        assert list(_masked(**{id: {"Type": "AWS::Events::EventBus"}})) == [id]


class TestNoise:
    def test_what_every_template_has_is_left_out(self) -> None:
        template = {
            "Parameters": {"BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>"}},
            "Rules": {"CheckBootstrapVersion": {"Assertions": []}},
            "Conditions": {"CDKMetadataAvailable": {}},
            "Resources": {
                "CDKMetadata": {"Type": "AWS::CDK::Metadata", "Properties": {"Analytics": "v2:deflate64:x"}},
                "Bus": {"Type": "AWS::Events::EventBus", "Metadata": {"aws:cdk:path": "Stack/Bus/Resource"}},
            },
        }

        assert masked(template) == {"Resources": {"Bus": {"Type": "AWS::Events::EventBus"}}}

    def test_what_stands_beside_it_stays(self) -> None:
        template = {
            "Parameters": {"BootstrapVersion": {}, "Stage": {"Type": "String"}},
            "Rules": {"CheckBootstrapVersion": {}, "Mine": {}},
            "Resources": {"Bus": {"Metadata": {"aws:asset:path": "asset.1", "Owner": "shop"}}},
        }

        assert masked(template) == {
            "Parameters": {"Stage": {"Type": "String"}},
            "Rules": {"Mine": {}},
            "Resources": {"Bus": {"Metadata": {"Owner": "shop"}}},
        }

    def test_the_template_that_is_given_stays_as_it_is(self) -> None:
        template = {"Parameters": {"BootstrapVersion": {}}, "Resources": {"F": _function(ONE)}}
        before = copy.deepcopy(template)

        masked(template)

        assert template == before


#: A function whose new code makes a new version, and a job whose new code makes a new image.
CONFIG = """
resources:
  live:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: live.py}}
      provisionedConcurrency: 2
      memory: MEMORY
  report:
    type: batch-job
    properties:
      container: {packaging: {type: stacktape-image-buildpack, properties: {entryfilePath: report.py}}}
      resources: {cpu: 1, memory: 200}
"""


def test_new_code_changes_the_template_and_not_its_text_and_a_new_property_changes_both(tmp_path) -> None:
    config = tmp_path / "stacktape.yml"
    templates = []
    for memory, code in ((512, "a = 1"), (512, "a = 2"), (1024, "a = 2")):
        config.write_text(CONFIG.replace("MEMORY", str(memory)))
        (tmp_path / "live.py").write_text(f"{code}\n\n\ndef handler(event, context): ...\n")
        (tmp_path / "report.py").write_text(f"{code}\n")
        templates.append(config_template(config, code="project").to_json())
    first, second, third = templates

    assert first != second
    assert {"AWS::Lambda::Version"} == {
        first["Resources"][id]["Type"] for id in first["Resources"].keys() - second["Resources"].keys()
    }
    assert stable_text(first) == stable_text(second)
    assert stable_text(second) != stable_text(third)
    assert "asset-of-LiveFunction" in stable_text(first)
    assert json.dumps(masked(first)).count("asset-of-Report") > 0
