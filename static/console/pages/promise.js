// One promise (容缺承诺、告知承诺): what was promised and until when; a clerk checks whether it was kept.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { ActionForm } from "../forms.js";
import { call, may } from "../office.js";
import { Due, Facts, Opened, Panel, When } from "../parts.js";
import { askWaiting } from "../waiting.js";
import { editionWords } from "../words.js";

const KINDS = { defer: "容缺受理：材料以后补", instead: "告知承诺：用承诺代替证明" };
const OUTCOMES = [{ value: "kept", label: "核对过，属实" }, { value: "untrue", label: "核对过，不属实", detail: "会告诉审批系统，由它来定怎么办。" }];

export function Promised({ id }) {
  const loaded = useLoaded(() => call("read_promise", [id]), [id]);
  return html`<${Opened} title=${(one) => one?.title ?? "承诺"} test="promise" loaded=${loaded} queue="clocks" lead=${(one) => `${one.itemName}　${one.partyName}`}>
    ${(one) => html`<${Panel} title=${one.stateText} kind=${one.state === "late" || one.state === "untrue" ? "problem" : undefined}><${Facts} of=${[["哪一种", KINDS[one.kind]], ["材料", one.material],
        ["签于", html`<${When} at=${one.signedAt} />`], ["期限", one.due ? html`<${Due} on=${one.due} />` : one.days && `受理后 ${one.days} 个工作日`], ["交于", one.givenAt && html`<${When} at=${one.givenAt} />`],
        ["办件", html`<a href=${`#/cases/${encodeURIComponent(one.caseId)}`}>${one.number ?? "看办件"}</a>`], ["谁核的", one.check && html`${one.check.by}　<${When} at=${one.check.at} />`], ["核的结果", one.check?.note]]} /><//>
      <${Panel} title=${`承诺的原文（${editionWords(one.textVersion)}）`}><p class="desk-quote">${one.text}</p><//>
      ${one.mayCheck && may("check_promise") && html`<${Panel} title="核对" kind="safe" test="check"><${ActionForm} test="check" submit="记下" said="已记下" reload=${loaded.again}
        fields=${[{ name: "outcome", label: "结果", kind: "choice", choices: OUTCOMES }, { name: "note", label: "怎么核的", kind: "long", max: 200 }]}
        send=${(body) => call("check_promise", [id], { body })} done=${(told) => { loaded.set(told); askWaiting(); }} /><//>`}`}
  <//>`;
}
