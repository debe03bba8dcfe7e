// Saying that something is wrong: 错证 (wrong certificate), 缺证 (missing certificate), 找茬吐槽 (a complaint).
import { api } from "../lib/api.js";
import { useDraft } from "../lib/draft.js";
import { html, useState } from "../lib/html.js";
import { plain, t, told } from "../lib/language.js";
import { Button, Cell, Cells, Choice, Failed, Go, Note, Page, ProblemNote, SelectField, Skeleton, TextField } from "../lib/parts.js";
import { useOnward } from "../lib/route.js";
import { useAction, useLoaded } from "../lib/state.js";

const heading = () => t("反映问题");
const kinds = () => [
  { value: "wrong_certificate", label: t("证上内容有错"), detail: t("错证：错字、地址、日期、名称不对") },
  { value: "missing_certificate", label: t("证没收到，或者少了"), detail: t("缺证：没送到、别人收了、少了正本或副本") },
  { value: "complaint", label: t("别的不满意"), detail: t("找茬吐槽：流程、态度、说不清的地方") },
];
const hints = () => ({
  wrong_certificate: t("写明哪一项错了，应该是什么。窗口核实后更正，换一份新的给您，不收费。"),
  missing_certificate: t("写明少了哪一本。窗口先和快递公司核实，确实没到就免费补发；电子证照现在就能用。"),
  complaint: t("想说什么就写什么。"),
});
// First words for what was tapped on a parcel; the person may change them.
const first = () => ({
  never: t("快递显示有进展，但我一直没有收到新证。"),
  other: t("快递显示别人代收，我没有拿到新证，也不知道是谁收的。"),
  parked: t("快递显示放在柜子或驿站，我没有找到新证。"),
  lost: t("快递显示新证寄丢了，请补发一份。"),
  returned: t("新证被退回了，请告诉我怎么再寄或者到窗口领。"),
  back: t("旧证没有退到我手里。"),
  old: t("旧证找不到了，请告诉我怎么办遗失声明。"),
});
const FEWEST = 2;

// What it may be about, where the person did not come from it.
const choices = ({ cases, cards }) => [
  { value: "", label: t("不是哪一件，就是想说") },
  ...cases.map((each) => ({ value: `case ${each.caseId}`, label: t`办件：${plain(told(each.itemName))}（${plain(told(each.stateText))}）` })),
  ...cards.map((each) => ({ value: `licence ${each.licenceId}`, label: t`证照：${plain(told(each.name))}（尾号 ${each.numberTail}）` })),
];

async function anything() {
  const [{ cases }, { cards }] = await Promise.all([api.home(), api.wallet().catch(() => ({ cards: [] }))]);
  return { cases, cards };
}

async function named(query) {
  if (query.get("case")) return { name: (await api.caseView(query.get("case"))).itemName };
  if (!query.get("licence")) return { may: await anything() };
  return { name: (await api.licenceScreen(query.get("licence"))).card.name };
}

function aboutOf(query, chosen) {
  const [kind, id] = query.get("case") ? ["case", query.get("case")] : query.get("licence") ? ["licence", query.get("licence")] : chosen.split(" ");
  return kind ? { [`${kind}Id`]: id } : {};
}

export function NewGrievance({ query }) {
  const loaded = useLoaded(() => named(query), [`${query}`]);
  const [draft, keep, drop] = useDraft(`grievance ${query}`, { kind: query.get("kind") ?? "", words: first()[query.get("say")] ?? "", about: "" });
  const { kind, words, about } = draft;
  const [slips, setSlips] = useState({});
  const onward = useOnward();
  const sending = useAction(async () => {
    const made = await api.raiseGrievance({ kind, words: words.trim(), ...aboutOf(query, about) });
    drop();
    onward(`/grievances/${encodeURIComponent(made.grievanceId)}`);
  });
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="grievance-new" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="grievance-new" />`;
  const { problem } = sending;
  const submit = (event) => {
    event.preventDefault();
    const wrong = { kind: kind ? "" : t("请先选一种。"), words: words.trim().length < FEWEST ? t("请写几个字。") : "" };
    setSlips(wrong);
    if (!wrong.kind && !wrong.words) sending.perform();
  };
  return html`<${Page} title=${heading()} lead=${t("哪里不对，直接说。到哪天答复，交上以后就告诉您。")} test="grievance-new">
    <form onSubmit=${submit} novalidate>
      ${loaded.value.name && html`<${Cells}><${Cell} label=${t("说的是")} value=${told(loaded.value.name)} /><//>`}
      <${Choice} legend=${t("是哪一种")} choices=${kinds()} value=${kind} test="kind" onChoose=${(value) => { keep({ ...draft, kind: value }); setSlips({ ...slips, kind: "" }); }} />
      ${slips.kind && html`<p class="palm-field__slip palm-field__slip_page" role="alert">! ${slips.kind}</p>`}
      <div class="palm-form palm-inset">
        ${loaded.value.may && html`<${SelectField} label=${t("说的是哪一件")} test="about" value=${about} choices=${choices(loaded.value.may)} onChange=${(event) => keep({ ...draft, about: event.currentTarget.value })} />`}
        <${TextField} isLong label=${t("怎么回事")} maxlength="500" test="grievance-words" value=${words} hint=${hints()[kind]} slip=${slips.words || told(problem?.fieldTitle("words"))}
          onInput=${(event) => { keep({ ...draft, words: event.currentTarget.value }); setSlips({ ...slips, words: "" }); }} />
        ${problem?.code === "grievance-open"
          ? html`<${Note} kind="warn" title=${told(problem.title)} test="grievance-stands"><p>${t("同样的问题您已经反映过，正在办。")}</p><${Go} to="/grievances" test="grievance-to-list">${t("看我的反映")}<//><//>`
          : html`<${ProblemNote} problem=${problem} again=${sending.perform} />`}
        <${Button} type="submit" isBusy=${sending.isBusy} test="grievance-send">${t("交上去")}<//>
      </div>
    </form>
  <//>`;
}
