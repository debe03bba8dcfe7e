// One mandate (授权委托): read whole and given with the face, what was done by it, and how it ends.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { Button, Cell, Cells, Failed, Go, LinkCell, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { useOnward } from "../lib/route.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { day, moment } from "../lib/words.js";

const heading = () => t("授权");
const acts = () => ({ apply: t("申请、确认表单"), follow: t("看进度、补材料、寄证件") });
const OVER = new Set(["revoked", "fallen", "lapsed"]);
const CHANGED = "mandate-changed";
// What it is called, and what it costs, to end it: as the one who gave it, or as the one who was to act by it.
const ends = () => ({
  draft: { label: t("不授权了"), title: t("不授权了，确定吗？"), words: t("这份还没有生效，删掉就好，对方什么也看不到。"), sure: t("删掉") },
  given: { label: t("撤销授权"), title: t("确定撤销吗？"), words: t("撤销以后，对方马上不能再替您办，也看不到您的办件。已经提交的申请照常办，想停下来请在办件里撤回。"), sure: t("确定撤销") },
  received: { label: t("不再替对方办"), title: t("确定不再替对方办吗？"), words: t("以后您看不到对方的办件，也不能再替对方办。已经提交的照常办。"), sure: t("确定不办了") },
});

function Facts({ mandate }) {
  const { principal, agent, agentNumber, items, from, until, mostCases, cases } = mandate;
  return html`<section class="palm-card" data-test="mandate" data-state=${mandate.state}>
    <p class=${`palm-state palm-state_${mandate.state}`} data-test="mandate-state">${told(mandate.words)}</p>
    <dl class="palm-facts">
      <dt>${t("替谁办")}</dt><dd>${told(principal)}</dd>
      <dt>${t("谁来办")}</dt><dd>${told(agent)}${agentNumber && html`<span class="palm-source">${t`身份证 ${agentNumber}`}</span>`}</dd>
      <dt>${t("办什么")}</dt><dd>${items ? items.map((item) => html`<p key=${item.itemCode}>${told(item.name)}</p>`) : t("所有事项")}</dd>
      <dt>${t("能做的")}</dt><dd>${mandate.acts.map((act) => acts()[act]).join(t("；"))}</dd>
      <dt>${t("有效期")}</dt><dd>${t`${day(from)}到${day(until)}（含当日）`}</dd>
      <dt>${t("办几件")}</dt><dd data-test="mandate-cases">${mostCases ? t`最多 ${mostCases} 件，已办 ${cases} 件` : t`不限，已办 ${cases} 件`}</dd>
    </dl>
  </section>`;
}

const saidOf = (use) => html`${moment(use.at)}${use.itemName && html`　${told(use.itemName)}`}`;

// Every single use, as the person was told of it at once.
function Uses({ uses, isMine }) {
  return html`<${Cells} title=${t("用它办过的事")} test="uses">
    ${uses.length === 0 && html`<${Cell} label=${t("还没有用过")} />`}
    ${uses.map((use, index) => (isMine && use.caseId
      ? html`<${LinkCell} key=${index} to=${`/cases/${encodeURIComponent(use.caseId)}`} label=${told(use.what)} detail=${saidOf(use)} test=${`use-${index}`} />`
      : html`<${Cell} key=${index} label=${told(use.what)} detail=${saidOf(use)} />`))}
  <//>`;
}

function End({ mandate, isMine, ended }) {
  const [isAsked, setAsked] = useState(false);
  const says = mandate.state === "draft" ? ends().draft : isMine ? ends().given : ends().received;
  const ending = useAction(async () => {
    await api.endMandate(mandate.mandateId, isMine);
    ended();
  });
  if (!isAsked) return html`<${Button} kind="default" test="end-mandate" onClick=${() => setAsked(true)}>${says.label}<//>`;
  return html`<${Note} kind="warn" title=${says.title} test="end-asked"><p>${says.words}</p><//>
    <${Button} kind="warn" isBusy=${ending.isBusy} test="end-sure" onClick=${ending.perform}>${says.sure}<//>
    <${Button} kind="default" test="end-not" onClick=${() => setAsked(false)}>${t("先不动")}<//>
    <${ProblemNote} problem=${ending.problem} again=${ending.perform} />`;
}

function Draft({ loaded }) {
  const onward = useOnward();
  const mandate = loaded.value;
  const giving = useAction(async () => loaded.set(await api.giveMandate(mandate.mandateId, { digest: mandate.digest })));
  const { problem } = giving;
  return html`<${Page} title=${t("看清楚再授权")} lead=${t("下面是授权的全部内容。刷脸以后才算数，随时可以撤销。")} test="mandate-draft">
    <section class="palm-text" data-test="mandate-text" lang="zh-CN"><h2>${mandate.text.title}</h2>
      ${mandate.text.paragraphs.map((each, index) => html`<p key=${index}>${each}</p>`)}</section>
    ${problem?.code === CHANGED
      ? html`<${Note} kind="warn" title=${told(problem.title)} test="mandate-changed"><p>${told(problem.advice)}</p><${Go} to="/mandates/new" test="draft-again">${t("重新填写")}<//><//>`
      : html`<${ProblemNote} problem=${problem} again=${giving.perform} />
        <${Button} isBusy=${giving.isBusy} test="give-mandate" onClick=${giving.perform}>${t("看清楚了，刷脸授权")}<//>`}
    <${End} mandate=${mandate} isMine ended=${() => onward("/mandates")} />
    <p class="palm-small palm-center">${t("不认识的人、催您快点的人，不要授权。拿不准请拨打 12345。")}</p>
  <//>`;
}

// The link says on which side of it the reader stands: a mandate opens none of the principal's own lists to the agent.
export function Mandate({ id, query }) {
  const isMine = query.get("as") !== "agent";
  const loaded = useLoaded(() => api.mandate(id, isMine), [id, isMine]);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="mandate" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="mandate" />`;
  const mandate = loaded.value;
  if (mandate.state === "draft") return html`<${Draft} loaded=${loaded} />`;
  const who = isMine ? t`您让 ${told(mandate.agent)} 替您办。` : t`您可以替 ${told(mandate.principal)} 办。`;
  return html`<${Page} title=${heading()} lead=${who} test="mandate">
    <${Facts} mandate=${mandate} />
    <${Uses} uses=${mandate.uses} isMine=${isMine} />
    ${mandate.text && html`<section class="palm-text"><details class="palm-more"><summary data-test="whole-text">${t("看授权书全文")}</summary>
      ${mandate.text.paragraphs.map((each, index) => html`<p key=${index} lang="zh-CN">${each}</p>`)}</details></section>`}
    ${!OVER.has(mandate.state) && html`<${End} mandate=${mandate} isMine=${isMine} ended=${loaded.again} />`}
    <${Go} to="/mandates" kind="default" test="to-mandates">${t("回到“谁能代表我”")}<//>
  <//>`;
}
