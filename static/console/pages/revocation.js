// One revocation (撤销): who prepared it and why, what the person said, signed by another or dropped.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { Act } from "../forms.js";
import { call, may } from "../office.js";
import { Due, Facts, Opened, Panel, When } from "../parts.js";
import { askWaiting } from "../waiting.js";

const WORDS = [{ name: "words", label: "申请人怎么说，或者怎么告诉您没有意见的", kind: "long", max: 2000 },
  { name: "nothingToSay", label: "申请人没有意见", kind: "check", isOptional: true }];

export function Revocation({ id }) {
  const loaded = useLoaded(() => call("read_revocation", [id]), [id]);
  return html`<${Opened} title=${(one) => (one ? `撤销：${one.itemName}` : "撤销")} test="revocation" loaded=${loaded} queue="instant" lead=${(one) => one.partyName}>
    ${(one) => {
      const common = { reload: loaded.again, done: (told) => { loaded.set(told); askWaiting(); } };
      return html`
        <${Panel} title=${one.stateText} test="revocation-state"><${Facts} of=${[["办件", html`<a href=${`#/cases/${encodeURIComponent(one.caseId)}`}>${one.number ?? "看办件"}</a>`], ["依据", one.basisText],
          ["提出的人", html`${one.preparedBy}　<${When} at=${one.preparedAt} />`], ["听意见到", html`<${Due} on=${one.hearUntil} />`],
          ["决定的人", one.decidedBy && html`${one.decidedBy}　<${When} at=${one.decidedAt} />`], ["说明", one.note], ["审批系统没有收的原因", one.refusedWith]]} />
          <h3>事实和理由</h3><ol class="palm-list">${one.reasons.map((each) => html`<li key=${each}>${each}</li>`)}</ol><//>
        <${Panel} title="申请人的意见" test="statement">${one.statement
          ? html`<p class="desk-quote">${one.statement.nothingToSay ? "没有意见。" : one.statement.words ?? "（您看不到原话）"}</p><p class="palm-small">${one.statement.takenBy && `${one.statement.takenBy}记录　`}<${When} at=${one.statement.at} /></p>`
          : html`<p class="desk-none">还没有说。申请人可以在手机上说，也可以来窗口或打电话说。</p>`}
          ${!one.statement && one.state === "hearing" && may("record_statement") && html`<div class="desk-tools"><${Act} label="替申请人记录" test="statement-act"
            fields=${WORDS} send=${(body) => call("record_statement", [id], { body: { nothingToSay: false, ...body }, isPersonal: true })} said="已记下" ...${common} /></div>`}<//>
        ${one.state === "hearing" && may("decide_revocation") && html`<${Panel} title="您的决定" kind="safe" test="decide" lead="提出的人不能自己签。要等申请人说完，或者听意见的日子过了。"><div class="desk-tools">
          <${Act} label="签发" kind="warn" test="sign" said="已签发，交审批系统撤销" lead="签发后由审批系统撤销，证照状态会变成已撤销。签了就收不回来。" send=${() => call("decide_revocation", [id], { body: { decision: "sign" } })} ...${common} />
          <${Act} label="不撤销" test="drop" said="已作罢，不撤销" lead="不撤销，这一份就到此为止，证照照旧有效。定了就收不回来。" fields=${[{ name: "note", label: "为什么不撤销", kind: "long", max: 200 }]}
            send=${(body) => call("decide_revocation", [id], { body: { decision: "drop", ...body } })} ...${common} /></div><//>`}`;
    }}
  <//>`;
}
