// The service worker of the phone page: keeps the page's own files of one release, so that it opens without a network.
// It keeps no answer of the office: nothing below /v1 passes through here, nor does anything of the staff's page.
const RELEASE = new URL(self.location.href).searchParams.get("release") ?? "";
const OWN = `/static/${RELEASE}/`;
const CACHE = `palm-${RELEASE}`;
const PAGE = "/";

// What may be kept for ever is a file of just this release; an upgrade in between answers with another.
const isOfRelease = (response) => response.ok && (response.headers.get("cache-control") ?? "").includes("immutable");

async function fetched(path) {
  const response = await fetch(path);
  if (!isOfRelease(response)) throw new Error(`${path} is of another release`);
  return response;
}

// All or nothing: a page beside files of another release would be worse than none. The browser tries again by itself.
async function keepShell() {
  const page = await fetch(PAGE, { cache: "no-cache" });
  const text = await page.clone().text();
  if (!page.ok || !text.includes(`"${OWN}`)) throw new Error("the page is of another release");
  const paths = [...new Set([...text.matchAll(/"(\/static\/[^"]+)"/g)].map(([, path]) => path))].filter((path) => path.startsWith(OWN));
  const files = await Promise.all(paths.map(fetched));
  const cache = await caches.open(CACHE);
  await Promise.all([cache.put(PAGE, page), ...files.map((file, index) => cache.put(paths[index], file))]);
}

async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("palm-") && name !== CACHE).map((name) => caches.delete(name)));
}

self.addEventListener("install", (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil(Promise.all([
  dropOthers(),
  self.registration.navigationPreload?.enable(), // a phone wakes this worker slowly; the question for the page is out meanwhile
  self.clients.claim(),
])));

const kept = (path) => caches.open(CACHE).then((cache) => cache.match(path));

// The page is asked for each time, so that a new release comes at once; what is kept is for when nobody answers.
async function page(event) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    if (answer.status < 500) return answer;
    return (await kept(PAGE)) ?? answer;
  } catch {
    return (await kept(PAGE)) ?? Response.error();
  }
}

async function file(event) {
  const { pathname } = new URL(event.request.url);
  const held = await kept(pathname);
  if (held) return held;
  const answer = await fetch(event.request);
  if (isOfRelease(answer)) {
    const copy = answer.clone();
    event.waitUntil(caches.open(CACHE).then((cache) => cache.put(pathname, copy)).catch(() => {})); // a full phone keeps nothing
  }
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return;
  if (mode === "navigate" && pathname === PAGE) event.respondWith(page(event));
  else if (RELEASE && pathname.startsWith(OWN)) event.respondWith(file(event));
});
