// Taking the application back (撤回), until it is decided: what it means is said before, and the face is asked for.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { Button, Check, Failed, Go, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { UNDECIDED } from "../lib/next.js";
import { useAction, useLoaded } from "../lib/state.js";
import { kept } from "../lib/kept.js";
import { useOnward } from "../lib/route.js";

const title = () => t("撤回申请");
const NOT_FETCHED = new Set(["planned", "ordering", "unknown", "with_staff", "ordered", "accepted"]);
const AT_COURIER = new Set(["picked_up", "in_transit", "out_for_delivery", "parked", "problem", "delivered_self", "delivered_other"]);
const FILED = new Set(["filed", "supplementing", "accepted"]);

// What becomes of the old certificate, by where it is now.
function fate({ shipments }) {
  const parcel = shipments.find((each) => each.direction === "collect");
  if (!parcel) return t("旧证不用交，还在您手里。");
  if (parcel.state === "scanned") return t("窗口收到的旧证会免费寄回给您，路上能查到。");
  if (AT_COURIER.has(parcel.state)) return t("旧证已经在路上。窗口收到后免费寄回给您，路上能查到。");
  if (!NOT_FETCHED.has(parcel.state)) return t("旧证不用再交。在我们这里的会免费寄回给您。");
  return parcel.way === "courier" ? t("快递员还没有取走旧证，上门会取消，旧证留在您手里。") : t("旧证还在您手里，不用再交。");
}

export const mayWithdraw = (view) => UNDECIDED.has(view.state) && !view.withdrawal;

function Sheet({ id, view }) {
  const draft = `withdrawal ${id}`; // the face check leaves this page: the tick waits here
  const [isSure, setSure] = useState(() => kept.read(draft) ?? false);
  const [slip, setSlip] = useState("");
  const keep = (isOn) => {
    setSure(isOn);
    setSlip("");
    kept.write(draft, isOn);
  };
  const onward = useOnward();
  const withdrawing = useAction(async () => {
    await api.withdraw(id);
    kept.drop(draft);
    onward(`/cases/${encodeURIComponent(id)}`);
  });
  const { problem } = withdrawing;
  const submit = () => (isSure ? withdrawing.perform() : setSlip(t("请先看清楚，再打勾。")));
  return html`<${Page} title=${title()} lead=${told(view.itemName)} test="withdrawal">
    <${Note} kind="warn" title=${t("撤回以后")} test="withdrawal-means"><ul class="palm-list">
      <li>${t("这一件不再办，不会有新证。")}</li>
      <li data-test="fate">${fate(view)}</li>
      <li>${t("原来的到期日不会变。过期没有换证，按规定可能不能继续使用。")}</li>
      <li>${t("以后还想办，要重新申请。")}</li>
      ${FILED.has(view.state) && html`<li>${t("申请已经交给审批部门，它确认以后才算撤回；如果结果已经作出，以结果为准。")}</li>`}
    </ul><//>
    <${Check} isOn=${isSure} test="sure" onTurn=${keep}>${t("我看清楚了，要撤回这份申请。")}<//>
    ${slip && html`<p class="palm-field__slip palm-field__slip_page" role="alert" data-test="slip">! ${slip}</p>`}
    ${problem?.code === "decided-already"
      ? html`<${Note} kind="warn" title=${told(problem.title)} test="decided-already"><p>${told(problem.advice)}</p><${Go} to=${`/cases/${encodeURIComponent(id)}`} test="withdrawal-to-case">${t("看结果")}<//><//>`
      : html`<${ProblemNote} problem=${problem} again=${withdrawing.perform} />`}
    <${Button} kind="warn" isBusy=${withdrawing.isBusy} test="withdraw" onClick=${submit}>${t("撤回申请")}<//>
    <${Go} to=${`/cases/${encodeURIComponent(id)}`} kind="default" test="keep">${t("不撤回，接着办")}<//>
    <p class="palm-small palm-center">${t("撤回是您的权利，不收费，也不影响以后再申请。这一步要刷脸确认是您本人。")}</p>
  <//>`;
}

export function Withdrawal({ id }) {
  const loaded = useLoaded(() => api.caseView(id), [id]);
  if (loaded.loading) return html`<${Skeleton} title=${title()} test="withdrawal" />`;
  if (loaded.problem) return html`<${Failed} title=${title()} problem=${loaded.problem} again=${loaded.again} test="withdrawal" />`;
  if (mayWithdraw(loaded.value)) return html`<${Sheet} id=${id} view=${loaded.value} />`;
  return html`<${Page} title=${title()} lead=${told(loaded.value.itemName)} test="withdrawal"><${Note} title=${t("现在没有可以撤回的")} test="not-withdrawable">
    <p>${loaded.value.withdrawal ? t`这一件是“${told(loaded.value.stateText)}”，已经提出过撤回。` : t`这一件是“${told(loaded.value.stateText)}”。`}</p>
    <${Go} to=${`/cases/${encodeURIComponent(id)}`} test="withdrawal-to-case">${t("看办件进度")}<//><//><//>`;
}
