// Where I am signed in (登录的设备), one or all of them signed out; and the number that is no longer mine.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { Button, Cell, Cells, Failed, Go, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { session } from "../lib/session.js";
import { bindHere, inShell, tellElsewhere } from "../lib/shell.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { moment } from "../lib/words.js";

const heading = () => t("登录的设备");

function leave() {
  session.close();
  goInstead("/");
  window.location.reload(); // nothing of the person stays in the page's memory
}

function One({ one, again }) {
  const ending = useAction(async () => {
    await api.endSession(one.sessionId);
    if (one.thisOne) leave();
    else again();
  });
  return html`<${Cell} label=${one.thisOne ? t`${told(one.device)}（这一台）` : told(one.device)}
      detail=${t`${told(one.front)}，用${told(one.method)}登录，最近使用 ${moment(one.usedAt)}`}>
    ${one.appBound && html`<p class="palm-cell__detail">${t("这台设备的应用里收提醒")}</p>`}
    <${Button} kind="default" isBusy=${ending.isBusy} test=${`end-${one.sessionId}`} onClick=${ending.perform}>${t("让它退出")}<//>
    <${ProblemNote} problem=${ending.problem} again=${ending.perform} />
  <//>`;
}

function Everywhere() {
  const [isAsked, setAsked] = useState(false);
  const ending = useAction(async () => {
    await api.endSessions();
    leave();
  });
  if (!isAsked) return html`<${Button} kind="default" test="end-all" onClick=${() => setAsked(true)}>${t("全部退出")}<//>`;
  return html`<${Note} kind="warn" title=${t("确定全部退出吗？")} test="end-all-asked">
      <p>${t("所有设备马上退出，包括这一台；微信小程序也要重新确认是您本人。正在办的事不受影响。")}</p><//>
    <${Button} kind="warn" isBusy=${ending.isBusy} test="end-all-sure" onClick=${ending.perform}>${t("确定全部退出")}<//>
    <${Button} kind="default" test="end-all-not" onClick=${() => setAsked(false)}>${t("先不退出")}<//>
    <${ProblemNote} problem=${ending.problem} again=${ending.perform} />`;
}

// Inside the city's own app only: whether it shows what is due.
function Told({ isBound, again }) {
  const changing = useAction(async () => {
    await (isBound ? tellElsewhere() : bindHere());
    again();
  });
  return html`<${Button} kind="default" isBusy=${changing.isBusy} test="told-here" onClick=${changing.perform}>
      ${isBound ? t("不再用应用提醒我") : t("有事时用应用提醒我")}<//>
    <${ProblemNote} problem=${changing.problem} again=${changing.perform} />`;
}

export function Sessions() {
  const loaded = useLoaded(api.sessions, []);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="sessions" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="sessions" />`;
  return html`<${Page} title=${heading()} lead=${t("看到不认识的，就让它退出。退出后马上不能再用。")} test="sessions">
    <${Cells} test="session-list">${loaded.value.sessions.map((one) => html`<${One} key=${one.sessionId} one=${one} again=${loaded.again} />`)}<//>
    ${inShell() && html`<${Told} isBound=${loaded.value.sessions.some((one) => one.thisOne && one.appBound)} again=${loaded.again} />`}
    <${Everywhere} />
    <${Go} to="/number-gone" kind="default" test="to-number-gone">${t("手机号不再使用了")}<//>
    <${Go} to="/accesses" kind="default" test="to-accesses">${t("谁看过我的信息")}<//>
  <//>`;
}
