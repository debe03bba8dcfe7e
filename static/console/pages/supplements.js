// Supplements (补正) of a case: what the department wants, until when, what was given, whom to ring; a contested one is settled by a clerk.
import { html } from "../../lib/html.js";
import { Act } from "../forms.js";
import { call, may } from "../office.js";
import { Due, Panel, Table, When } from "../parts.js";
import { askWaiting } from "../waiting.js";
import { Documents } from "./documents.js";
import { PhoneNumber } from "./phone-number.js";

const OUTCOMES = [{ value: "reached", label: "打通了，提醒过了" }, { value: "not_reached", label: "没有打通" }];
const SAID = { reached: "已记下，今天不再列在待办里；明天还没有交，会再列出来", not_reached: "已记下，还列在待办里" };

// Where the department gave no reason of its own for a material, its general words name it, or have to do.
function why({ name, why: told }, reasons) {
  if (told) return told;
  const about = reasons.find((each) => each.startsWith(name));
  return about?.slice(name.length).replace(/^[：:，,\s]+/, "") || about || "见上面部门的话";
}

function One({ told, caseId, phone, again }) {
  const { supplement, newlyArisen, toldAt, settledBy, settledWhy } = told;
  const isContested = supplement.state === "contested";
  return html`<${Panel} title=${`补正：${supplement.stateText}`} kind=${isContested ? "warn" : undefined} test=${`supplement-${supplement.state}`}
      lead=${newlyArisen ? "部门说这是新出现的问题。" : ""}>
    <p>告知于 <${When} at=${toldAt} />　${supplement.due && html`<${Due} on=${supplement.due} />`}　${supplement.dueText}</p>
    ${supplement.reasons.map((each) => html`<p key=${each} class="desk-quote">${each}</p>`)}
    <${Table} caption="要补的材料" heads=${["材料", "为什么", "交了没有"]} rows=${supplement.materials.map((each) => ({ key: each.index, cells: [each.name, why(each, supplement.reasons), each.given ? "✓ 交了" : "还没有"] }))} />
    ${supplement.state === "open" && html`<p class="palm-small">在等申请人。快到期还没有交的，请联系申请人提醒一次；材料到了会自动转给部门。</p>
      <${PhoneNumber} masked=${phone} load=${may("note_supplement_call") && (() => call("read_case_phone", [caseId]))} />
      ${may("note_supplement_call") && html`<div class="desk-tools desk-rows__more"><${Act} label="记下联系结果" kind="primary" test="called" lead="只记下打没打通。材料要本人自己来交，期限不变。"
        fields=${[{ name: "outcome", label: "这次电话的结果", kind: "choice", choices: OUTCOMES }]} said=${({ outcome }) => SAID[outcome]}
        send=${(body) => call("note_supplement_call", [supplement.supplementId], { body })} done=${() => { again(); askWaiting(); }} reload=${again} /></div>`}
      ${supplement.documents.length > 0 && html`<${Documents} caseId=${caseId} documents=${supplement.documents} canOpen=${may("read_document_for_staff")} />`}`}
    ${settledBy && html`<p>${settledBy}处理：${settledWhy}</p>`}
    ${isContested && may("settle_supplement") && html`<div class="desk-tools desk-rows__more"><${Act} label="处理这份补正告知" kind="primary" test="settle-supplement"
      lead="法律只许一次性告知。这一份来得太晚，或者要的是当初就知道的，没有转给申请人。请和部门联系，再记下怎么处理的。"
      fields=${[{ name: "reason", label: "怎么处理的", kind: "long", max: 200 }]} said="已记下"
      send=${(body) => call("settle_supplement", [supplement.supplementId], { body })} done=${() => { again(); askWaiting(); }} reload=${again} /></div>`}
  <//>`;
}

export function Supplements({ supplements, caseId, phone, again }) {
  return supplements.map((each) => html`<${One} key=${each.supplement.supplementId} told=${each} caseId=${caseId} phone=${phone} again=${again} />`);
}
