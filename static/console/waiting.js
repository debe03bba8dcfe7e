// The eight queues as last asked, for the page and for the counts beside it: every half minute, and after each action.
import { html, useEffect, useState } from "../lib/html.js";
import { call, Problem } from "./office.js";

const EVERY_MS = 30_000;
const STILL_MS = 5 * 60_000; // a desk nobody touches asks no more: else the session of who went away never ends by itself
const TOUCHES = ["pointerdown", "keydown", "wheel"];
const listeners = new Set();
let state = { loading: true };
let turn = 0;

function tell(next) {
  state = next;
  listeners.forEach((hear) => hear(state));
}

export async function askWaiting() {
  const mine = ++turn;
  try {
    const value = await call("read_today");
    if (mine === turn) tell({ value });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (mine === turn) tell(state.value ? { value: state.value, problem } : { problem });
  }
}

export function forgetWaiting() {
  turn += 1;
  tell({ loading: true });
}

export function useWaiting() {
  const [seen, setSeen] = useState(state);
  useEffect(() => {
    listeners.add(setSeen);
    setSeen(state);
    return () => listeners.delete(setSeen);
  }, []);
  return seen;
}

// Asks while the page is looked at and worked with; a page in the background stays as it is.
export function Asking() {
  useEffect(() => {
    let touchedAt = Date.now();
    const isStill = () => Date.now() - touchedAt >= STILL_MS;
    const look = () => document.visibilityState === "visible" && !isStill() && askWaiting();
    const touch = () => {
      const wasStill = isStill();
      touchedAt = Date.now();
      if (wasStill) look();
    };
    askWaiting();
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener("visibilitychange", look);
    TOUCHES.forEach((name) => document.addEventListener(name, touch, { passive: true }));
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      TOUCHES.forEach((name) => document.removeEventListener(name, touch));
    };
  }, []);
  return html``;
}
