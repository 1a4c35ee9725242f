// Only what the compiler cannot say: promises that nobody waits for, and the three ways around types.
import { parser, plugin } from "typescript-eslint";

export default [
  { ignores: ["**/*.gen.ts", "dist/**", "node_modules/**"] },
  {
    files: ["src/**/*.ts", "src/**/*.tsx"],
    languageOptions: { parser, parserOptions: { project: "./tsconfig.json" } },
    plugins: { "@typescript-eslint": plugin },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/no-floating-promises": ["error", { ignoreVoid: false }],
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "no-console": "error",
      eqeqeq: "error",
    },
  },
  {
    // `test` of node:test answers with a promise that the runner itself waits for.
    files: ["src/**/*.test.ts"],
    rules: { "@typescript-eslint/no-floating-promises": "off" },
  },
  {
    // The wire has one home.
    files: ["src/**/*.ts", "src/**/*.tsx"],
    ignores: ["src/wire/**", "src/viewer/**", "src/offline/worker.ts"],
    rules: {
      "no-restricted-globals": ["error", { name: "fetch", message: "use src/wire" }],
      "no-restricted-imports": ["error", { name: "socket.io-client", message: "use src/wire" }],
    },
  },
];
