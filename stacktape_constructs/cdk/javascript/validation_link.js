"use strict";

// The thread between `validation.js`, which can only wait, and the process that validates: it listens to both.

const { fork } = require("node:child_process");
const { workerData } = require("node:worker_threads");

const { answered, cdk, port } = workerData;

// It must not hold what this process writes to open: the CDK's command line reads that to its end.
const validating = fork(require.resolve("./validation_process.js"), [cdk], { stdio: "ignore" });
let asked = false;
let ended = false;

validating.on("message", answer);
validating.on("error", end);
validating.on("exit", end);

port.on("message", (stackTemplates) => {
  asked = true;
  if (ended) {
    answer(undefined);
  } else {
    validating.send(stackTemplates);
  }
});

function end() {
  ended = true;
  if (asked) {
    answer(undefined);
  }
}

/** Undefined says that there is no answer. */
function answer(found) {
  asked = false;
  port.postMessage(found);
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
}
