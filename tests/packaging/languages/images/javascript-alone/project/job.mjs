import { readFileSync } from "node:fs";

console.log(readFileSync("/etc/hostname", "utf8"));
