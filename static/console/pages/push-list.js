// One push list (推送清单): the rule, how it did before, who would be told and why; signed by somebody else than prepared it.
import { SelectField } from "../../lib/controls.js";
import { html, useRef, useState } from "../../lib/html.js";
import { useEvery, useLoaded } from "../../lib/loading.js";
import { day } from "../../lib/words.js";
import { Act, Press } from "../forms.js";
import { call, may } from "../office.js";
import { More, useMore } from "../more.js";
import { Bars, Facts, Loading, Opened, Panel, ProblemNote, Table, When } from "../parts.js";
import { askWaiting } from "../waiting.js";
import { FINDING_REASONS, LIST_STATES } from "../words.js";
import { BackTest } from "./back-test.js";

// «rule@version» and more of them: how many rules, and which edition of each.
function ruleWords(rule) {
  const editions = rule.split("、").map((each) => each.split("@")[1]);
  const said = [...new Set(editions)].map((each) => `第 ${each} 版`).join("、");
  return editions.length === 1 ? said : `${editions.length} 条，${said}`;
}

// While a list goes out the page looks again by itself, but not for ever: looking keeps a session from resting.
const LOOK_MS = 5_000;
const LOOKS = 24;

const isGoing = (list) => list.state === "signed" && (list.outcome?.held ?? 1) > 0;

// Who was told and may still be reminded: unanswered, or put off.
const isAwaited = ({ state, outcome }) => state === "signed" && outcome
  && outcome.invited > outcome.yes + outcome.alreadyDone + outcome.notMe + outcome.never;

const STOPS = {
  going: { label: "停止", said: "已停止，没发出的不再发", lead: "停止以后，还没有发出去的通知都不再发，也不再提醒，不能恢复。" },
  awaited: { label: "停止提醒", said: "已停止，不再提醒", lead: "停止以后，没有答复的也不再提醒，不能恢复。已经发出的收不回来。" },
};

function stopOf(list) {
  if (list.state === "prepared" || isGoing(list)) return STOPS.going;
  return isAwaited(list) ? STOPS.awaited : null;
}

function decideLead(list) {
  if (list.state === "prepared") return "签发以后系统就按清单通知。做清单的人不能自己签。";
  if (isGoing(list)) return "已经签发。还没有发出去的，可以随时停下来。";
  if (isAwaited(list)) return "已经签发，都发出去了。没有答复的会按时再提醒，也可以停下来。";
  return list.state === "signed" ? "已经签发，没有要停的了。" : "这张清单已经有了结论。";
}

const note = (label) => [{ name: "note", label, kind: "long", max: 500 }];

function Decide({ list, loaded }) {
  if (!may("decide_push_list")) return null;
  const send = (decision) => (body) => call("decide_push_list", [list.pushListId], { body: { decision, digest: list.digest, ...body } });
  const common = { reload: loaded.again, done: (told) => { loaded.set({ ...list, ...told }); loaded.refresh(); askWaiting(); } };
  const stop = stopOf(list);
  return html`<${Panel} title="您的决定" test="decide" kind="safe" lead=${decideLead(list)}>
    <div class="desk-tools">
      ${list.state === "prepared" && html`
        <${Act} label="签发" kind="primary" test="sign" said="已签发，开始通知" lead=${`签发后会通知 ${list.due} 户。${list.texts ? `短信${textWords(list)}。` : ""}发出去的收不回来，还没发的可以随时停止。`} send=${send("sign")} ...${common} />
        <${Act} label="退回并说明" test="send-back" said="已退回" fields=${note("退回的原因，做清单的人会看到")} send=${send("send_back")} ...${common} />`}
      ${stop && html`<${Act} ...${stop} kind="warn" test="stop"
        fields=${note("停止的原因")} send=${send("stop")} ...${common} />`}
    </div>
  <//>`;
}

function Findings({ id }) {
  const [reason, setReason] = useState("");
  const loaded = useLoaded(() => call("list_findings", [id], { query: { reason, limit: 20 } }), [id, reason]);
  const more = useMore(loaded, "findings", (cursor) => call("list_findings", [id], { query: { reason, limit: 20, cursor } }));
  return html`<${SelectField} label="只看" test="findings-reason" value=${reason} onChange=${(event) => setReason(event.currentTarget.value)}
      choices=${[{ value: "", label: "全部" }, ...Object.entries(FINDING_REASONS).map(([value, label]) => ({ value, label }))]} />
    ${loaded.loading && html`<${Loading} />`}<${ProblemNote} problem=${loaded.problem} again=${loaded.again} />
    ${loaded.value && html`<${Table} caption="清单上的每一户" empty="没有。" heads=${["谁", "证号尾号", "事项", "为什么", "最晚申请", "发证机关", "结论"]}
      rows=${more.all.map((each) => ({ key: each.findingId, cells: [each.partyName ?? "（登记里查不到）", each.licenceNumberTail, each.itemName, each.why,
        day(each.lastDay), each.office, each.reason ?? "应提示"] }))} /><${More} of=${more} />`}`;
}

