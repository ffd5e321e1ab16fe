"""`BatchJob`: a container that runs to its end on AWS Batch, started by events, requests or by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
import jsii
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from stacktape_constructs.cdk.argument_kinds import checks_kinds
from stacktape_constructs.cdk.constants import service_principal
from stacktape_constructs.packaging.images.container_package import ContainerPackage
from stacktape_constructs.resources.batch_job.access import JobAccess, JobNames, job_definition_arn
from stacktape_constructs.resources.batch_job.arguments import Arguments
from stacktape_constructs.resources.batch_job.base import BatchJobBase
from stacktape_constructs.resources.batch_job.compute import BatchCompute
from stacktape_constructs.resources.batch_job.container import JobContainer
from stacktape_constructs.resources.batch_job.imported import ImportedBatchJob
from stacktape_constructs.resources.batch_job.retry import BatchRetry
from stacktape_constructs.resources.batch_job.state_machine import make_state_machine
from stacktape_constructs.resources.connections import Connections, ToldVariables, check_targets
from stacktape_constructs.resources.contracts import ConnectTarget


@jsii.implements(iam.IGrantable)
class BatchJob(BatchJobBase):
    """A container that AWS Batch runs on EC2 instances, once per event that starts the job.

    Each run is an execution of a state machine, which submits the job, waits for its end and, with
    `retry`, submits it again after a failure. The container finds in its environment

    - `STP_TRIGGER_EVENT_DATA`: the event that started it, as JSON text. AWS allows about 8 KB for all
      variables that are set at submission;
    - `STP_CURRENT_ATTEMPT` and `STP_MAXIMUM_ATTEMPTS`: which try this is, from 1, and how many there are;
    - `AWS_REGION`;
    - its own variables and those of what it is connected to.

    An EventBridge rule and a route of an HTTP API can start it. To start it by hand, start an execution
    of its state machine with any input: the input is the event. An input of the form
    `{"triggerEvent": "<text>", "jobName": "<name>"}` sets the text and, if wanted, the job's name.

    Retries and runs after a deployment take the newest revision of the job definition
    (https://docs.aws.amazon.com/batch/latest/userguide/job_definitions.html,
    https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html).

    Args:
        scope: the parent.
        id: the id within the parent.
        packaging: the image, and the command to run in it. It must be built for x86.
        cpu: vCPUs that are reserved for the container: a whole number, at least 1.
        memory: memory of the container, in whole MiB, at least 4; a container that wants more is ended.
        gpu: GPUs that are reserved for the container. Default: none.
        timeout: time after which one try is ended and has failed, at least a minute. Default: none.
        retry: how often a failed job is tried again. Default: not at all.
        environment: variables of the container, beside those of the package.
        connect_to: resources that the job is connected to; see `connect_to`.
        role: what the container acts as; it must trust `ecs-tasks.amazonaws.com`. Default: a new role.
        initial_policy: statements for the policy of the role.
        spot: run on spot instances: much cheaper, but AWS may end a try at any time.
        vpc: network of the instances. Default: the stack's own VPC.
        compute: the compute to run on. Default: what the jobs of the stack in this VPC share.
        job_queue: a queue to submit to, instead of one of `compute`.
        log_retention: how long logs are kept. None: no logs are written. Default: three months.
        log_removal_policy: what becomes of the logs when the job is removed. Default: deleted.
        log_group_name: name of the log group. Default: made by CloudFormation.
        job_definition_name: name of the job definition. Default: made by CloudFormation.
        state_machine_name: name of the state machine. Default: made by CloudFormation.
        trigger_function_name: name of the function behind the routes of an HTTP API, which exists
            only if there are any. Default: made by CloudFormation.

    Raises:
        InvalidArgumentError: when an argument is outside what AWS Batch takes, or two of `vpc`,
            `compute`, `job_queue` (and `spot` beside `job_queue`) contradict each other.

    Attributes:
        job_definition: the definition of the job; its ARN names the revision of this deployment.
        job_queue: the queue that the job is submitted to.
        state_machine: the state machine that runs the job.
        role: what the container acts as.
        log_group: where the container's output goes; None when no logs are written.
        trigger_function: what starts the job for routes of HTTP APIs; None while there are none.

    Example:
        ```python
        from stacktape_constructs import BatchJob, BatchRetry, ContainerPackage

        job = BatchJob(
            stack,
            "Report",
            packaging=ContainerPackage.from_image("public.ecr.aws/docker/library/busybox:stable"),
            cpu=1,
            memory=cdk.Size.mebibytes(200),
            timeout=cdk.Duration.minutes(30),
            retry=BatchRetry(attempts=3, interval=cdk.Duration.seconds(10), backoff_rate=2),
        )
        ```
    """

    job_definition: batch.EcsJobDefinition
    job_queue: batch.IJobQueue
    state_machine: sfn.StateMachine
    role: iam.IRole
    log_group: logs.ILogGroup | None

    @checks_kinds(
        packaging="ContainerPackage.from_file('src/job.py')",
        retry="BatchRetry(attempts=3)",
    )
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        packaging: ContainerPackage,
        cpu: float,
        memory: cdk.Size,
        gpu: int | None = None,
        timeout: cdk.Duration | None = None,
        retry: BatchRetry | None = None,
        environment: Mapping[str, str] | None = None,
        connect_to: Sequence[ConnectTarget] = (),
        role: iam.IRole | None = None,
        initial_policy: Sequence[iam.PolicyStatement] = (),
        spot: bool = False,
        vpc: ec2.IVpc | None = None,
        compute: BatchCompute | None = None,
        job_queue: batch.IJobQueue | None = None,
        log_retention: logs.RetentionDays | None = logs.RetentionDays.THREE_MONTHS,
        log_removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
        log_group_name: str | None = None,
        job_definition_name: str | None = None,
        state_machine_name: str | None = None,
        trigger_function_name: str | None = None,
    ) -> None:
        super().__init__(scope, id, trigger_function_name=trigger_function_name)
        check_targets(self, connect_to)
        self._arguments = Arguments(self)
        self._arguments.check_resources(cpu=cpu, memory=memory, gpu=gpu)
        self._arguments.check_timeout(timeout)
        self._arguments.check_names(
            job_definition_name=job_definition_name,
            state_machine_name=state_machine_name,
            trigger_function_name=trigger_function_name,
        )
        self._arguments.check_log_group_name(log_group_name, logs=log_retention is not None)
        self._arguments.check_placement(spot=spot, job_queue=job_queue, compute=compute, vpc=vpc)

        self.role = role or iam.Role(self, "Role", assumed_by=service_principal("ecs-tasks.amazonaws.com"))
        for statement in initial_policy:
            self.add_to_role_policy(statement)
        self.log_group = None
        if log_retention is not None:
            self.log_group = logs.LogGroup(
                self,
                "LogGroup",
                log_group_name=log_group_name,
                retention=log_retention,
                removal_policy=log_removal_policy,
            )
        if job_queue is None:
            compute = compute or BatchCompute.shared(self, vpc=vpc)
            job_queue = compute.job_queue(spot=spot, gpu=gpu is not None)
        self.job_queue = job_queue

        variables = {**packaging.environment, **(environment or {})}
        for name in variables:
            self._arguments.check_variable(name)
        self._container = JobContainer(
            self,
            packaging=packaging,
            cpu=cpu,
            memory=memory,
            gpu=gpu,
            timeout=timeout,
            environment=variables,
            role=self.role,
            log_group=self.log_group,
            job_definition_name=job_definition_name,
        )
        self.job_definition = self._container.job_definition
        names = JobNames(
            job_definition=job_definition_name,
            state_machine=state_machine_name,
            log_group=log_group_name,
        )
        self.state_machine = make_state_machine(
            self,
            "JobExecution",
            state_machine_name=state_machine_name,
            name_base=self._name_base,
            definition_arn=job_definition_arn(self.stack, names, self.job_definition),
            job_queue=job_queue,
            retry=retry or BatchRetry(),
            timeout=timeout,
        )
        self._access = JobAccess(
            stack=self.stack,
            names=names,
            job_definition=self.job_definition,
            job_queue=job_queue,
            state_machine=self.state_machine,
            log_group=self.log_group,
        )
        self._connections = Connections(self, role=self.role)
        self._told = ToldVariables(self, known_by_name=bool(names.job_definition))
        self.connect_to(*connect_to)

    @staticmethod
    @checks_kinds()
    def from_state_machine_arn(scope: Construct, id: str, state_machine_arn: str) -> BatchJobBase:
        """A job of another app, by the ARN of the state machine that runs it.

        Rules and routes can start it, and functions and jobs can be connected to it.

        Args:
            scope: the parent.
            id: the id within the parent.
            state_machine_arn: ARN of the job's state machine.

        Raises:
            InvalidArgumentError: when it is no ARN of a state machine.
        """
        return ImportedBatchJob(scope, id, state_machine_arn=state_machine_arn)

    @property
    def grant_principal(self) -> iam.IPrincipal:
        """The role, for the grants of other resources, such as `bucket.grant_read(job)`."""
        return self.role.grant_principal

    @property
    def parameters(self) -> Mapping[str, str]:
        """`jobDefinitionArn`, `stateMachineArn` and, where logs are written, `logGroupArn`."""
        return self._access.parameters

    @property
    def connect_variables(self) -> Mapping[str, str]:
        """The parameters, as ARNs without references where names were given.

        A job definition's ARN that is built from its name has no revision: AWS takes the newest.
        """
        return self._access.variables

    def connect_statements(self) -> Sequence[iam.PolicyStatement]:
        """Allows to start the job, through its state machine or past it, to follow it and to stop it."""
        return self._access.statements()

    def connect_to(self, *targets: ConnectTarget, inject_environment: bool = True) -> None:
        """Gives the container access to resources and tells it their parameters.

        Args:
            *targets: what to connect to.
            inject_environment: set a variable `STP_<RESOURCE>_<PARAMETER>` for each parameter; it
                replaces one of the same name in the environment.

        Raises:
            InvalidArgumentError: when one of the variables is set already for another target of the same id; or
                when the job is to be told about itself, or what is told of it in turn, without having a
                `job_definition_name`: its definition would have to exist before it is made.
        """
        if inject_environment and self in targets and not self._access.names.job_definition:
            raise self._arguments.invalid(
                "connect_to",
                "must not hold the job itself unless it has a job_definition_name; give it one, "
                "or connect it with inject_environment=False",
            )
        self._connections.give_access(*targets)
        for target in targets if inject_environment else ():
            for name, value in self._told.of(target).items():
                self.add_environment(name, value)

    @checks_kinds(statement="aws_iam.PolicyStatement(actions=[...], resources=[...])")
    def add_to_role_policy(self, statement: iam.PolicyStatement) -> None:
        """Adds a statement to the policy of the job's role."""
        self.role.add_to_principal_policy(statement)

    @checks_kinds()
    def add_environment(self, name: str, value: str) -> None:
        """Sets a variable of the container.

        Raises:
            InvalidArgumentError: when the name begins with `AWS_BATCH`, which AWS reserves.
        """
        self._arguments.check_variable(name)
        self._container.add_environment(name, value)
