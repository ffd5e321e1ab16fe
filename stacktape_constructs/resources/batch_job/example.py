"""What stands for the type `batch-job` in the documentation."""

from __future__ import annotations

from stacktape_constructs.resources.example import ResourceExample

RESOURCE_EXAMPLE = ResourceExample(
    name="report",
    properties={
        "container": {
            "packaging": {"type": "stacktape-image-buildpack", "properties": {"entryfilePath": "jobs/report.py"}}
        },
        "resources": {"cpu": 1, "memory": 200},
    },
    options=(
        {"logging": {"disabled": True}},
        {"connectTo": ["orders"]},
        {"iamRoleStatements": [{"Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::reports/*"]}]},
        {"useSpotInstances": True},
        {"resources": {"gpu": 1}},
        {"useSpotInstances": True, "resources": {"gpu": 1}},
    ),
    beside={"orders": {"type": "event-bus"}},
)
