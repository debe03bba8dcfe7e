// Certificates and parcels (旧证与快递): what arrived is scanned piece by piece, the rest each has its one next action.
import { Button } from "../../lib/controls.js";
import { html, useState } from "../../lib/html.js";
import { useDoing, useLoaded } from "../../lib/loading.js";
import { go, useOnward } from "../../lib/route.js";
import { moment } from "../../lib/words.js";
import { Act, choicesOf } from "../forms.js";
import { call, may } from "../office.js";
import { Facts, Opened, Panel, ProblemNote, Table, Timeline, When } from "../parts.js";
import { askWaiting } from "../waiting.js";
import { COURIER_OUTCOMES, CUSTODY, DIRECTIONS, pieceName, REISSUE_REASONS, WAYS } from "../words.js";
import { Scan } from "./scan.js";

const MOST = 100;
const DONE = Object.freeze({ isDone: true });

async function find(id) {
  const told = await call("list_certificates", [], { query: { limit: MOST } });
  return told.certificates.find((each) => each.shipmentId === id) ?? DONE;
}

// What was done may have been the last thing: then the clerk goes on with the rest of the queue.
const after = (loaded, id, onward) => async () => {
  askWaiting();
  const now = await find(id).catch(() => null);
  if (now === DONE) onward("/queues/certificates");
  else if (now) loaded.set(now);
  else loaded.again();
};

const NOTE = { name: "note", label: "怎么知道的", kind: "long", max: 200 };

// Each action as the office names it; what stands here is only its form.
const FORMS = {
  void_certificates: { label: "作废登记", lead: "新证已经发了，旧证在窗口齐了。作废登记以后不能改回。", said: "旧证已作废登记" },
  note_courier_call: { label: "记下和快递的电话", said: "已记下", fields: [
    { name: "outcome", label: "对方怎么说", kind: "choice", choices: choicesOf(COURIER_OUTCOMES) },
    { name: "waybill", label: "运单号", max: 32, isOptional: true, when: ({ outcome }) => outcome === "has_order" },
    { name: "note", label: "备注", kind: "long", max: 200, isOptional: true }] },
  order_shipment_again: { label: "重新下单", lead: "只有知道前一单确实不会再来，才重新下单。邮费还是政府付。", said: "已重新下单" },
  confirm_receipt: { label: "本人说收到了", lead: "给本人打过电话，本人说已经拿到，才按这个。", said: "已记下本人收到", fields: [NOTE] },
  declare_parcel_lost: { label: "登记丢失", lead: "快递确认丢了，或者本人一直没有收到。", said: "已登记丢失", fields: [NOTE], kind: "warn" },
  reissue_certificate: { label: "补发", lead: "在同一个办件上再印一张，再寄一次。", said: "已安排补发", fields: [
    { name: "reason", label: "为什么补发", kind: "choice", choices: choicesOf(REISSUE_REASONS) },
    { name: "oldNumber", label: "丢了的那张的印刷编号", max: 64, isOptional: true }] },
  hand_over_at_counter: { label: "当面交给本人", said: "已交付", fields: [
    { name: "name", label: "来领的人", max: 50 }, { name: "identitySeen", label: "看过身份证原件，人证一致", kind: "check" }], isPersonal: true },
};

function Action({ code, one, again, done, isFirst }) {
  const { kind, isPersonal, ...form } = FORMS[code] ?? {};
  if (!form.label || !may(code)) return null;
  const label = one.action?.code === code ? one.action.label : form.label;
  return html`<${Act} ...${form} label=${label} test=${code} kind=${kind ?? (isFirst ? "primary" : "default")} reload=${again}
    send=${(body) => call(code, [one.shipmentId], { body: form.fields ? body : undefined, isPersonal })}
    done=${done} />`;
}

function Pieces({ one }) {
  return html`<${Table} caption="每一本" heads=${["哪一本", "在哪里", "说明"]}
    rows=${one.pieces.map((piece) => ({ key: `${piece.kind} ${piece.serial}`, cells: [pieceName(piece), CUSTODY[piece.custody] ?? piece.custody, piece.reasonText] }))} />`;
}

function Contact({ one }) {
  const [phone, setPhone] = useState(null);
  const revealing = useDoing(async () => setPhone((await call("read_contact_phone", [one.shipmentId])).phone ?? "没有号码"));
  return html`${one.contact.name}　<span class="desk-number" data-test="contact-phone">${phone ?? one.contact.phone}</span>
    ${!phone && may("note_courier_call") && html`<div class="desk-tools"><${Button} kind="default" test="reveal" isBusy=${revealing.isBusy} onClick=${revealing.perform}>显示号码<//><span class="palm-small">看过会留痕</span></div>`}
    <${ProblemNote} problem=${revealing.problem} again=${revealing.perform} />`;
}

function Done() {
  return html`<${Panel} title="这一件现在没有要办的" kind="safe" test="done" lead="已经办好了，或者还在路上。要看全部经过，请按办件编号查找。">
    <div class="desk-tools"><a class="weui-btn weui-btn_default" href="#/queues/certificates" data-test="go-on">看其他旧证与快递</a></div><//>`;
}

export function Certificate({ id }) {
  const loaded = useLoaded(() => find(id), [id]);
  const done = after(loaded, id, useOnward(go));
  return html`<${Opened} title=${(one) => (one && one !== DONE ? `${DIRECTIONS[one.direction]}：${one.partyName}` : "旧证与快递")} test="certificate" loaded=${loaded} queue="certificates" lead=${(one) => one.itemName}>
    ${(one) => (one === DONE ? html`<${Done} />` : html`
      <${Panel} title=${one.causeText} kind=${one.group === "exceptions" ? "problem" : "safe"} test="cause" lead=${one.news?.text && `快递最后的消息：${one.news.text}（${moment(one.news.at)}）`}>
        ${one.actions.includes("scan_certificates") && may("scan_certificates")
          ? html`<${Scan} one=${one} kind=${!one.action || one.action.code === "scan_certificates" ? "primary" : "default"} mismatched=${() => { askWaiting(); loaded.refresh(); }} done=${done} />` : html`<${Pieces} one=${one} />`}
        <div class="desk-tools desk-rows__more">${one.actions.map((code) => html`<${Action} key=${code} code=${code} one=${one} again=${loaded.again} done=${done} isFirst=${one.action?.code === code} />`)}</div>
      <//>
      <${Panel} title="包裹"><${Facts} of=${[["状态", one.stateText], ["方式", WAYS[one.way]], ["快递公司", one.way === "courier" && one.carrier],
        ["运单号", one.waybill && html`<span class="desk-number">${one.waybill}</span>`], ["第几次", one.attempt > 1 && `第 ${one.attempt} 次`],
        ["从什么时候", html`<${When} at=${one.since} />`], ["联系人", one.contact && html`<${Contact} one=${one} />`],
        ["办件", html`<a href=${`#/cases/${encodeURIComponent(one.caseId)}`}>${one.caseNumber ?? "看办件"}</a>`]]} /><//>
      ${one.calls.length > 0 && html`<${Panel} title="和快递的电话" test="courier-calls"><${Timeline}
        entries=${one.calls.map((each) => ({ at: each.at, title: each.outcomeText, who: each.by, detail: each.note }))} /><//>`}`)}
  <//>`;
}
