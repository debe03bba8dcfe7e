// What one tab remembers until it is closed. Never a name, a number or a token of access: those live in memory.
const memory = new Map();
const onlyHeld = new Set(); // names of what a reload forgets

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null; // some in-app browsers forbid storage: the walk still works until a reload
  }
}

export const kept = {
  read(name) {
    const text = memory.get(name) ?? storage()?.getItem(`palm.${name}`);
    try {
      return text ? JSON.parse(text) : null;
    } catch {
      return null;
    }
  },
  // In memory alone: for what is never written down.
  hold(name, value) {
    memory.set(name, JSON.stringify(value));
    onlyHeld.add(name);
  },
  // Whether a page that is left and opened anew would forget something the person typed.
  get isHolding() {
    return onlyHeld.size > 0;
  },
  dropHeld() {
    onlyHeld.forEach((name) => memory.delete(name));
    onlyHeld.clear();
  },
  write(name, value) {
    const text = JSON.stringify(value);
    memory.set(name, text);
    try {
      storage()?.setItem(`palm.${name}`, text);
    } catch {
      // full or forbidden: memory has it
    }
  },
  drop(name) {
    memory.delete(name);
    onlyHeld.delete(name);
    try {
      storage()?.removeItem(`palm.${name}`);
    } catch {
      // nothing was there
    }
  },
  // After leaving the session nothing of it stays behind, drafts of answers included.
  dropAll() {
    memory.clear();
    onlyHeld.clear();
    try {
      const held = storage();
      Object.keys(held ?? {}).filter((name) => name.startsWith("palm.")).forEach((name) => held.removeItem(name));
    } catch {
      // nothing was there
    }
  },
};
