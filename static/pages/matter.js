// The invitation (邀约): why me, every item due, and my answer (办理意向), one for all or one for each, to what is shown, by digest.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { IntoMiniProgram } from "../lib/into-mini-program.js";
import { kept } from "../lib/kept.js";
import { Button, Check, Choice, Failed, Go, Note, Page, ProblemNote, Skeleton, Small } from "../lib/parts.js";
import { pathOfForms } from "../lib/next.js";
import { goInstead } from "../lib/route.js";
import { useAction, useLoaded } from "../lib/state.js";
import { day } from "../lib/words.js";

const TITLE = "办理提示";
const DETAILS = { yes: "现在就算申请，接着核对表单", not_now: "以后还能在这里改成办理" };
const FIRST = ["yes", "not_now"];
const FINAL = new Set(["yes", "never", "already_done", "not_me"]);

function offered(answers) {
  return answers.map((each) => ({ value: each.answer, label: each.label, detail: DETAILS[each.answer] }));
}

// The two usual answers first, the others one tap behind.
function Answers({ legend, choices, value, onChoose, test }) {
  const [isOpen, setOpen] = useState(Boolean(value && !FIRST.includes(value)));
  const shown = isOpen ? choices : choices.filter((each) => FIRST.includes(each.value));
  return html`<${Choice} legend=${legend} choices=${shown} value=${value} onChoose=${onChoose} test=${`answer-${test}`} />
    ${!isOpen && shown.length < choices.length && html`<${Small} test=${`more-answers-${test}`} isOpen=${false}
      onClick=${() => setOpen(true)}>不是我的、办过了、不想再收到……<//>`}`;
}

function ItemCard({ item, choices, value, onChoose }) {
  const isFixed = FINAL.has(item.answer);
  return html`<section class="palm-card palm-inset" data-test=${`item-${item.itemCode}`}>
    <h2 class="palm-card__title">${item.name}</h2>
    <dl class="palm-facts">
      ${item.licenceNumberTail && html`<dt>证号</dt><dd>${/\d/.test(item.licenceNumberTail) ? `尾号 ${item.licenceNumberTail}` : item.licenceNumberTail}</dd>`}
      ${item.validUntil && html`<dt>到期</dt><dd>${day(item.validUntil)}</dd>`}
      ${item.lastDay && html`<dt>最晚申请</dt><dd><strong>${day(item.lastDay)}</strong></dd>`}
      ${item.office && html`<dt>办理部门</dt><dd>${item.office}</dd>`}
      ${item.days && html`<dt>多久办好</dt><dd>${item.days} 个工作日内</dd>`}
      <dt>费用</dt><dd>不收费，快递费也不用您出</dd>
    </dl>
    ${isFixed
      ? html`<p class="palm-answered" data-test=${`answered-${item.itemCode}`}>✓ 您已回答：${choices.find((each) => each.value === item.answer)?.label}</p>
          ${item.caseId && html`<${Go} to=${`/cases/${encodeURIComponent(item.caseId)}`} test=${`open-case-${item.itemCode}`}>看这个办件<//>`}`
      : onChoose && html`<${Answers} legend=${item.answer === "not_now" ? "您上次回答：暂不办理。现在想怎么办" : "您想怎么办"} choices=${choices} value=${value} onChoose=${onChoose} test=${item.itemCode} />`}
  </section>`;
}

// Said once under the reasons that share it.
const vouched = (why) => why && `来自${why.source}${why.asOf ? `，截至${day(why.asOf)}` : ""}`;

function Why({ why }) {
  return html`<section class="palm-text" data-test="why"><h2>为什么找您</h2>
    ${why.map((each, index) => html`<p key=${index}>${each.text}
      ${vouched(each) !== vouched(why[index + 1]) && html`<span class="palm-source">${vouched(each)}</span>`}</p>`)}
  </section>`;
}

// What changed in a register has no end of validity; what ends has.
function leadOf(party, items) {
  const what = items.some((item) => item.validUntil) ? "快到办理时间了" : "要跟着登记信息变更办理";
  return `${party.name}，有 ${items.length} 项${what}。`;
}

