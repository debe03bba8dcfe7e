// Care mode (长辈版): a choice of this phone, kept across visits; it is a preference and says nothing of the person.
// Its text is 22 px, and 30 px for whoever asks for more. Source: MIIT 移动互联网应用适老化通用设计规范, 2021-04-07.
const NAME = "palm.mode";
const CARE = "care";
const LARGEST = "care-largest";
const listeners = new Set();
let mode = "standard";

function show(next) {
  mode = next;
  if (isCare()) document.body.dataset.weuiMode = "care";
  else delete document.body.dataset.weuiMode;
  document.documentElement.classList.toggle("palm-care", isCare());
  document.documentElement.classList.toggle("palm-care_largest", isLargest());
}

function kept() {
  try {
    return window.localStorage.getItem(NAME);
  } catch {
    return null;
  }
}

function choose(next) {
  show(next);
  try {
    window.localStorage.setItem(NAME, next);
  } catch {
    // the choice holds for this visit
  }
  listeners.forEach((tell) => tell());
}

export const isCare = () => mode !== "standard";
export const isLargest = () => mode === LARGEST;

// Whoever never chose is told once, on the first page, that there is a choice.
export const isModeChosen = () => kept() !== null;

export const setCare = (isOn) => choose(isOn ? CARE : "standard");
export const setLargest = (isOn) => choose(isOn ? LARGEST : CARE);

export function restoreMode() {
  const held = kept();
  show(held === CARE || held === LARGEST ? held : "standard");
}

export function onMode(tell) {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
