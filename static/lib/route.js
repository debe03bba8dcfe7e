// Where the person is: a hash path and its query. Back, forward and reload are the browser's own.
import { useEffect, useRef, useState } from "./html.js";
import { leaveForFace } from "./in-mini-program.js";
import { kept } from "./kept.js";

function current() {
  // The vendor's page may glue its own query to our return address, with a second question mark.
  const [path = "", ...queries] = window.location.hash.replace(/^#/, "").split(/[?&]/);
  return { path: path || "/", query: new URLSearchParams(queries.join("&")) };
}

export function useRoute() {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const follow = () => setRoute(current());
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return route;
}

export function go(path) {
  window.location.hash = path;
}

// For a page that must not be met again by the Back button (a finished check, a sent form).
export function goInstead(path) {
  window.history.replaceState(null, "", `${window.location.pathname}#${path}`);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

// A step that comes with an answer, and whether it was taken: whoever went elsewhere meanwhile is not pulled away from there.
export function useOnward(step = goInstead) {
  const page = useRef(current().path);
  useEffect(() => () => { page.current = null; }, []); // gone and come back, it is another page
  return (where) => {
    if (current().path !== page.current) return false;
    step(where);
    return true;
  };
}

// After the vendor's page: Back must lead to the first screen, not to a face page that is over.
export function goFromHome(path) {
  goInstead("/");
  if (path !== "/") go(path);
}

// To the sign-in page, or with a session to the consent for the face, remembering the way back to exactly here and the matter the check is for.
export function goAndCheck(problem) {
  kept.write("resume", window.location.hash.replace(/^#/, "") || "/");
  kept.drop("purpose");
  if (problem.extra.purpose) kept.write("purpose", problem.extra.purpose);
  if (problem.extra.matterId) kept.write("checking", problem.extra.matterId);
  kept.drop("mandate");
  if (problem.extra.mandateId) kept.write("mandate", problem.extra.mandateId);
  const here = window.location.hash;
  leaveForFace(problem, () => {
    // who went elsewhere on this page meanwhile is not pulled away from there
    if (window.location.hash === here) go(problem.code === "signed-out" ? "/sign-in" : "/consent");
  });
}

export function takeResume() {
  const path = kept.read("resume");
  kept.drop("resume");
  kept.drop("checking");
  kept.drop("purpose");
  kept.drop("mandate");
  return path;
}
