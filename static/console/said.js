// What was just done, said once in a line that screen readers hear and that stays in view; it goes when the clerk goes on.
import { html, useEffect, useState } from "../lib/html.js";

// An action itself may take a step to another page: soon, and without a hand in between. Any other step is the clerk going on.
const OWN_STEP_MS = 5000;
const HANDS = ["pointerdown", "keydown"];

const listeners = new Set();

let ownStepUntil = 0;

export function say(text) {
  ownStepUntil = performance.now() + OWN_STEP_MS;
  listeners.forEach((hear) => hear({ text }));
}

const takeOver = () => { ownStepUntil = 0; };

export function Said() {
  const [state, setState] = useState({ text: "" });
  useEffect(() => {
    listeners.add(setState);
    const goOn = () => {
      if (performance.now() > ownStepUntil) setState({ text: "" });
      takeOver();
    };
    HANDS.forEach((one) => window.addEventListener(one, takeOver, true));
    window.addEventListener("hashchange", goOn);
    return () => {
      listeners.delete(setState);
      HANDS.forEach((one) => window.removeEventListener(one, takeOver, true));
      window.removeEventListener("hashchange", goOn);
      setState({ text: "" });
    };
  }, []);
  return html`<div class="desk-said" role="status" data-test="said">${state.text && html`<p>✓ ${state.text}
    <button type="button" aria-label="收起" onClick=${() => setState({ text: "" })}>✕</button></p>`}</div>`;
}
