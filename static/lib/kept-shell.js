// The page's own files stay on the phone for when there is no network (static/sw.js); nothing of a person is among them.
const RELEASE = /^\/static\/([0-9a-f]{16})\//.exec(new URL(import.meta.url).pathname)?.[1];

// By plain addresses (a reader of the sources, a test on paper) there is no release, and nothing to keep.
export function keepShell() {
  if (!RELEASE || !navigator.serviceWorker) return;
  navigator.serviceWorker.register(`/sw.js?release=${RELEASE}`, { updateViaCache: "none" }).catch(() => {
    // the page works all the same, with a network
  });
}
