// What a case still asks of the person (补正、容缺后补), and what they may do about it (撤回、反映问题).
import { html } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { newGrievance } from "../lib/next.js";
import { Cells, LinkCell } from "../lib/parts.js";
import { serverNow } from "../lib/wire.js";
import { day, daysLeft } from "../lib/words.js";
import { mayWithdraw } from "./withdrawal.js";

const SUPPLEMENTS = {
  open: "等您补正", given: "已经交上去了", answered: "已补正", late: "期限已经过了", withdrawn: "不用补正了", contested: "工作人员正在核实，您不用做什么", set_aside: "不用补正了",
};

const until = (due) => (due ? `${day(due)}前，${daysLeft(due, serverNow())}` : "");

export function Owed({ view }) {
  const { supplement, promises = [] } = view;
  if (!supplement && !promises.length) return null;
  const at = `/cases/${encodeURIComponent(view.caseId)}`;
  return html`<${Cells} title="补正和承诺" test="owed">
    ${supplement && html`<${LinkCell} to=${`${at}/supplement`} label="补正" detail=${supplement.state === "open" && supplement.due ? until(supplement.due) : SUPPLEMENTS[supplement.state]}
      value=${supplement.state === "open" ? "去补正" : ""} test="to-supplement" />`}
    ${promises.map((each) => html`<${LinkCell} key=${each.promiseId} to=${`${at}/promises`} label=${each.material} detail=${each.state === "open" && each.due ? until(each.due) : ""}
      value=${each.stateText} test=${`to-promise-${each.promiseId}`} />`)}<//>`;
}

const CERTIFIED = new Set(["licensed", "delivered", "closed"]);

function Withdraw({ view }) {
  if (!mayWithdraw(view)) return null;
  return html`<${LinkCell} to=${`/cases/${encodeURIComponent(view.caseId)}/withdrawal`} label="撤回申请" detail="结果作出以前都可以" test="to-withdrawal" />`;
}

// What is wrong with it the holder says for themselves: a mandate (受托) is none for that.
export function Rights({ view }) {
  const about = { case: view.caseId };
  if (kept.read("agency")) return mayWithdraw(view) ? html`<${Cells} test="rights"><${Withdraw} view=${view} /><//>` : null;
  return html`<${Cells} title="有问题？" test="rights">
    ${CERTIFIED.has(view.state) && view.licenceId && html`
      <${LinkCell} to=${newGrievance({ kind: "wrong_certificate", ...about })} label="新证有错" test="to-wrong" />
      <${LinkCell} to=${newGrievance({ kind: "missing_certificate", ...about })} label="新证没收到，或者少了" test="to-missing" />`}
    <${LinkCell} to=${newGrievance({ kind: "complaint", ...about })} label="反映问题" detail="找茬吐槽：哪里没办好，直接说" test="to-complaint" />
    <${LinkCell} to="/grievances" label="我的反映" test="to-grievances" />
    <${Withdraw} view=${view} />
  <//>`;
}
