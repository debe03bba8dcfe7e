// One call (电话联络): why, what was said before, the number on request, what came of it, and an appointment.
import { Button } from "../../lib/controls.js";
import { html, useState } from "../../lib/html.js";
import { useDoing, useLoaded } from "../../lib/loading.js";
import { day, digitsOnly, phoneSlip, weekdaysBetween } from "../../lib/words.js";
import { exchange } from "../../lib/wire.js";
import { Act, ActionForm, choicesOf } from "../forms.js";
import { call, may } from "../office.js";
import { Due, Facts, Opened, Panel, ProblemNote, Timeline, When } from "../parts.js";
import { askWaiting } from "../waiting.js";
import { CALL_OUTCOMES, CALL_REASONS, CALL_TELLS, today } from "../words.js";
import { NO_NUMBER } from "./phone-number.js";

const BOOKED = "appointment_made";
const HALVES = [{ value: "am", label: "上午" }, { value: "pm", label: "下午" }];

function Numbers({ id, masked }) {
  const [phones, setPhones] = useState(null);
  const revealing = useDoing(async () => setPhones((await call("read_call_phone", [id])).phones));
  if (phones) {
    return html`<p data-test="phones">${phones.length ? phones.map((each) => html`<span key=${each.phone} class="desk-number"><strong>${each.phone}</strong>${each.isBad && "（打不通的号码）"}　</span>`) : NO_NUMBER}</p>`;
  }
  if (!masked) return html`<p data-test="phones">${NO_NUMBER}</p>`;
  if (!may("settle_call")) return html`<p class="desk-number">${masked}</p>`;
  return html`<div class="desk-tools"><span class="desk-number">${masked}</span>
    <${Button} kind="default" test="reveal" isBusy=${revealing.isBusy} onClick=${revealing.perform}>显示号码<//><span class="palm-small">看过会留痕</span></div>
    <${ProblemNote} problem=${revealing.problem} again=${revealing.perform} />`;
}

const OUTCOME = [
  { name: "outcome", label: "这次电话的结果", kind: "choice", choices: choicesOf(CALL_OUTCOMES) },
  { name: "againOn", label: "哪天再打", kind: "date", when: ({ outcome }) => outcome === "not_reached", slip: (value) => (value <= today() ? "请选今天以后的一天。" : "") },
  { name: "note", label: "备注", kind: "long", max: 500, isOptional: true },
];

function Booking({ id, hasNumber, common }) {
  const counters = useLoaded(async () => (await exchange("GET", "/v1/citizen/counters")).counters, []);
  if (!counters.value?.length) return html`<${ProblemNote} problem=${counters.problem} again=${counters.again} />`;
  const of = (name) => counters.value.find((each) => each.counter === name);
  const days = ({ counter }) => weekdaysBetween(of(counter).firstDay, of(counter).lastDay);
  const range = (values) => `${days(values)[0]?.label} 到 ${days(values).at(-1)?.label}`;
  const fields = [
    { name: "counter", label: "哪个大厅", kind: "choice", choices: counters.value.map((each) => ({ value: each.counter, label: each.name, detail: `${each.address}　${each.hours ?? ""}` })) },
    { name: "day", label: "哪天", kind: "date", hint: (values) => `可约 ${range(values)}，只能约工作日。`, when: ({ counter }) => counter,
      slip: (value, values) => (days(values).some((each) => each.value === value) ? "" : `请选 ${range(values)} 之间的工作日。`) },
    { name: "window", label: "上午还是下午", kind: "choice", choices: HALVES },
    { name: "name", label: "谁来", max: 50 },
    { name: "phone", label: "联系电话", max: 20, isOptional: hasNumber, as: digitsOnly, slip: (value) => phoneSlip(digitsOnly(value)), hint: hasNumber && "不填就用登记的号码。" },
  ];
  return html`<${Act} label="约到窗口" test="book" fields=${fields} send=${(body) => call("book_for_call", [id], { body, isPersonal: true })}
    said=${(told) => `已预约，预约号 ${told.appointmentNumber}。请告诉对方带上：${told.bring.join("、")}`} ...${common} />`;
}

// Where and when they come stands with what was done last.
function cameOf({ outcome, history }) {
  const told = CALL_TELLS[outcome] ?? CALL_OUTCOMES[outcome];
  const where = outcome === BOOKED && history.find((each) => each.what === BOOKED)?.words;
  return where ? `${told}：${where}` : told;
}

const times = (each) => html`${CALL_REASONS[each.reason] ?? each.reason}　${each.times > 1 ? `${each.times} 次，最后一次 ` : ""}<${When} at=${each.last} />`;

export function Call({ id }) {
  const loaded = useLoaded(() => call("read_call", [id]), [id]);
  const common = { reload: loaded.again, done: () => { loaded.again(); askWaiting(); } };
  return html`<${Opened} title=${(one) => (one ? `打电话：${one.partyName ?? "登记里查不到名称"}` : "打电话")} test="call" loaded=${loaded} queue="calls" lead=${(one) => one.itemNames?.join("、")}>
    ${(one) => html`
      <${Panel} title="为什么打" test="why"><ul class="desk-list">${one.reasons.map((each) => html`<li key=${each.reason}>${times(each)}</li>`)}</ul>
        <${Facts} of=${[["最晚申请", one.lastDay && html`<${Due} on=${one.lastDay} />`], ["没打通", one.tries > 0 && `${one.tries} 次`], ["说好哪天再打", one.againOn && day(one.againOn)],
          ["结果", one.outcome && cameOf(one)]]} />
        <h3>号码</h3><${Numbers} id=${id} masked=${one.phone} /><//>
      ${one.state === "open" && may("settle_call") && html`
        <${Panel} title="打完以后" kind="safe" test="outcome-panel" lead="只记下说了什么。同意办还是不办，要本人自己来说。">
          <${ActionForm} test="outcome" submit="记下结果" said="已记下" fields=${OUTCOME} send=${(body) => call("settle_call", [id], { body })} ...${common} />
          <h3>或者</h3><div class="desk-tools"><${Booking} id=${id} hasNumber=${Boolean(one.phone)} common=${common} />
            ${one.matterId && html`<a class="weui-btn weui-btn_default" href=${`#/visits?matter=${encodeURIComponent(one.matterId)}`} data-test="phone-visit">边打电话边填表</a>`}</div><//>`}
      <${Panel} title="以前说过什么" test="history">${one.history.length ? html`<${Timeline} entries=${one.history.map((each) => ({ at: each.at,
          title: CALL_REASONS[each.what] ?? CALL_OUTCOMES[each.what] ?? CALL_TELLS[each.what] ?? each.what, who: each.by, detail: each.words && `“${each.words}”` }))} />` : html`<p class="desk-none">没有。</p>`}<//>`}
  <//>`;
}
