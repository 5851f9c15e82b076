/** A service worker is one script that imports nothing: not every browser loads it as a module. Each is built alone. */
import { defineConfig } from "vite";

export default defineConfig(({ mode }) => ({
  publicDir: false,
  build: {
    target: "chrome105",
    outDir: "src/santong/static_build",
    emptyOutDir: false,
    rollupOptions: {
      input: mode === "screen" ? "frontend/screen-worker.ts" : "frontend/service-worker.ts",
      output: { format: "iife", entryFileNames: mode === "screen" ? "screen-worker.js" : "service-worker.js" },
    },
  },
}));
