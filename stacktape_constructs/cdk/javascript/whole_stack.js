"use strict";

// What would otherwise be a call from Python for each resource of a stack. jsii hands constructs over as themselves, and
// maps as JSON, which it would convert value by value.

const { Validations } = require("aws-cdk-lib");

/** The CloudFormation resources in a scope, by their paths below it. */
function resourcesIn(scope) {
  const start = scope.node.path.length + 1;
  // As `CfnResource.isCfnResource` tells them.
  const resources = scope.node.findAll().filter((construct) => construct.cfnResourceType !== undefined);
  return new Map(resources.map((resource) => [resource.node.path.slice(start), resource]));
}

exports.WholeStack = class WholeStack {
  /** Pairs of a path and a type of CloudFormation. */
  static resources(stack) {
    return JSON.stringify(Array.from(resourcesIn(stack), ([path, resource]) => [path, resource.cfnResourceType]));
  }

  /** The resource at a path. */
  static resource(stack, path) {
    return resourcesIn(stack).get(path);
  }

  /** The properties of the resources at some paths, as they stand in the template, by their paths. */
  static properties(stack, paths) {
    const resources = resourcesIn(stack);
    const pairs = paths.map((path) => [path, stack.resolve(resources.get(path).cfnProperties)]);
    return JSON.stringify(Object.fromEntries(pairs));
  }

  /** Gives resources logical ids, by their paths. */
  static overrideLogicalIds(stack, logicalIds) {
    const resources = resourcesIn(stack);
    for (const [path, logicalId] of Object.entries(JSON.parse(logicalIds))) {
      resources.get(path).overrideLogicalId(logicalId);
    }
  }

  /** Adds to each resource, by its path, a list of pairs: of what kind a note is, and what it says. */
  static addMetadata(stack, notes) {
    const resources = resourcesIn(stack);
    for (const [path, pairs] of Object.entries(JSON.parse(notes))) {
      for (const [kind, data] of pairs) {
        resources.get(path).node.addMetadata(kind, data);
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
