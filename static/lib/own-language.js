// The language a person chose before comes along to a phone nobody chose on; it is never worth a failed sign-in.
import { api } from "./api.js";
import { chosenHere, language, setLanguage } from "./language.js";

export async function takeOwnLanguage() {
  if (chosenHere() !== null) return;
  try {
    const preferred = (await api.preferences()).language;
    if (preferred && preferred !== language()) await setLanguage(preferred);
  } catch {
    // the page stays as it is
  }
}
