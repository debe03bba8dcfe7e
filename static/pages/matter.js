// The invitation (邀约): why me, every item due, and my answer (办理意向), one for all or one for each, to what is shown, by digest.
import { api } from "../lib/api.js";
import { useDraft } from "../lib/draft.js";
import { html, useEffect, useState } from "../lib/html.js";
import { IntoMiniProgram } from "../lib/into-mini-program.js";
import { asWritten, plain, t, told } from "../lib/language.js";
import { isCare } from "../lib/modes.js";
import { Button, Check, Choice, Failed, Go, Note, Page, ProblemNote, Skeleton, Small } from "../lib/parts.js";
import { pathOfForms } from "../lib/next.js";
import { useOnward } from "../lib/route.js";
import { useAction, useLoaded } from "../lib/state.js";
import { day } from "../lib/words.js";
import { Asked } from "./matter-asked.js";

const heading = () => t("办理提示");
const details = () => ({ yes: t("现在就算申请，接着核对表单"), not_now: t("以后还能在这里改成办理") });
const FIRST = ["yes", "not_now"];
const FINAL = new Set(["yes", "never", "already_done", "not_me"]);

function offered(answers) {
  return answers.map((each) => ({ value: each.answer, label: told(each.label), detail: details()[each.answer] }));
}

// The two usual answers first, the others one tap behind.
function Answers({ legend, choices, value, onChoose, test }) {
  const [isOpen, setOpen] = useState(Boolean(value && !FIRST.includes(value)));
  const shown = isOpen ? choices : choices.filter((each) => FIRST.includes(each.value));
  return html`<${Choice} legend=${legend} choices=${shown} value=${value} onChoose=${onChoose} test=${`answer-${test}`} />
    ${!isOpen && shown.length < choices.length && html`<${Small} test=${`more-answers-${test}`} isOpen=${false}
      onClick=${() => setOpen(true)}>${t("不是我的、办过了、不想再收到……")}<//>`}`;
}

const tailOf = (text) => (/\d/.test(text) ? t`尾号 ${told(text)}` : told(text));

function ItemCard({ item, choices, value, onChoose }) {
  const isFixed = FINAL.has(item.answer);
  const said = choices.find((each) => each.value === item.answer)?.label;
  return html`<section class="palm-card palm-inset" data-test=${`item-${item.itemCode}`}>
    <h2 class="palm-card__title">${told(item.name)}</h2>
    <dl class="palm-facts">
      ${item.licenceNumberTail && html`<dt>${t("证号")}</dt><dd>${tailOf(item.licenceNumberTail)}</dd>`}
      ${item.validUntil && html`<dt>${t("到期")}</dt><dd>${day(item.validUntil)}</dd>`}
      ${item.lastDay && html`<dt>${t("最晚申请")}</dt><dd><strong>${day(item.lastDay)}</strong></dd>`}
      ${item.office && html`<dt>${t("办理部门")}</dt><dd>${told(item.office)}</dd>`}
      ${item.days && html`<dt>${t("多久办好")}</dt><dd>${t`${item.days} 个工作日内`}</dd>`}
      <dt>${t("费用")}</dt><dd>${t("不收费，快递费也不用您出")}</dd>
    </dl>
    ${isFixed
      ? html`<p class="palm-answered" data-test=${`answered-${item.itemCode}`}>${t`✓ 您已回答：${said}`}</p>
          ${item.caseId && html`<${Go} to=${`/cases/${encodeURIComponent(item.caseId)}`} test=${`open-case-${item.itemCode}`}>${t("看这个办件")}<//>`}`
      : onChoose && html`<${Answers} legend=${item.answer === "not_now" ? t("您上次回答：暂不办理。现在想怎么办") : t("您想怎么办")} choices=${choices} value=${value} onChoose=${onChoose} test=${item.itemCode} />`}
  </section>`;
}

// Said once under the reasons that share it.
const vouched = (why) => why && `${why.source} ${why.asOf}`;

function Why({ why }) {
  return html`<section class="palm-text" data-test="why"><h2>${t("为什么找您")}</h2>
    ${why.map((each, index) => html`<p key=${index}>${told(each.text)}
      ${vouched(each) !== vouched(why[index + 1]) && html`<span class="palm-source">${
        each.asOf ? t`来自${told(each.source)}，截至${day(each.asOf)}` : t`来自${told(each.source)}`}</span>`}</p>`)}
  </section>`;
}

// What changed in a register has no end of validity; what ends has.
function leadOf(party, items) {
  const isEnding = items.some((item) => item.validUntil);
  return isEnding ? t`${asWritten(party.name)}，有 ${items.length} 项快到办理时间了。` : t`${asWritten(party.name)}，有 ${items.length} 项要跟着登记信息变更办理。`;
}

function AllAnswered({ id, items }) {
  return html`<${Note} kind="safe" title=${t("都回答过了")} test="all-answered"><p>${t("办件的进度在首页随时能看。")}</p>
    ${items.filter((item) => item.caseId).length > 1 && html`<${Go} to=${pathOfForms(id)} test="to-forms">${t("看表单和进度")}<//>`}
    <${Go} to="/" kind="default" test="matter-home">${t("回到首页")}<//><//>`;
}

