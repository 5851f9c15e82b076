/** The service worker is one script that imports nothing: not every browser loads it as a module. */
import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  build: {
    target: "chrome105",
    outDir: "src/santong/static_build",
    emptyOutDir: false,
    rollupOptions: {
      input: "frontend/service-worker.ts",
      output: { format: "iife", entryFileNames: "service-worker.js" },
    },
  },
});
