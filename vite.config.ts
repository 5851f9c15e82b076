import { defineConfig } from "vite";
import { brandAssets } from "./frontend/build/assets.ts";
import { darkTheme } from "./frontend/build/dark.ts";

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [darkTheme(), brandAssets()],
  build: {
    target: "chrome105",
    outDir: "src/santong/static_build",
    assetsDir: "assets",
    assetsInlineLimit: 0, // data: addresses would need a hole in the content security policy
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: [
        "frontend/main.ts",
        "frontend/deck.ts",
        "frontend/screen.ts",
        "frontend/wall.ts",
        "frontend/outline.ts",
        "frontend/styles/conversations.css",
        "frontend/styles/attendance.css",
        "frontend/styles/dashboards.css",
        "frontend/styles/deck.css",
        "frontend/styles/screen.css",
        "frontend/styles/wall.css",
        "frontend/styles/playing.css",
        "frontend/styles/styleguide.css",
      ],
    },
    chunkSizeWarningLimit: 700,
  },
});
