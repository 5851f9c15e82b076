/** Vite plug-in: emits the icon sprite and the favicon, hashed and listed in the manifest. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const outlineDirectory = "node_modules/@tabler/icons/icons/outline";

/** The icon names of a list file: one a line, `#` starts a comment. */
function iconNames(listFile: string): string[] {
  return readFileSync(listFile, "utf8")
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean);
}

/** One icon as a `<symbol>`, without the invisible box every source icon carries. */
function symbol(name: string): string {
  const source = readFileSync(join(outlineDirectory, `${name}.svg`), "utf8");
  const shapes = source
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<svg[^>]*>|<\/svg>/g, "")
    .replace(/<path stroke="none"[^>]*\/>/g, "")
    .replace(/\s*\n\s*/g, "");
  return (
    `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
    `stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`
  );
}

export function brandAssets(): Plugin {
  return {
    name: "santong-assets",
    generateBundle() {
      const list = "frontend/icons.txt";
      const sprite = iconNames(list).map(symbol).join("\n");
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: list,
        source: `<svg xmlns="http://www.w3.org/2000/svg">\n${sprite}\n</svg>\n`,
      });
      const favicon = "frontend/brand/favicon.svg";
      this.emitFile({
        type: "asset",
        name: "favicon.svg",
        originalFileName: favicon,
        source: readFileSync(favicon, "utf8"),
      });
    },
  };
}
