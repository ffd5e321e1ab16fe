"use strict";

// Makes the CDK's plugin, then answers each list of templates with what it finds in them, until nobody listens any more.

const { CloudFormationValidatePlugin } = require(process.argv[2]);

const plugin = new CloudFormationValidatePlugin();

process.on("message", (stackTemplates) => {
  process.send({ report: plugin.validate({ stackTemplates }), version: plugin.version });
});
