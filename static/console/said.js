// What was just done, said once in a line that screen readers hear; it stays until the next, or until one goes elsewhere.
import { html, useEffect, useState } from "../lib/html.js";

// The step an action itself takes to another page comes at once; a later one is the clerk going on to something else.
const OWN_STEP_MS = 1000;

const listeners = new Set();

let saidAt = 0;

export function say(text) {
  saidAt = performance.now();
  listeners.forEach((hear) => hear({ text }));
}

export function Said() {
  const [state, setState] = useState({ text: "" });
  useEffect(() => {
    listeners.add(setState);
    const goOn = () => performance.now() - saidAt > OWN_STEP_MS && setState({ text: "" });
    window.addEventListener("hashchange", goOn);
    return () => {
      listeners.delete(setState);
      window.removeEventListener("hashchange", goOn);
      setState({ text: "" });
    };
  }, []);
  return html`<div class="desk-said" role="status" data-test="said">${state.text && html`<p>✓ ${state.text}
    <button type="button" aria-label="收起" onClick=${() => setState({ text: "" })}>✕</button></p>`}</div>`;
}
