// The shell's own source runs in WeChat, its tests in Node; neither may do what a reader would not expect.
"use strict";
const js = require("@eslint/js");
const globals = require("globals");

const WECHAT = Object.fromEntries(
  ["App", "Component", "getApp", "getCurrentPages", "module", "require", "setTimeout", "wx"].map((name) => [name, "readonly"]),
);
const RULES = {
  ...js.configs.recommended.rules,
  "consistent-return": "off",
  curly: ["error", "multi-line"],
  eqeqeq: "error",
  "max-lines": ["error", 260],
  "no-alert": "error",
  "no-console": "error",
  "no-eval": "error",
  "no-implicit-globals": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-shadow": "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
  "no-use-before-define": ["error", { functions: false }],
  "no-var": "error",
  "no-warning-comments": ["error", { terms: ["todo", "xxx", "fixme"] }],
  "object-shorthand": "error",
  "prefer-const": "error",
  "require-await": "error",
};

module.exports = [
  { files: ["**/static/miniprogram/**/*.js"], languageOptions: { ecmaVersion: 2021, sourceType: "commonjs", globals: WECHAT }, rules: RULES },
  {
    files: ["**/tests/miniprogram/**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "commonjs", globals: globals.node },
    rules: RULES,
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
];
