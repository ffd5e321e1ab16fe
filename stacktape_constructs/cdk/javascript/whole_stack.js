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

/** What finds the resources of a scope by their paths. */
function finder(scope) {
  const resources = resourcesIn(scope);
  return (path) => {
    const resource = resources.get(path);
    if (resource === undefined) {
      throw new Error(`there is no CloudFormation resource at ${path}`);
    }
    return resource;
  };
}

exports.WholeStack = class WholeStack {
  /** Pairs of a path and a type of CloudFormation. */
  static resources(stack) {
    return JSON.stringify(Array.from(resourcesIn(stack), ([path, resource]) => [path, resource.cfnResourceType]));
  }

  /** The resource at a path. */
  static resource(stack, path) {
    return finder(stack)(path);
  }

  /** What the properties of resources were set to, with tokens as in the template, by the paths of the resources. */
  static properties(stack, paths) {
    const find = finder(stack);
    const pairs = paths.map((path) => [path, stack.resolve(find(path).cfnProperties)]);
    return JSON.stringify(Object.fromEntries(pairs));
  }

  /** Gives resources logical ids, by their paths. */
  static overrideLogicalIds(stack, logicalIds) {
    const find = finder(stack);
    for (const [path, logicalId] of Object.entries(JSON.parse(logicalIds))) {
      find(path).overrideLogicalId(logicalId);
    }
  }

  /** Adds to each resource, by its path, a list of pairs: of what kind a note is, and what it says. */
  static addMetadata(stack, notes) {
    const find = finder(stack);
    for (const [path, pairs] of Object.entries(JSON.parse(notes))) {
      for (const [kind, data] of pairs) {
        find(path).node.addMetadata(kind, data);
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
