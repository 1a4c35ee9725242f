import { defineConfig } from "vite";

const server = process.env["HUIZHEN_DEV_SERVER"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: ["chrome89", "firefox114", "safari16.4"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    sourcemap: false,
    manifest: true, // which chunk is whose: the tests of the budgets weigh by it
  },
  server: {
    proxy: {
      "/api": server,
      "/dicom-web": server,
      "/socket.io": { target: server, ws: true },
    },
  },
});
