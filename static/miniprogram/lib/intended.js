// @ts-check
// One key for one intended action, kept until its answer arrives: a double tap asks again, never twice.
const { freshKey } = require("./platform");

/** @type {Map<string, { text: string, key: string }>} in memory alone: a body may hold a name and a number */
const held = new Map();

/**
 * @param {string} operation
 * @param {object | undefined} body
 */
async function intend(operation, body) {
  const text = JSON.stringify(body ?? null);
  if (held.get(operation)?.text !== text) held.set(operation, { text, key: await freshKey() });
  const kept = held.get(operation);
  return {
    key: kept?.key ?? "",
    settle() {
      if (held.get(operation) === kept) held.delete(operation);
    },
  };
}

module.exports = { intend };