// How many of each item, told apart: those to be told, those not, together.
function ByItem({ list }) {
  const cells = ({ label, count, due }) => [label, due ?? "—", due === undefined ? "—" : count - due, count];
  const total = { label: "合计", count: list.due + list.setAside, due: list.due };
  return html`<${Table} caption="每个事项多少户" heads=${["事项", "应提示", "暂不提示", "合计"]}
    rows=${[...list.byItem, ...(list.byItem.length > 1 ? [total] : [])].map(cells)} />`;
}

// What the texts come to, before anybody signs for it: «60 分» of fen is «0.6 元».
function textWords({ texts }) {
  return texts && `最多 ${texts.messages} 条，计费约 ${texts.segments} 条，约 ${(texts.costFen / 100).toFixed(2)} 元`;
}

const SAID = "应提示：做清单时该通知的。暂不提示：做清单时就不通知，原因在下面。发出前去掉：签发后再核对一次，情况变了，不再通知。";

function Went({ list }) {
  const { outcome, state } = list;
  const held = outcome?.held > 0 && (state === "signed" ? "待发出" : "没发出");
  return html`<${Facts} test="went" of=${[["应提示", `${list.due} 户`], ["暂不提示", `${list.setAside} 户`],
    ["短信", textWords(list)], ["发出前去掉", outcome?.dropped > 0 && `${outcome.dropped} 户`], ["已发出", outcome && `${outcome.sent} 户`], [held, held && `${outcome.held} 户`]]} />
    ${state === "signed" && held && html`<p data-test="going">正在发，发出以后这里会变。夜里不发，等到早上；发不出去的转电话联络。</p>`}
    <p class="desk-none">${SAID}</p>`;
}

export function PushList({ id }) {
  const loaded = useLoaded(() => call("read_push_list", [id]), [id]);
  const [isAll, setAll] = useState(false);
  const seen = useRef([]); // the office draws it for the signature only; what was looked at stays while the page does
  if (loaded.value?.sample.length) seen.current = loaded.value.sample;
  const looked = useRef(0);
  useEvery(loaded.value && isGoing(loaded.value) ? LOOK_MS : 0, () => {
    looked.current += 1;
    if (looked.current <= LOOKS) loaded.refresh();
  });
  return html`<${Opened} title="推送清单" test="push-list" loaded=${loaded} lead=${(list) => list.itemName}
    queue="push_lists" tools=${html`<a href="#/push-lists">所有清单</a>`}>
    ${(list) => html`
      <${Panel} title="规则" test="rule"><${Facts} of=${[
        ["状态", LIST_STATES[list.state]], ["规则版本", ruleWords(list.rule)], ["数据截至", html`<${When} at=${list.asOf} />`],
        ["做清单的人", html`${list.preparedBy}　<${When} at=${list.preparedAt} />`],
        ["决定的人", list.decidedBy && html`${list.decidedBy}　<${When} at=${list.decidedAt} />`]]} />
        <${Went} list=${list} />
        ${list.note && html`<h3>说明</h3><p class="desk-quote" data-test="note">${list.note}</p>`}<//>
      <${BackTest} list=${list} />
      <div class="desk-grid">
        <${Panel} title="按事项（户）" test="by-item"><${ByItem} list=${list} /><//>
        <${Panel} title="应提示的，按发证机关" test="by-body"><${Bars} counts=${list.byBody} unit="户" /><//>
        <${Panel} title="暂不提示的原因" test="by-reason">${list.byReason.length ? html`<${Bars} counts=${list.byReason} unit="户" />` : html`<p class="desk-none">没有暂不提示的。</p>`}<//>
      </div>
      ${seen.current.length > 0 && html`<${Panel} title=${`抽出来的 ${seen.current.length} 户`} test="sample"
          lead=${list.state === "prepared" ? "登记信息此刻这样写。请看一看理由站不站得住。" : "您决定以前看到的就是这些。"}>
        <${Table} caption="样本" heads=${["谁", "证号尾号", "事项", "为什么找", "最晚申请", "发证机关"]}
          rows=${seen.current.map((each) => [each.partyName, each.licenceNumberTail, each.itemName, each.why, day(each.lastDay), each.office])} /><//>`}
      <${Decide} list=${list} loaded=${loaded} />
      ${may("list_findings") && html`<${Panel} title="清单上的每一户" test="findings">${isAll
        ? html`<${Findings} id=${id} />` : html`<${Press} label="全部列出" test="findings-open" send=${async () => setAll(true)} />`}<//>`}`}
  <//>`;
}
