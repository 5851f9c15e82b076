// Prints the gzip size of what every page loads and of what only some pages load, as one JSON line.
// Exits 1 when the part every page loads is over the budget of 40 kB, or the player of class screens over its own of 10 kB.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const directory = "src/santong/static_build";
const budget = 40_000;
const manifest = JSON.parse(readFileSync(`${directory}/manifest.json`, "utf8"));
const size = (file) => gzipSync(readFileSync(`${directory}/${file}`), { level: 9 }).length;

const everyPage = new Set();
function collect(key) {
  const chunk = manifest[key];
  everyPage.add(chunk.file);
  for (const css of chunk.css ?? []) everyPage.add(css);
  for (const other of chunk.imports ?? []) collect(other);
}
collect("frontend/main.ts");

const player = ["frontend/screen.ts", "frontend/styles/screen.css"].map((key) => size(manifest[key].file));
const playerBudget = 10_000;

const report = { every_page: {}, later: {}, every_page_bytes: 0, budget_bytes: budget };
for (const file of everyPage) report.every_page[file] = size(file);
for (const chunk of Object.values(manifest)) {
  if (!everyPage.has(chunk.file)) report.later[chunk.file] = size(chunk.file);
}
report.every_page_bytes = Object.values(report.every_page).reduce((sum, bytes) => sum + bytes, 0);
report.player_bytes = player.reduce((sum, bytes) => sum + bytes, 0);
console.log(JSON.stringify(report));
process.exitCode = report.player_bytes <= playerBudget && report.every_page_bytes <= budget ? 0 : 1;
