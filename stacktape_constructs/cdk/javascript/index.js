"use strict";

exports.Validation = require("./validation.js").Validation;
exports.WholeStack = require("./whole_stack.js").WholeStack;
