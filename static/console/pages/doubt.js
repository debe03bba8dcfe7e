// One doubt (疑点): both texts side by side, what differs marked; cleared or set aside with a reason.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { day } from "../../lib/words.js";
import { differing } from "../differing.js";
import { Act, ActionForm, choicesOf } from "../forms.js";
import { call, may, Problem, useMe } from "../office.js";
import { Facts, Opened, Panel, When } from "../parts.js";
import { askWaiting } from "../waiting.js";
import { DOUBT_STATES, DOUBT_VERDICTS, ENTRY_VERDICTS } from "../words.js";

async function find(id) {
  let cursor;
  do {
    const told = await call("list_doubts", [], { query: { state: "all", limit: 20, cursor } });
    const found = told.doubts.find((each) => each.doubtId === id);
    if (found) return found;
    cursor = told.nextCursor;
  } while (cursor);
  throw new Problem({ code: "not-found", status: 404, title: "找不到这个疑点", advice: "可能已经办过了。" });
}

function Marked({ parts }) {
  return parts.map((part) => (part.isSame ? part.text : html`<mark>${part.text}</mark>`));
}

const COMPARED = "住所";
const ENTRIES = { "same-name": "同一个名称，两个号码", stale: "这条登记很久没有更新" };

// Rows of the register side by side: the same name twice, or one that nobody touched for years.
function Entries({ doubt }) {
  return html`<${Panel} title=${ENTRIES[doubt.kind]} test="entries">
    <div class="desk-side-by-side">${(doubt.entries ?? []).map((entry, index) => html`<div key=${index}>
      <h3>${index ? "另一条登记" : "要提醒的这一条"}</h3>
      <${Facts} of=${[["登记系统", entry.register], ["名称", entry.partyName], ["号码末几位", entry.numberTail],
        ["证照编号末几位", entry.licenceNumberTail], ["发证机关", entry.office], ["有效期至", entry.validUntil && day(entry.validUntil)],
        ["登记更新于", entry.updatedOn ? day(entry.updatedOn) : "没有写明"]]} /></div>`)}</div>
    <${History} doubt=${doubt} />
  <//>`;
}

function History({ doubt }) {
  return html`<${Facts} of=${[["状态", DOUBT_STATES[doubt.state]], ["这一次登记里变更了", doubt.changed !== COMPARED && doubt.changed], ["发现于", html`<${When} at=${doubt.openedAt} />`],
    ["谁办的", doubt.settledBy], ["办于", doubt.settledAt && html`<${When} at=${doubt.settledAt} />`], ["理由", doubt.reason]]} />`;
}

function leadOf(doubt, isOwn) {
  if (doubt.state === "open") return "结论是照常提醒的，这一户会进下一张清单，签发了才提醒；在这之前不提醒任何人。";
  if (doubt.mayCorrect) return "同事办错的，您可以改一次。";
  return isOwn ? "这是您的结论，自己不能改。还没有改正过、也没有通知本人的，另一位同事可以改一次。" : "已经改正过一次，或者已经按它通知了本人，不能再改。";
}

export function Doubt({ id }) {
  const me = useMe();
  const loaded = useLoaded(() => find(id), [id]);
  return html`<${Opened} title=${(value) => (value ? `疑点：${value.partyName ?? "登记里查不到名称"}` : "疑点")} test="doubt" loaded=${loaded} queue="doubts"
    lead="写法不同，还是真的变了？机器拿不准，请您看。">
    ${(doubt) => {
      const [before, after] = differing(doubt.addressBefore ?? "", doubt.addressAfter ?? "");
      const isAddress = doubt.kind === "address";
      const isOpen = doubt.state === "open";
      const isOwn = !isOpen && doubt.settledBy === me?.name;
      return html`${isAddress ? html`<${Panel} title=${doubt.changedOn ? `${COMPARED}，变更于 ${day(doubt.changedOn)}` : `${COMPARED}：两边的写法`} test="both">
          <div class="desk-side-by-side">
            <div><h3>变更以前</h3><p data-test="before">${doubt.addressBefore ? html`<${Marked} parts=${before} />` : "（没有）"}</p></div>
            <div><h3>变更以后</h3><p data-test="after">${doubt.addressAfter ? html`<${Marked} parts=${after} />` : "（没有）"}</p></div>
          </div>
          <p class="palm-small">不一样的字有底色，下面有粗线。</p>
          <${History} doubt=${doubt} />
        <//>` : html`<${Entries} doubt=${doubt} />`}
        ${may("settle_doubt") && html`<${Panel} kind="safe" title=${isOpen ? "您的结论" : "改正"} test="settle-panel" lead=${leadOf(doubt, isOwn)}>
          ${(isOpen || doubt.mayCorrect) && html`<${isOpen ? ActionForm : Act} test="settle" submit="记下结论" label="改正结论" said="已记下结论" reload=${loaded.again}
            fields=${[{ name: "verdict", label: "结论", kind: "choice", choices: choicesOf(isAddress ? DOUBT_VERDICTS : ENTRY_VERDICTS).filter((each) => each.value !== doubt.state) },
              { name: "reason", label: "理由", kind: "long", max: 200, hint: isAddress ? "比如：只改了路名或者门牌，房屋没有变，已与区地名办核对。" : "比如：已电话核实，是同一家单位，旧号已换。" }]}
            send=${(body) => call("settle_doubt", [id], { body })} done=${() => { loaded.again(); askWaiting(); }} />`}<//>`}`;
    }}
  <//>`;
}
