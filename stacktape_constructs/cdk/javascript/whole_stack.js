"use strict";

// What would otherwise be a call from Python for each resource of a stack. jsii hands constructs over as themselves, and
// maps as JSON, which it would convert value by value.

const { CfnResource, Validations } = require("aws-cdk-lib");

/** What stands at a path below a scope; an error of the CDK, if nothing does. */
function at(scope, path) {
  return path.split("/").reduce((construct, id) => construct.node.findChild(id), scope);
}

exports.WholeStack = class WholeStack {
  /** The CloudFormation resources of a stack: pairs of a path below it and a type. */
  static resources(stack) {
    const start = stack.node.path.length + 1;
    const resources = stack.node.findAll().filter((construct) => CfnResource.isCfnResource(construct));
    return JSON.stringify(resources.map((resource) => [resource.node.path.slice(start), resource.cfnResourceType]));
  }

  /** The resource at a path. */
  static resource(stack, path) {
    return at(stack, path);
  }

  /** What the properties of resources were set to, with tokens as in the template, by the paths of the resources. */
  static properties(stack, paths) {
    const pairs = paths.map((path) => [path, stack.resolve(at(stack, path).cfnProperties)]);
    return JSON.stringify(Object.fromEntries(pairs));
  }

  /** Gives resources logical ids, by their paths. */
  static overrideLogicalIds(stack, logicalIds) {
    for (const [path, logicalId] of Object.entries(JSON.parse(logicalIds))) {
      at(stack, path).overrideLogicalId(logicalId);
    }
  }

  /** Adds to each resource, by its path, a list of pairs: of what kind a note is, and what it says. */
  static addMetadata(stack, notes) {
    for (const [path, pairs] of Object.entries(JSON.parse(notes))) {
      for (const [kind, data] of pairs) {
        at(stack, path).node.addMetadata(kind, data);
      }
    }
  }

  /** Acknowledges, at each construct, a list of findings and reasons. */
  static acknowledge(constructs, acknowledgments) {
    for (const [index, rules] of Object.entries(JSON.parse(acknowledgments))) {
      Validations.of(constructs[index]).acknowledge(...rules);
    }
  }
};
