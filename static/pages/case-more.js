// What a case still asks of the person (补正、容缺后补), and what they may do about it (撤回、反映问题).
import { html } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { newGrievance } from "../lib/next.js";
import { Cells, LinkCell } from "../lib/parts.js";
import { serverNow } from "../lib/wire.js";
import { day, daysLeft } from "../lib/words.js";
import { mayWithdraw } from "./withdrawal.js";

const supplements = () => ({
  open: t("等您补正"), given: t("已经交上去了"), answered: t("已补正"), late: t("期限已经过了"), withdrawn: t("不用补正了"), contested: t("工作人员正在核实，您不用做什么"), set_aside: t("不用补正了"),
});

const until = (due) => (due ? t`${day(due)}前，${daysLeft(due, serverNow())}` : "");

export function Owed({ view }) {
  const { supplement, promises = [] } = view;
  if (!supplement && !promises.length) return null;
  const at = `/cases/${encodeURIComponent(view.caseId)}`;
  return html`<${Cells} title=${t("补正和承诺")} test="owed">
    ${supplement && html`<${LinkCell} to=${`${at}/supplement`} label=${t("补正")} detail=${supplement.state === "open" && supplement.due ? until(supplement.due) : supplements()[supplement.state]}
      value=${supplement.state === "open" ? t("去补正") : ""} test="to-supplement" />`}
    ${promises.map((each) => html`<${LinkCell} key=${each.promiseId} to=${`${at}/promises`} label=${told(each.material)} detail=${each.state === "open" && each.due ? until(each.due) : ""}
      value=${told(each.stateText)} test=${`to-promise-${each.promiseId}`} />`)}<//>`;
}

const CERTIFIED = new Set(["licensed", "delivered", "closed"]);

function Withdraw({ view }) {
  if (!mayWithdraw(view)) return null;
  return html`<${LinkCell} to=${`/cases/${encodeURIComponent(view.caseId)}/withdrawal`} label=${t("撤回申请")} detail=${t("结果作出以前都可以")} test="to-withdrawal" />`;
}

// What is wrong with it the holder says for themselves: a mandate (受托) is none for that.
export function Rights({ view }) {
  const about = { case: view.caseId };
  if (kept.read("agency")) return mayWithdraw(view) ? html`<${Cells} test="rights"><${Withdraw} view=${view} /><//>` : null;
  return html`<${Cells} title=${t("有问题？")} test="rights">
    ${CERTIFIED.has(view.state) && view.licenceId && html`
      <${LinkCell} to=${newGrievance({ kind: "wrong_certificate", ...about })} label=${t("新证有错")} test="to-wrong" />
      <${LinkCell} to=${newGrievance({ kind: "missing_certificate", ...about })} label=${t("新证没收到，或者少了")} test="to-missing" />`}
    <${LinkCell} to=${newGrievance({ kind: "complaint", ...about })} label=${t("反映问题")} detail=${t("找茬吐槽：哪里没办好，直接说")} test="to-complaint" />
    <${LinkCell} to="/grievances" label=${t("我的反映")} test="to-grievances" />
    <${Withdraw} view=${view} />
  <//>`;
}
