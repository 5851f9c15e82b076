/**
 * Vite plug-in: `@dark { --name: value; }` in a style sheet is written once and compiled to the two
 * places where the dark theme applies: chosen by the person, or by the system when they left it open.
 * (CSS has no way to share one block between a selector and a media query, and `light-dark()` is
 * newer than the browsers schools use.)
 */
import type { Plugin } from "vite";

const block = /@dark\s*\{([^}]*)\}/g;

export function darkTheme(): Plugin {
  return {
    name: "santong-dark",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith(".css") || !code.includes("@dark")) return null;
      return code.replace(
        block,
        (_match, body: string) =>
          `:root[data-theme="dark"]{color-scheme:dark;${body}}` +
          `@media screen and (prefers-color-scheme:dark){:root[data-theme="auto"]{color-scheme:dark;${body}}}`,
      );
    },
  };
}
