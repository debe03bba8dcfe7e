// Care mode (长辈版): a choice of this phone, kept across visits; it is a preference and says nothing of the person.
const NAME = "palm.mode";

function show(isCare) {
  if (isCare) document.body.dataset.weuiMode = "care";
  else delete document.body.dataset.weuiMode;
  document.documentElement.classList.toggle("palm-care", isCare);
}

export function isCare() {
  return document.body.dataset.weuiMode === "care";
}

export function setCare(isOn) {
  show(isOn);
  try {
    window.localStorage.setItem(NAME, isOn ? "care" : "standard");
  } catch {
    // the choice holds for this visit
  }
}

export function restoreMode() {
  try {
    show(window.localStorage.getItem(NAME) === "care");
  } catch {
    show(false);
  }
}
