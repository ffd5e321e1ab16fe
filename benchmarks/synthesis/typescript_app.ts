// The shops of plain_app.py in TypeScript: node typescript_app.js GROUPS OUTDIR FLAGS_JSON CODE

import * as cdk from "aws-cdk-lib";
import * as apigwv2 from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import * as events from "aws-cdk-lib/aws-events";
import * as targets from "aws-cdk-lib/aws-events-targets";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";

const [groups, outdir, flags, code] = process.argv.slice(2);

const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  ip: "$context.identity.sourceIp",
  requestTime: "$context.requestTime",
  httpMethod: "$context.httpMethod",
  routeKey: "$context.routeKey",
  status: "$context.status",
  protocol: "$context.protocol",
  responseLength: "$context.responseLength",
});

function lambdaFunction(stack: cdk.Stack, id: string, environment: Record<string, string>): lambda.Function {
  const role = new iam.Role(stack, `${id}Role`, { assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com") });
  const logGroup = new logs.LogGroup(stack, `${id}LogGroup`, {
    retention: logs.RetentionDays.THREE_MONTHS,
    removalPolicy: cdk.RemovalPolicy.DESTROY,
  });
  logGroup.grantWrite(role);
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.PYTHON_3_13,
    handler: "index.handler",
    code: lambda.Code.fromAsset(code),
    memorySize: 256,
    timeout: cdk.Duration.seconds(20),
    architecture: lambda.Architecture.X86_64,
    environment,
    role,
    logGroup,
  });
}

function shop(stack: cdk.Stack, n: number): void {
  const bus = new events.EventBus(stack, `Bus${n}`);
  const publisher = lambdaFunction(stack, `Publisher${n}`, {
    EVENT_NAME: "OrderPaid",
    [`STP_BUS${n}_ARN`]: bus.eventBusArn,
  });
  const policy = new iam.Policy(stack, `Publisher${n}Policy`);
  policy.addStatements(new iam.PolicyStatement({ actions: ["events:PutEvents"], resources: [bus.eventBusArn] }));
  policy.attachToRole(publisher.role!);
  const consumer = lambdaFunction(stack, `Consumer${n}`, {});
  new events.Rule(stack, `OrderPaid${n}`, {
    eventBus: bus,
    eventPattern: { detailType: ["OrderPaid"] },
    targets: [new targets.LambdaFunction(consumer)],
  });
  const api = new apigwv2.HttpApi(stack, `Api${n}`, { createDefaultStage: false });
  const stage = new apigwv2.HttpStage(stack, `Api${n}Stage`, { httpApi: api, autoDeploy: true });
  const logGroup = new logs.LogGroup(stack, `Api${n}LogGroup`, {
    retention: logs.RetentionDays.ONE_MONTH,
    removalPolicy: cdk.RemovalPolicy.DESTROY,
  });
  (stage.node.defaultChild as apigwv2.CfnStage).accessLogSettings = {
    destinationArn: logGroup.logGroupArn,
    format: accessLogFormat,
  };
  new cdk.CfnOutput(stack, `Api${n}Url`, { value: api.apiEndpoint });
  api.addRoutes({
    path: "/orders",
    methods: [apigwv2.HttpMethod.GET],
    integration: new HttpLambdaIntegration(`Api${n}Publisher`, publisher, { timeout: cdk.Duration.millis(20_500) }),
  });
}

const app = new cdk.App({ context: JSON.parse(flags), outdir, analyticsReporting: false });
const stack = new cdk.Stack(app, "Shops");
for (let n = 0; n < Number(groups); n++) {
  shop(stack, n);
}
app.synth();
