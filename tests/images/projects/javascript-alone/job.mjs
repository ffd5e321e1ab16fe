import path from "node:path";

process.on("SIGTERM", () => {
  console.log("ended");
  process.exit(0);
});
console.log("report", path.basename("/a/3"), process.getuid());
if ("WAIT" in process.env) setInterval(() => {}, 1000);
