"use strict";

// The CDK validates templates by an engine of WebAssembly. To make one takes longer than to build most stacks, and it is
// the same whatever it will validate: so a process of its own makes it, while Python builds the stack. In a thread of this
// process it would hold up the others, which share its memory.

const { MessageChannel, receiveMessageOnPort, Worker } = require("node:worker_threads");
const { CloudFormationValidatePlugin } = require("aws-cdk-lib");

/** Milliseconds after which no answer is expected any more: a hundred times of what one takes. */
const PATIENCE = 120_000;

/** The CDK's plugin in a process of its own. What is not done there, for whatever reason, is done here. */
class PluginInProcess {
  name = CloudFormationValidatePlugin.PLUGIN_NAME;
  version = undefined;
  #answered = new Int32Array(new SharedArrayBuffer(4));
  #port;
  #link;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    const workerData = { answered: this.#answered, cdk: require.resolve("aws-cdk-lib/core"), port: port2 };
    this.#port = port1;
    this.#link = new Worker(require.resolve("./validation_link.js"), { workerData, transferList: [port2] });
    // An error that nobody listens for would end this process.
    this.#link.on("error", () => {});
    this.#link.on("exit", () => (this.#link = undefined));
    this.#link.unref();
  }

  validate(context) {
    const { report, version } = this.#ask(context.stackTemplates) ?? validatedHere(context);
    this.version = version;
    return report;
  }

  // The CDK waits for the answer, so it cannot be listened for.
  #ask(stackTemplates) {
    if (this.#link === undefined) {
      return undefined;
    }
    Atomics.store(this.#answered, 0, 0);
    this.#port.postMessage(stackTemplates);
    Atomics.wait(this.#answered, 0, 0, PATIENCE);
    const answer = receiveMessageOnPort(this.#port)?.message;
    if (answer === undefined) {
      this._dispose();
    }
    return answer;
  }

  /** What the CDK calls before it forgets a plugin. */
  _dispose() {
    this.#link?.terminate();
    this.#link = undefined;
  }
}

function validatedHere(context) {
  const plugin = new CloudFormationValidatePlugin();
  return { report: plugin.validate(context), version: plugin.version };
}

exports.Validation = class Validation {
  /** Has the plugin made that the CDK will ask for when it synthesizes an app, if it is going to validate that. */
  static prepare() {
    if (process.env.CDK_VALIDATION !== "false" && CloudFormationValidatePlugin?._singletonInstance !== undefined) {
      CloudFormationValidatePlugin._instance ??= new PluginInProcess();
    }
  }
};
