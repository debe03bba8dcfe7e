// This page inside our mini-program (web-view): there the face is WeChat's own, so a check goes back to the native page.

// WeChat sets the first as soon as its bridge is there; the user agent says the same from the start.
export const isInMiniProgram = () =>
  window.__wxjs_environment === "miniprogram" || /\bminiProgram\b/i.test(window.navigator.userAgent);

// Native pages by the bridge WeChat itself puts into the page; nothing is loaded for it. Whether it took the person away:
// where it did not, this page's own ways are there as ever.
export function leaveForFace({ code, extra = {} }) {
  const bridge = window.WeixinJSBridge;
  if (!isInMiniProgram() || typeof bridge?.invoke !== "function") return false;
  const [path] = window.location.hash.replace(/^#/, "").split("?");
  const { purpose, matterId, mandateId } = extra;
  const isOver = code === "signed-out"; // another ticket is enough: who one is, the mini-program knows
  const words = isOver ? { path: path || "/" } : { then: path || "/", m: matterId, purpose, mandate: mandateId };
  const query = new URLSearchParams(Object.entries(words).filter(([, value]) => value));
  const [name, page] = isOver ? ["redirectTo", "web/web"] : ["navigateTo", "identity/identity"];
  bridge.invoke("invokeMiniProgramAPI", { name, arg: { url: `/pages/${page}?${query}` } }, () => {});
  return true;
}
