import ms from "ms";
import { total } from "./total";

process.on("SIGTERM", () => {
  console.log("ended");
  process.exit(0);
});
console.log("report", total([ms("1s") / 1000, 2]), process.getuid?.());
if ("WAIT" in process.env) setInterval(() => {}, 1000);
