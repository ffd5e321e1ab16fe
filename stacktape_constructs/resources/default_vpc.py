"""The VPC that a stack gets when something in it needs one and none was given."""

from __future__ import annotations

from typing import cast

from aws_cdk import Fn
from aws_cdk import aws_ec2 as ec2
from constructs import Construct, DependencyGroup

from stacktape_constructs.cdk.acknowledgements import acknowledge
from stacktape_constructs.resources.shared_scope import shared_scope

_VPC_CIDR = "172.16.0.0/16"
_PUBLIC_SUBNET_CIDRS = ("172.16.0.0/20", "172.16.16.0/20", "172.16.32.0/20")


def default_vpc(scope: Construct) -> ec2.IVpc:
    """The stack's own VPC: three public subnets in three zones, no NAT gateway; made at first use.

    What runs in it has a public IP address and reaches the internet through the internet gateway, so
    an idle VPC costs nothing. Nothing reaches it from outside unless a security group allows that.
    Wait for `vpc.internet_connectivity_established` where something needs the internet, as with any
    other VPC of the CDK.

    The region must have at least three availability zones. The network is `172.16.0.0/16`; the public
    subnets are its first three /20 blocks
    (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-igw-internet-access.html).

    Example:
        ```python
        from aws_cdk import aws_ec2 as ec2
        from stacktape_constructs.resources.default_vpc import default_vpc

        group = ec2.SecurityGroup(stack, "Workers", vpc=default_vpc(stack))
        ```

    Args:
        scope: any construct of the stack.
    """
    shared = shared_scope(scope)
    existing = shared.node.try_find_child("DefaultVpc")
    return cast(ec2.IVpc, existing) if existing is not None else _make_vpc(shared)


def _make_vpc(shared: Construct) -> ec2.IVpc:
    # L1s and not `ec2.Vpc`: in a stack whose environment is known, `ec2.Vpc` looks the zones up with AWS
    # credentials at synth, in any other it settles for two zones. `Fn::GetAZs` needs neither. The ids
    # are those of Stacktape, whose networks can so be taken over without being replaced.
    vpc = ec2.CfnVPC(shared, "Vpc", cidr_block=_VPC_CIDR, enable_dns_hostnames=True, enable_dns_support=True)
    acknowledge(
        vpc,
        "VPC7",
        because="flow logs cost money for all traffic; who needs them adds a flow log to this VPC or passes one",
    )
    gateway = ec2.CfnInternetGateway(shared, "InternetGateway")
    attachment = ec2.CfnVPCGatewayAttachment(
        shared, "VpcGatewayAttachment", vpc_id=vpc.ref, internet_gateway_id=gateway.ref
    )
    zones, subnet_ids, route_table_ids, routes = [], [], [], []
    for index, cidr in enumerate(_PUBLIC_SUBNET_CIDRS):
        zone = Fn.select(index, Fn.get_azs())
        subnet = ec2.CfnSubnet(
            shared,
            f"PublicSubnet{index}",
            vpc_id=vpc.ref,
            cidr_block=cidr,
            availability_zone=zone,
            map_public_ip_on_launch=True,
        )
        route_table = ec2.CfnRouteTable(shared, f"PublicSubnet{index}RouteTable", vpc_id=vpc.ref)
        ec2.CfnSubnetRouteTableAssociation(
            shared,
            f"PublicSubnet{index}SubnetRouteTableAssociation",
            subnet_id=subnet.ref,
            route_table_id=route_table.ref,
        )
        route = ec2.CfnRoute(
            shared,
            f"InternetGatewayRoute{index}",
            route_table_id=route_table.ref,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=gateway.ref,
        )
        route.add_resource_dependency(attachment)
        zones.append(zone)
        subnet_ids.append(subnet.ref)
        route_table_ids.append(route_table.ref)
        routes.append(route)

    imported = ec2.Vpc.from_vpc_attributes(
        shared,
        "DefaultVpc",
        vpc_id=vpc.ref,
        vpc_cidr_block=_VPC_CIDR,
        availability_zones=zones,
        public_subnet_ids=subnet_ids,
        public_subnet_route_table_ids=route_table_ids,
    )
    # The CDK takes an imported VPC for connected, so this group is empty; here the routes are ours.
    cast(DependencyGroup, imported.internet_connectivity_established).add(*routes)
    return imported
