"""The names of the language, to tell a word that Stacktape knows from a typing mistake."""

from __future__ import annotations

#: Every resource type of Stacktape 3.7.0.
RESOURCE_TYPES = frozenset(
    """
    agentcore-browser agentcore-code-interpreter agentcore-gateway agentcore-memory agentcore-runtime
    application-load-balancer astro-web aws-cdk-construct bastion batch-job bucket convex
    custom-resource-definition custom-resource-instance deployment-script dynamo-db-table
    edge-lambda-function efs-filesystem event-bus function hosting-bucket http-api-gateway kinesis-stream
    mongo-db-atlas-cluster multi-container-workload network-load-balancer nextjs-web nuxt-web
    open-search-domain private-service redis-cluster relational-database remix-web sns-topic
    solidstart-web sqs-queue state-machine sveltekit-web tanstack-web upstash-redis user-auth-pool
    web-app-firewall web-service worker-service
    """.split()
)

#: Those that older versions had, and that no other one stands for today.
FORMER_RESOURCE_TYPES = frozenset({"upstash-kafka-topic"})

#: The groups that `resources` had in 2020, when a resource had no `type` of its own.
GROUPS_OF_2020 = frozenset({"functions", "userPools", "databases", "staticHostingBuckets"})

#: Every event, packaging and authorizer of Stacktape 3.7.0, and the events that older versions had.
VARIANT_TYPES = frozenset(
    """
    application-load-balancer cloudwatch-alarm cloudwatch-log dynamo-db-stream event-bus http-api-gateway
    iot kafka-topic kinesis-stream network-load-balancer s3 schedule service-connect sns sqs
    workload-internal
    custom-artifact custom-dockerfile external-buildpack nixpacks prebuilt-image stacktape-image-buildpack
    stacktape-lambda-buildpack
    cognito lambda
    """.split()
)
