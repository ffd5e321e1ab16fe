"""The machines that batch jobs run on, and the queues in front of them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from constructs import Construct

from stacktape_constructs.cdk.acknowledgements import acknowledge_managed_policy
from stacktape_constructs.cdk.argument_kinds import checks_kinds
from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.default_vpc import default_vpc
from stacktape_constructs.resources.shared_scope import shared_scope

_DEFAULT_MAX_VCPUS = 1000
_INSTANCE_POLICY = "service-role/AmazonEC2ContainerServiceforEC2Role"
# Names of queues may have 128 characters; the longest suffix takes 29 of them.
_LONGEST_NAME_PREFIX = 99


class BatchCompute(Construct):
    """Managed EC2 compute for batch jobs: up to four job queues, each made when it is first used.

    Jobs on demand, on spot instances, with GPUs, or both: each kind has a queue and a compute
    environment of its own. An environment starts instances when jobs wait and stops them when none
    are left, so unused compute costs nothing. Instances run Amazon's current ECS image (Amazon Linux
    2023), demand IMDSv2, have an encrypted disk of 100 GiB and accept no connection.

    Jobs make what they need by themselves, once per stack and VPC (see `shared`). Make one yourself to
    set limits, to choose subnets, or to keep the jobs of two teams apart
    (https://docs.aws.amazon.com/batch/latest/userguide/compute_environments.html).

    Args:
        scope: the parent.
        id: the id within the parent.
        vpc: network of the instances, which must reach the internet or have endpoints for ECS, ECR
            and CloudWatch Logs. Default: the stack's own VPC.
        vpc_subnets: subnets of the VPC to use. Default: the private subnets, or the public ones
            where there are no private ones, as anywhere in the CDK.
        max_vcpus: most vCPUs that each of the queues may use at a time. Default 1000.
        gpu_instance_classes: families of instances for jobs with GPUs; AWS Batch refuses a family
            that the region does not have. Default: p4d and g5.
        name_prefix: given, the queues are named `<prefix>-batch-onDemand--job-queue`,
            `-batch-spot--job-queue`, `-batch-onDemand-gpu-job-queue` and `-batch-spot-gpu-job-queue`,
            the security group `<prefix>-batch-instance-sg`, the launch template
            `<prefix>-batch-instance-launch-template` and the instances `<prefix>-batch-instance`.
            Default: CloudFormation makes names.

    Raises:
        InvalidArgumentError: when `max_vcpus` is below 1, `gpu_instance_classes` is empty or
            `name_prefix` is too long.

    Example:
        ```python
        from stacktape_constructs import BatchCompute, BatchJob, ContainerPackage

        compute = BatchCompute(stack, "Compute", max_vcpus=16)
        BatchJob(
            stack,
            "Report",
            packaging=ContainerPackage.from_image("public.ecr.aws/docker/library/busybox:stable"),
            cpu=1,
            memory=cdk.Size.mebibytes(200),
            compute=compute,
        )
        ```
    """

    @checks_kinds()
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpc: ec2.IVpc | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        max_vcpus: int = _DEFAULT_MAX_VCPUS,
        gpu_instance_classes: Sequence[ec2.InstanceClass] = (ec2.InstanceClass.P4D, ec2.InstanceClass.G5),
        name_prefix: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        if not is_unresolved(max_vcpus) and max_vcpus < 1:
            raise self._invalid("max_vcpus", f"must be at least 1, got {max_vcpus}")
        if not gpu_instance_classes:
            raise self._invalid("gpu_instance_classes", "must hold at least one instance family, got none")
        if name_prefix is not None and not is_unresolved(name_prefix):
            length = len(name_prefix)
            if length > _LONGEST_NAME_PREFIX:
                raise self._invalid("name_prefix", f"must have at most {_LONGEST_NAME_PREFIX} characters, got {length}")
        self._given_vpc = vpc
        self._vpc_subnets = vpc_subnets
        self._max_vcpus = max_vcpus
        self._gpu_instance_classes = gpu_instance_classes
        self._name_prefix = name_prefix
        self._queues: dict[str, batch.JobQueue] = {}

    @staticmethod
    @checks_kinds()
    def shared(scope: Construct, *, vpc: ec2.IVpc | None = None, name_prefix: str | None = None) -> BatchCompute:
        """The compute that the jobs of a stack share: one per VPC, made at first use.

        Args:
            scope: any construct of the stack.
            vpc: network of the instances. Default: the stack's own VPC.
            name_prefix: names of the queues, as for a new `BatchCompute`.

        Raises:
            InvalidArgumentError: when the compute was made before with another `name_prefix`.
        """
        shared = shared_scope(scope)
        id = "Batch" if vpc is None else f"Batch-{vpc.node.path}"
        existing = shared.node.try_find_child(id)
        if existing is None:
            return BatchCompute(shared, id, vpc=vpc, name_prefix=name_prefix)
        compute = cast(BatchCompute, existing)
        if name_prefix not in (None, compute._name_prefix):
            raise compute._invalid(
                "name_prefix",
                f"must be the same for all that share the compute: first {compute._name_prefix!r}, "
                f"got {name_prefix!r}; make the second its own BatchCompute",
            )
        return compute

    @functools.cached_property
    def vpc(self) -> ec2.IVpc:
        """The network of the instances."""
        return self._given_vpc if self._given_vpc is not None else default_vpc(self)

    @functools.cached_property
    def security_group(self) -> ec2.SecurityGroup:
        """The security group of all instances: nothing comes in, everything goes out."""
        return ec2.SecurityGroup(
            self,
            "InstanceSecurityGroup",
            vpc=self.vpc,
            description="Instances that run batch jobs",
            security_group_name=self._name("batch-instance-sg"),
        )

    def job_queue(self, *, spot: bool = False, gpu: bool = False) -> batch.IJobQueue:
        """The queue for one kind of job; the first call makes it and its compute environment.

        Args:
            spot: run on spot instances, which AWS may take back with two minutes' notice.
            gpu: run on instances that have GPUs.
        """
        kind = ("Spot" if spot else "OnDemand") + ("Gpu" if gpu else "")
        if kind not in self._queues:
            environment = self._compute_environment(kind, spot=spot, gpu=gpu)
            self._queues[kind] = batch.JobQueue(
                self,
                f"{kind}JobQueue",
                job_queue_name=self._name(f"batch-{'spot' if spot else 'onDemand'}-{'gpu' if gpu else ''}-job-queue"),
                compute_environments=[batch.OrderedComputeEnvironment(compute_environment=environment, order=0)],
            )
        return self._queues[kind]

    def _compute_environment(self, kind: str, *, spot: bool, gpu: bool) -> batch.ManagedEc2EcsComputeEnvironment:
        image_types = batch.EcsMachineImageType
        environment = batch.ManagedEc2EcsComputeEnvironment(
            self,
            kind,
            vpc=self.vpc,
            vpc_subnets=self._vpc_subnets,
            spot=spot,
            minv_cpus=0,
            maxv_cpus=self._max_vcpus,
            # AWS's own choice among current x86 families; "optimal" meant fourth-generation ones for years.
            default_instance_classes=None if gpu else [batch.DefaultInstanceClass.X86_64],
            instance_classes=list(self._gpu_instance_classes) if gpu else None,
            use_optimal_instance_classes=False if gpu else None,
            images=[batch.EcsMachineImage(image_type=image_types.ECS_AL2023_NVIDIA if gpu else image_types.ECS_AL2023)],
            instance_role=self._instance_role,
            launch_template=self._launch_template,
            security_groups=[self.security_group],
        )
        # Deleting a stack must end the instances, and so free their addresses, before it takes away the
        # internet gateway: AWS does not detach a gateway while addresses are mapped through it.
        resource = cast(cdk.CfnResource, environment.node.default_child)
        resource.node.add_dependency(self.vpc.internet_connectivity_established)
        return environment

    @functools.cached_property
    def _instance_role(self) -> iam.Role:
        # The policy that AWS documents for the instances of Batch, and keeps in step with its ECS agent.
        # It is wider than a job needs; jobs act in job roles of their own, never in this one.
        policy = iam.ManagedPolicy.from_aws_managed_policy_name(_INSTANCE_POLICY)
        role = iam.Role(
            self,
            "InstanceRole",
            assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"),
            managed_policies=[policy],
        )
        acknowledge_managed_policy(
            role,
            policy,
            because="AWS documents this policy for the instances of Batch and keeps it in step with its agent",
        )
        return role

    @functools.cached_property
    def _launch_template(self) -> ec2.LaunchTemplate:
        template = ec2.LaunchTemplate(
            self,
            "InstanceLaunchTemplate",
            launch_template_name=self._name("batch-instance-launch-template"),
            require_imdsv2=True,
            block_devices=[
                ec2.BlockDevice(
                    device_name="/dev/xvda",
                    # The 30 GiB of Amazon's image fill up soon when jobs of many images share instances.
                    volume=ec2.BlockDeviceVolume.ebs(100, encrypted=True, volume_type=ec2.EbsDeviceVolumeType.GP3),
                )
            ],
        )
        name = self._name("batch-instance")
        if name is not None:
            # CDK names the instances after the path of this construct, which no user of a config knows.
            cdk.Tags.of(template).add("Name", name)
        return template

    def _name(self, suffix: str) -> str | None:
        return None if self._name_prefix is None else f"{self._name_prefix}-{suffix}"

    def _invalid(self, argument: str, problem: str) -> InvalidArgumentError:
        return InvalidArgumentError(path=self.node.path, argument=argument, problem=problem)
