// The invitation (邀约) at the desk: the clerk turns the screen, the person says yes or no to each item (办理意向).
import { html } from "../../lib/html.js";
import { go, useOnward } from "../../lib/route.js";
import { day } from "../../lib/words.js";
import { InVisit, pathInVisit } from "../at-desk.js";
import { ActionForm } from "../forms.js";
import { Facts, Panel } from "../parts.js";
import { editionWords } from "../words.js";

const FINAL = new Set(["yes", "never", "already_done", "not_me"]);

function Answering({ matter, matterId, visitId, at, again }) {
  const onward = useOnward(go);
  const open = matter.items.filter((item) => !FINAL.has(item.answer));
  const choices = matter.answers.map((each) => ({ value: each.answer, label: each.label }));
  const saysYes = (values) => open.some((item) => values[item.itemCode] === "yes");
  const fields = [
    ...open.map((item) => ({ name: item.itemCode, label: `${item.name}：本人怎么说`, kind: "choice", choices })),
    { name: "promise", label: matter.shown.promise, kind: "check", when: saysYes, needed: "要本人听过、同意了才打勾。" },
  ];
  if (!open.length) return null;
  return html`<${Panel} title="本人的回答" kind="safe" test="answers" lead=${`本人看到的是告知书${editionWords(matter.shown.version)}，和回答一起留存。`}>
    <${ActionForm} test="answer" submit="记下本人的回答" said="已记下" fields=${fields} reload=${again}
      bodyOf=${({ promise, ...answers }) => ({ answers: Object.entries(answers).map(([itemCode, answer]) => ({ itemCode, answer })), shownDigest: matter.shown.digest, ...(promise ? { promise } : {}) })}
      send=${(body) => at("counter_answer_invitation", [matterId], { body })}
      done=${(told) => (told.cases.length ? onward(pathInVisit.forms(visitId, matterId)) : again())} /><//>`;
}

export function VisitMatter({ ids }) {
  const [visitId, matterId] = ids;
  return html`<${InVisit} visitId=${visitId} title="办理提示" test="visit-matter" names=${[matterId]} lead=${(matter) => matter.party.name} load=${(at) => at("counter_read_invitation", [matterId])}>
    ${(matter, { at, again, canAct, isKnownPerson }) => html`
      <${Panel} title="为什么找" test="why">${matter.why.map((each, index) => html`<p key=${index}>${each.text}<span class="palm-source">来自${each.source}，截至${day(each.asOf)}</span></p>`)}<//>
      <div class="desk-grid">${matter.items.map((item) => html`<${Panel} key=${item.itemCode} title=${item.name} test=${`item-${item.itemCode}`}><${Facts} of=${[["证号", `尾号 ${item.licenceNumberTail}`],
        ["到期", item.validUntil && day(item.validUntil)], ["最晚申请", day(item.lastDay)], ["办理部门", item.office], ["多久办好", `${item.days} 个工作日内`], ["费用", "不收费，快递费也不用出"],
        ["已经回答", FINAL.has(item.answer) && matter.answers.find((each) => each.answer === item.answer)?.label]]} />
        ${item.caseId && html`<p><a href=${`#${pathInVisit.forms(visitId, matterId)}`}>看表单</a>　<a href=${`#${pathInVisit.case(visitId, item.caseId)}`}>看办件</a></p>`}<//>`)}</div>
      ${canAct && isKnownPerson && html`<${Answering} matter=${matter} matterId=${matterId} visitId=${visitId} at=${at} again=${again} />`}
      ${!isKnownPerson && html`<${Panel} kind="warn"><p>电话里不知道是不是本人，不能替对方回答。请本人在手机上回答，或者来窗口。</p>
        <p><a href=${`#${pathInVisit.forms(visitId, matterId)}`}>看表单</a></p><//>`}`}
  <//>`;
}
