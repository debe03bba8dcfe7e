// The page is older than the office still understands: one button takes the newest, past every cache there is.
import { html } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t } from "../lib/language.js";
import { Button, Note, Page } from "../lib/parts.js";
import { useAction } from "../lib/state.js";

async function takeNewest() {
  const names = (await window.caches?.keys()) ?? [];
  await Promise.all(names.map((name) => window.caches.delete(name)));
  const workers = (await navigator.serviceWorker?.getRegistrations?.()) ?? [];
  await Promise.all(workers.map((worker) => worker.unregister()));
  await fetch("/", { cache: "reload" }).catch(() => null); // offline, the reload says so
  window.location.reload();
}

export function TooOld() {
  const taking = useAction(takeNewest);
  return html`<${Page} title=${t("请换成最新的页面")} test="too-old">
    <${Note} kind="warn"><p>${
      kept.isHolding ? t("这一页是以前的，已经不能接着用了。点一下就换成最新的。填的姓名、号码和地址不存在手机上，要再填一次。") : t("这一页是以前的，已经不能接着用了。点一下就换成最新的，填好的内容都还在。")}</p><//>
    <${Button} isBusy=${taking.isBusy} test="take-newest" onClick=${taking.perform}>${t("换成最新的页面")}<//>
  <//>`;
}
