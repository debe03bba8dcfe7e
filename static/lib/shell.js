// The city's own app around this page (原生外壳), where there is one: it binds at the push service what it is told here.
// It gives the page `window.palmShell`: { platform: "android" | "ios" | "harmony", bindAccount(name), unbindAccount() },
// and, where it can, setBrightness(share): 1 while a licence is shown, -1 gives it back to the phone.
import { api } from "./api.js";

export const inShell = () => Boolean(window.palmShell?.platform);

// With a face of just now only: what is said to this person is said on this phone from then on.
export async function bindHere() {
  const { account } = await api.bindApp(window.palmShell.platform);
  window.palmShell.bindAccount(account);
}

// After each face: a binding stands as long as the session it was made on.
export async function tellHere() {
  if (!inShell()) return;
  try {
    await bindHere();
  } catch {
    // people are told another way
  }
}

export async function tellElsewhere() {
  await api.unbindApp();
  window.palmShell?.unbindAccount();
}