function Ways({ items, open, choices, draft, keep }) {
  const isForAll = open.length > 1 && !draft.isEach;
  const answerAll = (answer) => keep({ ...draft, answers: Object.fromEntries(open.map((item) => [item.itemCode, answer])) });
  return html`${items.map((item) => html`<${ItemCard} key=${item.itemCode} item=${item} choices=${choices} value=${draft.answers[item.itemCode]}
      onChoose=${!isForAll && ((value) => keep({ ...draft, answers: { ...draft.answers, [item.itemCode]: value } }))} />`)}
    ${isForAll && html`<section class="palm-card palm-inset" data-test="for-all">
      <${Answers} legend=${t`这 ${open.length} 项，您想怎么办`} choices=${choices} value=${draft.answers[open[0].itemCode]} onChoose=${answerAll} test="all" />
      <${Small} test="answer-each" onClick=${() => keep({ ...draft, isEach: true })}>${t("我要一项一项地回答")}<//></section>`}`;
}

export function Matter({ id }) {
  const loaded = useLoaded(() => api.matter(id), [id]);
  const [draft, setKept, drop] = useDraft(`answers ${id}`, { answers: {}, promise: false, isEach: false });
  const [slip, setSlip] = useState("");
  const keep = (next) => {
    setSlip("");
    setKept(next);
  };
  const onward = useOnward();
  const sending = useAction(async (items, answers, promise) => {
    const said = await api.answer(id, { answers: items.map((item) => ({ itemCode: item.itemCode, answer: answers[item.itemCode] })),
      shownDigest: loaded.value.shown.digest, ...(promise ? { promise: true } : {}) });
    drop();
    if (said.cases.length === 1) onward(`/cases/${encodeURIComponent(said.cases[0].caseId)}/form`);
    else if (said.cases.length > 1) onward(pathOfForms(id));
    else loaded.again();
  });
  const isElsewhere = sending.problem?.status === 409; // answered on another phone, or changed: what stands now comes at once
  useEffect(() => {
    if (isElsewhere) loaded.refresh();
  }, [isElsewhere]);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="matter" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="matter" />`;
  const { party, why, items, shown, answers } = loaded.value;
  const choices = offered(answers);
  const open = items.filter((item) => !FINAL.has(item.answer));
  const answered = open.filter((item) => draft.answers[item.itemCode]);
  const saysYes = answered.some((item) => draft.answers[item.itemCode] === "yes");
  const submit = () => {
    if (answered.length < open.length) setSlip(open.length > 1 && draft.isEach ? t("每一项都请选一个回答。") : t("请先选一个回答。"));
    else if (saysYes && !draft.promise) setSlip(t("请先看一下承诺，再打勾。"));
    else sending.perform(open, draft.answers, saysYes);
  };
  const look = () => {
    sending.clear();
    loaded.again();
  };
  const trouble = isElsewhere
    ? html`<${ProblemNote} problem=${sending.problem} /><${Button} kind="default" test="look-now" onClick=${look}>${t("看现在怎样")}<//>`
    : html`<${ProblemNote} problem=${sending.problem} again=${submit} />`;
  const version = html`<p class="palm-small palm-center">${t`您看到的内容版本 ${shown.version}，回答时一并留存。`}</p>`;
  if (isCare() && open.length > 0) {
    return html`<${Page} title=${heading()} lead=${leadOf(party, items)} test="matter">
      <${Asked} items=${items} open=${open} why=${html`<${Why} why=${why} />${version}`} choices=${choices} promise=${shown.promise} draft=${draft} keep=${keep}
        card=${(item) => html`<${ItemCard} key=${item.itemCode} item=${item} choices=${choices} />`} sending=${sending} />
      ${trouble}<//>`;
  }
  return html`<${Page} title=${heading()} lead=${leadOf(party, items)} test="matter">
    <${Why} why=${why} />
    <${Ways} items=${items} open=${open} choices=${choices} draft=${draft} keep=${keep} />
    ${open.length > 0 && html`
      ${saysYes && html`<${Check} isOn=${draft.promise} onTurn=${(promise) => keep({ ...draft, promise })} test="promise"><span lang="zh-CN">${shown.promise}</span><//>`}
      ${slip && html`<p class="palm-field__slip palm-field__slip_page" role="alert" data-test="slip">! ${slip}</p>`}
      <${Button} isBusy=${sending.isBusy} test="answer-submit" onClick=${submit}>${saysYes ? t("确认，继续办理") : t("确认回答")}<//>`}
    ${open.length === 0 && html`<${AllAnswered} id=${id} items=${items} />`}
    ${trouble}
    ${open.length > 0 && html`<${IntoMiniProgram} link=${() => api.matterLink(id)} code=${() => api.matterCode(id)} test="mini-program" />`}
    ${!isCare() && version}
  <//>`;
}
