// This page inside our mini-program (web-view): there the face is WeChat's own, so a check goes back to the native page.

const PATIENCE_MS = 1000;

// WeChat sets the first as soon as its bridge is there; the user agent says the same from the start.
export const isInMiniProgram = () =>
  window.__wxjs_environment === "miniprogram" || /\bminiProgram\b/i.test(window.navigator.userAgent);

// As WeChat's own SDK reads it: what stands behind the colon, and nothing at all is a yes.
function saysYes(told) {
  const said = String(told?.err_msg ?? told?.errMsg ?? "ok");
  return ["ok", "confirm"].includes(said.slice(said.indexOf(":") + 1));
}

// Native pages by the bridge WeChat itself puts into the page, called as its SDK (jweixin 1.6.0) does; nothing is loaded for
// it. `stay` where it did not take the person away: no bridge, a refusal, or neither an answer nor another page in a second.
export function leaveForFace({ code, extra = {} }, stay) {
  const bridge = window.WeixinJSBridge;
  if (!isInMiniProgram() || typeof bridge?.invoke !== "function") {
    stay();
    return;
  }
  const [path] = window.location.hash.replace(/^#/, "").split("?");
  const { purpose, matterId, mandateId } = extra;
  const isOver = code === "signed-out"; // another ticket is enough: who one is, the mini-program knows
  const words = isOver ? { path: path || "/" } : { then: path || "/", m: matterId, purpose, mandate: mandateId };
  const query = new URLSearchParams(Object.entries(words).filter(([, value]) => value));
  const [name, page] = isOver ? ["redirectTo", "web/web"] : ["navigateTo", "identity/identity"];

  const watch = new AbortController();
  const settle = (isGone) => {
    if (watch.signal.aborted) return;
    watch.abort();
    clearTimeout(timer);
    if (!isGone) stay();
  };
  const timer = setTimeout(settle, PATIENCE_MS, false);
  const look = () => document.visibilityState === "hidden" && settle(true); // the native page lies above this one
  document.addEventListener("visibilitychange", look, { signal: watch.signal });
  bridge.invoke("invokeMiniProgramAPI", { name, arg: { url: `/pages/${page}?${query}` } }, (told) => settle(saysYes(told)));
}
