// For how many one may act (为谁办), so that the header offers the choice only to whoever has one. A number, no names.
import { useEffect, useState } from "./html.js";
import { kept } from "./kept.js";

const listeners = new Set();

export function learnParties(count) {
  if (kept.read("parties") === count) return;
  kept.write("parties", count);
  listeners.forEach((tell) => tell());
}

export function useHasChoice() {
  const [, again] = useState(0);
  useEffect(() => {
    const tell = () => again((count) => count + 1);
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, []);
  return (kept.read("parties") ?? 0) > 1;
}
