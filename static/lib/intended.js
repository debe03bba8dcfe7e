// One key for one intended action, kept until its answer arrives: a double tap or a reload asks again, never twice.
import { kept } from "./kept.js";

const inMemory = new Map(); // for bodies with personal data: not even their digest is written down

async function digestOf(text) {
  const bytes = new TextEncoder().encode(text);
  if (!window.crypto.subtle) return `length-${bytes.length}`; // plain http on a LAN: development only
  const digest = await window.crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function freshKey() {
  if (window.crypto.randomUUID) return window.crypto.randomUUID();
  return Array.from(window.crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16)).join("-");
}

export async function intend(operation, body, { isPersonal = false } = {}) {
  const text = JSON.stringify(body ?? null);
  const digest = isPersonal ? text : await digestOf(text);
  const held = isPersonal ? inMemory.get(operation) : kept.read(`intended ${operation}`);
  const intention = held?.digest === digest ? held : { digest, key: freshKey() };
  if (isPersonal) inMemory.set(operation, intention);
  else kept.write(`intended ${operation}`, intention);
  return {
    key: intention.key,
    settle() {
      if (isPersonal) inMemory.delete(operation);
      else kept.drop(`intended ${operation}`);
    },
  };
}
