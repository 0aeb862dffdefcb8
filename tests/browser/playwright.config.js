// How the scenarios run: the Chromium of the machine, the real service, two at a time.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { defineConfig } from "@playwright/test";

const onPath = (name) =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

const chromium = process.env.PARVIS_CHROMIUM ?? onPath("chromium") ?? onPath("chromium-browser") ?? onPath("google-chrome");

// A build farm runs as root, where Chromium's own sandbox cannot start. The rest keeps the browser from calling home.
const flags = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "scenarios",
  globalSetup: "./fixture/before.js",
  testMatch: "*.spec.js",
  outputDir: "test-results",
  reporter: [["list"]],
  fullyParallel: true,
  workers: Number(process.env.PARVIS_WORKERS ?? 2),
  // A loaded farm gets a second try; what needed it is listed as flaky, never hidden.
  retries: process.env.CI ? 2 : 0,
  timeout: 45_000,
  globalTimeout: 30 * 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    locale: "en-GB",
    timezoneId: "Europe/Paris",
    colorScheme: "light",
    viewport: { width: 1024, height: 800 },
    launchOptions: { executablePath: chromium, args: flags },
  },
});
