// What I was warned of (安全提醒): what happened to my own access, and what to do; read once, it is not counted any more.
import { api } from "../lib/api.js";
import { html, useEffect } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { Failed, Go, Note, Page, Skeleton } from "../lib/parts.js";
import { useLoaded } from "../lib/state.js";
import { Problem } from "../lib/wire.js";
import { moment } from "../lib/words.js";

const heading = () => t("安全提醒");

async function noteRead(alerts) {
  if (!alerts.some((one) => one.unread)) return;
  try {
    await api.readAlerts();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem; // they stay counted, and are noted at the next visit
  }
}

export function Alerts() {
  const loaded = useLoaded(api.alerts, []);
  useEffect(() => {
    if (loaded.value) noteRead(loaded.value.alerts);
  }, [loaded.value]);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="alerts" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="alerts" />`;
  const { alerts } = loaded.value;
  return html`<${Page} title=${heading()} lead=${t("您的登录有异常，或者有人按您的授权办了事，都会写在这里。")} test="alerts">
    ${alerts.length === 0 && html`<${Note} kind="safe" title=${t("没有异常")} test="empty"><p>${t("一旦有人想冒用您的登录，我们会马上让它失效，并在这里告诉您；您让别人替您办的事，每办一步也在这里告诉您。")}</p><//>`}
    ${alerts.map((one) => html`<${Note} key=${one.alertId} kind=${one.unread ? "warn" : "plain"} title=${told(one.title)} test=${`alert-${one.alertId}`}>
      <p class="palm-small">${moment(one.madeAt)}</p><p>${told(one.advice)}</p><//>`)}
    ${alerts.some((one) => one.kind.startsWith("mandate")) && html`<${Go} to="/mandates" kind="default" test="to-mandates">${t("看看谁能代表我")}<//>`}
    <${Go} to="/sessions" kind="default" test="to-sessions">${t("看看登录的设备")}<//>
  <//>`;
}
