// Beside the page: serves it, opens it in Chromium, sets the throttle, and writes one line of JSON a measurement.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = fileURLToPath(new URL(".", import.meta.url));
const made = process.env.PARVIS_STAND;
const SIZES = [[10_000, 15], [100_000, 9]];
const THROTTLES = [1, 4];

const FILES = {
  "/page.js": join(here, "page.js"),
  "/data.js": join(here, "data.js"),
  "/typed.js": join(here, "typed.js"),
  "/search.js": join(here, "search.js"),
  "/minisearch.js": join(here, "node_modules/minisearch/dist/es/index.js"),
  "/stand.js": join(made, "stand.js"),
  "/stand_bg.wasm": join(made, "stand_bg.wasm"),
};
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const PAGE = `<!doctype html><meta charset="utf-8"><title>bench</title>
<script type="importmap">{"imports": {"minisearch": "./minisearch.js"}}</script>
<script type="module" src="page.js"></script>`;

const server = createServer(async (request, response) => {
  // Isolated, the page's clock counts in microseconds.
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-embedder-policy", "require-corp");
  const file = FILES[request.url];
  if (request.url === "/") return response.setHeader("content-type", "text/html").end(PAGE);
  if (!file) return response.writeHead(request.url === "/favicon.ico" ? 204 : 404).end();
  response.setHeader("content-type", TYPES[extname(file)]).end(await readFile(file));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

// A build farm runs as root, where Chromium's own sandbox cannot start.
const args = [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-gpu", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath: process.env.PARVIS_CHROMIUM, args });
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(error));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => globalThis.bench && crossOriginIsolated);
  const session = await page.context().newCDPSession(page);
  for (const [n, times] of SIZES) {
    await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    const prepared = await page.evaluate((n) => bench.prepare(n), n);
    for (const throttle of THROTTLES) {
      await session.send("Emulation.setCPUThrottlingRate", { rate: throttle });
      const { ms, ...rest } = await page.evaluate((times) => bench.run(times), times);
      const { ours, ...peers } = ms;
      console.log(JSON.stringify({ n, throttle, times, ours_ms: ours, peers, ...prepared, ...rest }));
    }
  }
} finally {
  await browser.close();
  server.close();
}
