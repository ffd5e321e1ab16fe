from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.batch_job.compute import BatchCompute
from tests.resources.batch_job.reading import ENVIRONMENT, Reading
from tests.support import new_app


@pytest.fixture(scope="module")
def reading() -> Reading:
    stack = cdk.Stack(new_app(), "Demo", env=ENVIRONMENT)
    shared = BatchCompute.shared(stack, name_prefix="shop-dev")
    for spot in (False, True):
        for gpu in (False, True):
            shared.job_queue(spot=spot, gpu=gpu)
    own_vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "OwnVpc",
        vpc_id="vpc-own",
        availability_zones=["eu-west-1a"],
        private_subnet_ids=["subnet-private"],
        private_subnet_route_table_ids=["rtb-private"],
        public_subnet_ids=["subnet-public"],
        public_subnet_route_table_ids=["rtb-public"],
    )
    BatchCompute.shared(stack, vpc=own_vpc).job_queue()
    own = BatchCompute(
        stack,
        "Own",
        vpc=own_vpc,
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
        max_vcpus=16,
        gpu_instance_classes=[ec2.InstanceClass.G6],
    )
    own.job_queue(gpu=True)
    return Reading(stack)


def _compute_resources(reading: Reading, path: str) -> dict[str, Any]:
    resources = reading.properties(f"{path}/Resource")["ComputeResources"]
    assert isinstance(resources, dict)
    return resources


def test_the_jobs_of_a_stack_share_their_compute(reading: Reading) -> None:
    shared = BatchCompute.shared(reading.stack)
    assert BatchCompute.shared(shared, name_prefix="shop-dev") is shared
    assert shared.job_queue(spot=True).job_queue_arn == shared.job_queue(spot=True).job_queue_arn


def test_instances_are_named_after_the_stack_and_not_after_a_path_in_the_app(reading: Reading) -> None:
    template = reading.properties("Stp/Batch/InstanceLaunchTemplate/Resource")

    specifications = [*template["TagSpecifications"], *template["LaunchTemplateData"]["TagSpecifications"]]
    assert [specification["ResourceType"] for specification in specifications] == [
        "launch-template",
        "instance",
        "volume",
    ]
    assert all(found["Tags"] == [{"Key": "Name", "Value": "shop-dev-batch-instance"}] for found in specifications)


def test_only_what_is_used_is_made() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    BatchCompute.shared(stack).job_queue(spot=True)
    reading = Reading(stack)
    assert len(reading.of_type("AWS::Batch::JobQueue")) == 1
    (environment,) = reading.of_type("AWS::Batch::ComputeEnvironment")
    assert environment["Properties"]["ComputeResources"]["Type"] == "SPOT"


def test_its_parts_stand_where_their_logical_ids_come_from(reading: Reading) -> None:
    assert reading.types_below("Stp/Batch") == {
        "InstanceRole/Resource": "AWS::IAM::Role",
        "InstanceSecurityGroup/Resource": "AWS::EC2::SecurityGroup",
        "InstanceLaunchTemplate/Resource": "AWS::EC2::LaunchTemplate",
        **{
            f"{kind}{part}": type_
            for kind in ("OnDemand", "OnDemandGpu", "Spot", "SpotGpu")
            for part, type_ in (
                ("/Resource", "AWS::Batch::ComputeEnvironment"),
                ("/InstanceProfile", "AWS::IAM::InstanceProfile"),
                ("JobQueue/Resource", "AWS::Batch::JobQueue"),
            )
        },
    }


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("OnDemand", "shop-dev-batch-onDemand--job-queue"),
        ("Spot", "shop-dev-batch-spot--job-queue"),
        ("OnDemandGpu", "shop-dev-batch-onDemand-gpu-job-queue"),
        ("SpotGpu", "shop-dev-batch-spot-gpu-job-queue"),
    ],
)
def test_each_kind_has_a_queue_before_its_own_environment(reading: Reading, kind: str, name: str) -> None:
    queue = reading.properties(f"Stp/Batch/{kind}JobQueue/Resource")
    environment = reading.ids[f"Stp/Batch/{kind}/Resource"]
    assert queue["JobQueueName"] == name
    assert queue["ComputeEnvironmentOrder"] == [
        {"ComputeEnvironment": {"Fn::GetAtt": [environment, "ComputeEnvironmentArn"]}, "Order": 0}
    ]


def test_names_are_left_to_cloudformation_unless_a_prefix_is_given(reading: Reading) -> None:
    assert "JobQueueName" not in reading.properties("Own/OnDemandGpuJobQueue/Resource")
    assert "GroupName" not in reading.properties("Own/InstanceSecurityGroup/Resource")


@pytest.mark.parametrize(
    ("kind", "type_", "strategy"),
    [
        ("OnDemand", "EC2", "BEST_FIT_PROGRESSIVE"),
        ("OnDemandGpu", "EC2", "BEST_FIT_PROGRESSIVE"),
        ("Spot", "SPOT", "SPOT_PRICE_CAPACITY_OPTIMIZED"),
        ("SpotGpu", "SPOT", "SPOT_PRICE_CAPACITY_OPTIMIZED"),
    ],
)
def test_instances_are_chosen_as_aws_recommends(reading: Reading, kind: str, type_: str, strategy: str) -> None:
    resources = _compute_resources(reading, f"Stp/Batch/{kind}")
    assert resources["Type"] == type_
    assert resources["AllocationStrategy"] == strategy
    assert "SpotIamFleetRole" not in resources