export function Matter({ id }) {
  const loaded = useLoaded(() => api.matter(id), [id]);
  const draftName = `answers ${id}`;
  const [draft, setDraft] = useState(() => kept.read(draftName) ?? { answers: {}, promise: false, isEach: false });
  const [slip, setSlip] = useState("");
  const keep = (next) => {
    setDraft(next);
    setSlip("");
    kept.write(draftName, next);
  };
  const sending = useAction(async (items) => {
    const answers = items.map((item) => ({ itemCode: item.itemCode, answer: draft.answers[item.itemCode] }));
    const told = await api.answer(id, { answers, shownDigest: loaded.value.shown.digest,
      ...(answers.some((each) => each.answer === "yes") ? { promise: true } : {}) });
    kept.drop(draftName);
    if (told.cases.length === 1) goInstead(`/cases/${encodeURIComponent(told.cases[0].caseId)}/form`);
    else if (told.cases.length > 1) goInstead(pathOfForms(id));
    else loaded.again();
  });
  if (loaded.loading) return html`<${Skeleton} title=${TITLE} test="matter" />`;
  if (loaded.problem) return html`<${Failed} title=${TITLE} problem=${loaded.problem} again=${loaded.again} test="matter" />`;
  const { party, why, items, shown, answers } = loaded.value;
  const choices = offered(answers);
  const open = items.filter((item) => !FINAL.has(item.answer));
  const answered = open.filter((item) => draft.answers[item.itemCode]);
  const saysYes = answered.some((item) => draft.answers[item.itemCode] === "yes");
  const isForAll = open.length > 1 && !draft.isEach;
  const answerAll = (answer) => keep({ ...draft, answers: Object.fromEntries(open.map((item) => [item.itemCode, answer])) });
  const submit = () => {
    if (answered.length < open.length) setSlip(open.length > 1 && draft.isEach ? "每一项都请选一个回答。" : "请先选一个回答。");
    else if (saysYes && !draft.promise) setSlip("请先看一下承诺，再打勾。");
    else sending.perform(open);
  };
  return html`<${Page} title=${TITLE} lead=${leadOf(party, items)} test="matter">
    <${Why} why=${why} />
    ${items.map((item) => html`<${ItemCard} key=${item.itemCode} item=${item} choices=${choices}
      value=${draft.answers[item.itemCode]}
      onChoose=${!isForAll && ((value) => keep({ ...draft, answers: { ...draft.answers, [item.itemCode]: value } }))} />`)}
    ${isForAll && html`<section class="palm-card palm-inset" data-test="for-all">
      <${Answers} legend=${`这 ${open.length} 项，您想怎么办`} choices=${choices} value=${draft.answers[open[0].itemCode]} onChoose=${answerAll} test="all" />
      <${Small} test="answer-each" onClick=${() => keep({ ...draft, isEach: true })}>我要一项一项地回答<//></section>`}
    ${open.length > 0 && html`
      ${saysYes && html`<${Check} isOn=${draft.promise} onTurn=${(promise) => keep({ ...draft, promise })} test="promise">${shown.promise}<//>`}
      ${slip && html`<p class="palm-field__slip palm-field__slip_page" role="alert" data-test="slip">! ${slip}</p>`}
      <${Button} isBusy=${sending.isBusy} test="answer-submit" onClick=${submit}>${saysYes ? "确认，继续办理" : "确认回答"}<//>`}
    ${open.length === 0 && html`<${Note} kind="safe" title="都回答过了" test="all-answered"><p>办件的进度在首页随时能看。</p>
      ${items.filter((item) => item.caseId).length > 1 && html`<${Go} to=${pathOfForms(id)} test="to-forms">看表单和进度<//>`}
      <${Go} to="/" kind="default" test="matter-home">回到首页<//><//>`}
    <${ProblemNote} problem=${sending.problem} again=${sending.problem?.status === 409 ? loaded.again : () => sending.perform(open)} />
    ${open.length > 0 && html`<${IntoMiniProgram} link=${() => api.matterLink(id)} code=${() => api.matterCode(id)} test="mini-program" />`}
    <p class="palm-small palm-center">您看到的内容版本 ${shown.version}，回答时一并留存。</p>
  <//>`;
}
