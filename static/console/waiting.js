// The eight queues as last asked, for the page and for the counts beside it: every half minute, and after each action.
import { html, useEffect, useState } from "../lib/html.js";
import { call, Problem } from "./office.js";

const EVERY_MS = 30_000;
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

// Asks while the page is looked at; a page in the background stays as it is.
export function Asking() {
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && askWaiting();
    askWaiting();
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return html``;
}