@pytest.mark.parametrize(
    ("kind", "image", "instances"),
    [
        ("OnDemand", "ECS_AL2023", ["default_x86_64"]),
        ("SpotGpu", "ECS_AL2023_NVIDIA", ["p4d", "g5"]),
    ],
)
def test_jobs_with_gpus_run_on_other_instances_and_images(
    reading: Reading, kind: str, image: str, instances: list[str]
) -> None:
    resources = _compute_resources(reading, f"Stp/Batch/{kind}")
    assert resources["Ec2Configuration"] == [{"ImageType": image}]
    assert resources["InstanceTypes"] == instances


def test_no_instance_runs_while_no_job_waits(reading: Reading) -> None:
    resources = _compute_resources(reading, "Stp/Batch/OnDemand")
    assert (resources["MinvCpus"], resources["MaxvCpus"]) == (0, 1000)


def test_instances_start_in_all_public_subnets_of_the_default_vpc(reading: Reading) -> None:
    resources = _compute_resources(reading, "Stp/Batch/OnDemand")
    assert resources["Subnets"] == [reading.ref(f"Stp/PublicSubnet{index}") for index in range(3)]


def test_instances_end_before_the_internet_gateway_goes(reading: Reading) -> None:
    environment = reading.resource("Stp/Batch/OnDemand/Resource")
    assert environment["DependsOn"] == [reading.ids[f"Stp/InternetGatewayRoute{index}"] for index in range(3)]


def test_another_vpc_has_compute_of_its_own_in_its_private_subnets(reading: Reading) -> None:
    path = "Stp/Batch-Demo--OwnVpc/OnDemand"
    assert _compute_resources(reading, path)["Subnets"] == ["subnet-private"]


def test_compute_can_be_made_to_measure(reading: Reading) -> None:
    resources = _compute_resources(reading, "Own/OnDemandGpu")
    assert resources["Subnets"] == ["subnet-public"]
    assert resources["MaxvCpus"] == 16
    assert resources["InstanceTypes"] == ["g6"]


def test_nothing_can_connect_to_an_instance(reading: Reading) -> None:
    path = "Stp/Batch/InstanceSecurityGroup/Resource"
    group = reading.properties(path)
    assert group["GroupName"] == "shop-dev-batch-instance-sg"
    assert "SecurityGroupIngress" not in group
    assert reading.of_type("AWS::EC2::SecurityGroupIngress") == []
    assert _compute_resources(reading, "Stp/Batch/Spot")["SecurityGroupIds"] == [reading.get_att(path, "GroupId")]


def test_instances_have_an_encrypted_disk_and_demand_imdsv2(reading: Reading) -> None:
    path = "Stp/Batch/InstanceLaunchTemplate/Resource"
    launch_template = reading.properties(path)
    assert launch_template["LaunchTemplateName"] == "shop-dev-batch-instance-launch-template"
    data = launch_template["LaunchTemplateData"]
    assert data["MetadataOptions"] == {"HttpTokens": "required"}
    assert data["BlockDeviceMappings"] == [
        {
            "DeviceName": "/dev/xvda",
            "Ebs": {"Encrypted": True, "VolumeSize": 100, "VolumeType": "gp3"},
        }
    ]
    assert _compute_resources(reading, "Stp/Batch/Spot")["LaunchTemplate"] == {"LaunchTemplateId": reading.ref(path)}


def test_instances_have_the_role_that_aws_documents_for_them(reading: Reading) -> None:
    role = reading.properties("Stp/Batch/InstanceRole/Resource")
    (policy,) = role["ManagedPolicyArns"]
    assert "service-role/AmazonEC2ContainerServiceforEC2Role" in str(policy)
    assert role["AssumeRolePolicyDocument"]["Statement"] == [
        {"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}
    ]


def test_two_name_prefixes_for_one_compute_are_refused(reading: Reading) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        BatchCompute.shared(reading.stack, name_prefix="other")
    assert str(caught.value) == (
        "Demo/Stp/Batch: name_prefix must be the same for all that share the compute: first 'shop-dev', "
        "got 'other'; make the second its own BatchCompute"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"max_vcpus": 0}, "Demo/Own: max_vcpus must be at least 1, got 0"),
        (
            {"gpu_instance_classes": []},
            "Demo/Own: gpu_instance_classes must hold at least one instance family, got none",
        ),
        (
            {"name_prefix": "p" * 100},
            "Demo/Own: name_prefix must have at most 99 characters, got 100",
        ),
    ],
)
def test_what_aws_would_refuse_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        BatchCompute(cdk.Stack(new_app(), "Demo"), "Own", **arguments)
    assert str(caught.value) == message


def test_the_longest_prefix_makes_the_longest_name_of_a_queue() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    BatchCompute(stack, "Own", name_prefix="p" * 99).job_queue(gpu=True)
    assert len(Reading(stack).properties("Own/OnDemandGpuJobQueue/Resource")["JobQueueName"]) == 128


def test_the_most_vcpus_may_be_a_parameter_of_the_stack() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    most = cdk.CfnParameter(stack, "Most", type="Number").value_as_number
    BatchCompute(stack, "Own", max_vcpus=most).job_queue()  # type: ignore[arg-type]
    environment = _compute_resources(Reading(stack), "Own/OnDemand")
    assert environment["MaxvCpus"] == {"Ref": "Most"}
