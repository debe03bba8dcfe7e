// Saying that something is wrong: 错证 (wrong certificate), 缺证 (missing certificate), 找茬吐槽 (a complaint).
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { Button, Cell, Cells, Choice, Failed, Go, Note, Page, ProblemNote, SelectField, Skeleton, TextField } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { useAction, useLoaded } from "../lib/state.js";

const TITLE = "反映问题";
const KINDS = [
  { value: "wrong_certificate", label: "证上内容有错", detail: "错证：错字、地址、日期、名称不对" },
  { value: "missing_certificate", label: "证没收到，或者少了", detail: "缺证：没送到、别人收了、少了正本或副本" },
  { value: "complaint", label: "别的不满意", detail: "找茬吐槽：流程、态度、说不清的地方" },
];
const HINTS = {
  wrong_certificate: "写明哪一项错了，应该是什么。窗口核实后更正，换一份新的给您，不收费。",
  missing_certificate: "写明少了哪一本。窗口先和快递公司核实，确实没到就免费补发；电子证照现在就能用。",
  complaint: "想说什么就写什么。",
};
// First words for what was tapped on a parcel; the person may change them.
const SAY = {
  never: "快递显示有进展，但我一直没有收到新证。",
  other: "快递显示别人代收，我没有拿到新证，也不知道是谁收的。",
  parked: "快递显示放在柜子或驿站，我没有找到新证。",
  lost: "快递显示新证寄丢了，请补发一份。",
  returned: "新证被退回了，请告诉我怎么再寄或者到窗口领。",
  back: "旧证没有退到我手里。",
  old: "旧证找不到了，请告诉我怎么办遗失声明。",
};
const FEWEST = 2;

// What it may be about, where the person did not come from it.
async function choices() {
  const [home, wallet] = await Promise.all([api.home(), api.wallet().catch(() => ({ cards: [] }))]);
  return [
    { value: "", label: "不是哪一件，就是想说" },
    ...home.cases.map((each) => ({ value: `case ${each.caseId}`, label: `办件：${each.itemName}（${each.stateText}）` })),
    ...wallet.cards.map((each) => ({ value: `licence ${each.licenceId}`, label: `证照：${each.name}（尾号 ${each.numberTail}）` })),
  ];
}

async function named(query) {
  if (query.get("case")) return { name: (await api.caseView(query.get("case"))).itemName };
  if (!query.get("licence")) return { choices: await choices() };
  const { cards } = await api.wallet();
  return { name: cards.find((each) => each.licenceId === query.get("licence"))?.name ?? "" };
}

function aboutOf(query, chosen) {
  const [kind, id] = query.get("case") ? ["case", query.get("case")] : query.get("licence") ? ["licence", query.get("licence")] : chosen.split(" ");
  return kind ? { [`${kind}Id`]: id } : {};
}

export function NewGrievance({ query }) {
  const loaded = useLoaded(() => named(query), [`${query}`]);
  const [kind, setKind] = useState(query.get("kind") ?? "");
  const [words, setWords] = useState(SAY[query.get("say")] ?? "");
  const [about, setAbout] = useState("");
  const [slips, setSlips] = useState({});
  const sending = useAction(async () => {
    const made = await api.raiseGrievance({ kind, words: words.trim(), ...aboutOf(query, about) });
    goInstead(`/grievances/${encodeURIComponent(made.grievanceId)}`);
  });
  if (loaded.loading) return html`<${Skeleton} title=${TITLE} test="grievance-new" />`;
  if (loaded.problem) return html`<${Failed} title=${TITLE} problem=${loaded.problem} again=${loaded.again} test="grievance-new" />`;
  const { problem } = sending;
  const submit = (event) => {
    event.preventDefault();
    const wrong = { kind: kind ? "" : "请先选一种。", words: words.trim().length < FEWEST ? "请写几个字。" : "" };
    setSlips(wrong);
    if (!wrong.kind && !wrong.words) sending.perform();
  };
  return html`<${Page} title=${TITLE} lead="哪里不对，直接说。到哪天答复，交上以后就告诉您。" test="grievance-new">
    <form onSubmit=${submit} novalidate>
      ${loaded.value.name && html`<${Cells}><${Cell} label="说的是" value=${loaded.value.name} /><//>`}
      <${Choice} legend="是哪一种" choices=${KINDS} value=${kind} test="kind" onChoose=${(value) => { setKind(value); setSlips({ ...slips, kind: "" }); }} />
      ${slips.kind && html`<p class="palm-field__slip palm-field__slip_page" role="alert">! ${slips.kind}</p>`}
      <div class="palm-form palm-inset">
        ${loaded.value.choices && html`<${SelectField} label="说的是哪一件" test="about" value=${about} choices=${loaded.value.choices} onChange=${(event) => setAbout(event.currentTarget.value)} />`}
        <${TextField} isLong label="怎么回事" maxlength="500" test="grievance-words" value=${words} hint=${HINTS[kind]} slip=${slips.words || problem?.fieldTitle("words")}
          onInput=${(event) => { setWords(event.currentTarget.value); setSlips({ ...slips, words: "" }); }} />
        ${problem?.code === "grievance-open"
          ? html`<${Note} kind="warn" title=${problem.title} test="grievance-stands"><p>同样的问题您已经反映过，正在办。</p><${Go} to="/grievances" test="grievance-to-list">看我的反映<//><//>`
          : html`<${ProblemNote} problem=${problem} again=${sending.perform} />`}
        <${Button} type="submit" isBusy=${sending.isBusy} test="grievance-send">交上去<//>
      </div>
    </form>
  <//>`;
}
