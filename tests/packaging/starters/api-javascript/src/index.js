import { readFile } from "node:fs/promises";
import { router } from "router";

const template = await readFile("templates/page.html", "utf-8");

export const render = router({
  "/about": async () => ({ statusCode: 200, body: template.replace("{title}", "About us").trim() }),
});
