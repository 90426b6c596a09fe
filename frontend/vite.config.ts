import { defineConfig } from "vite";

// The program that serves the built page also answers /api. During `npm run dev` the page comes from
// Vite, so its questions are passed on to a running `lifecircle serve` (or demo).
const api = process.env.LIFECIRCLE_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    // A build empties dist; public/.gitkeep brings back the file that keeps the folder in git.
    emptyOutDir: true,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": { target: api, changeOrigin: true } } },
});
