// A phone held up to somebody: the screen stays awake and, in the city's own app (shell.js), bright, for as long as it is shown.
import { useEffect, useState } from "./html.js";

// `palmShell.setBrightness(share)`: 0 to 1, and -1 for what the phone had; a browser has no such thing.
const brighten = (share) => window.palmShell?.setBrightness?.(share);

export const canBrighten = () => typeof window.palmShell?.setBrightness === "function";

export function useHeldUp(isShown) {
  useEffect(() => {
    if (!isShown) return undefined;
    let lock = null, isOver = false;
    // The browser lets go of it whenever the page is hidden; a phone that is saving power refuses.
    const hold = async () => {
      if (document.hidden || !navigator.wakeLock) return;
      try {
        lock = await navigator.wakeLock.request("screen");
        if (isOver) lock.release();
      } catch {
        lock = null;
      }
    };
    hold();
    brighten(1);
    document.addEventListener("visibilitychange", hold);
    return () => {
      isOver = true;
      document.removeEventListener("visibilitychange", hold);
      lock?.release().catch(() => {});
      brighten(-1);
    };
  }, [isShown]);
}

// Whether somebody looks at the page: what only the owner shows must not stand in the phone's list of open apps.
export function useIsLookedAt() {
  const [isSeen, setSeen] = useState(() => !document.hidden);
  useEffect(() => {
    const look = () => setSeen(!document.hidden);
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return isSeen;
}
