// One mandate (授权委托): read whole and given with the face, what was done by it, and how it ends.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { Button, Cell, Cells, Failed, Go, LinkCell, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { day, moment } from "../lib/words.js";

const TITLE = "授权";
const ACTS = { apply: "申请、确认表单", follow: "看进度、补材料、寄证件" };
const OVER = new Set(["revoked", "fallen", "lapsed"]);
const CHANGED = "mandate-changed";
// What it is called, and what it costs, to end it: as the one who gave it, or as the one who was to act by it.
const ENDS = {
  draft: { label: "不授权了", title: "不授权了，确定吗？", words: "这份还没有生效，删掉就好，对方什么也看不到。", sure: "删掉" },
  given: { label: "撤销授权", title: "确定撤销吗？", words: "撤销以后，对方马上不能再替您办，也看不到您的办件。已经提交的申请照常办，想停下来请在办件里撤回。", sure: "确定撤销" },
  received: { label: "不再替对方办", title: "确定不再替对方办吗？", words: "以后您看不到对方的办件，也不能再替对方办。已经提交的照常办。", sure: "确定不办了" },
};

function Facts({ mandate }) {
  const { principal, agent, agentNumber, items, acts, from, until, mostCases, cases } = mandate;
  return html`<section class="palm-card" data-test="mandate" data-state=${mandate.state}>
    <p class=${`palm-state palm-state_${mandate.state}`} data-test="mandate-state">${mandate.words}</p>
    <dl class="palm-facts">
      <dt>替谁办</dt><dd>${principal}</dd>
      <dt>谁来办</dt><dd>${agent}${agentNumber && html`<span class="palm-source">身份证 ${agentNumber}</span>`}</dd>
      <dt>办什么</dt><dd>${items ? items.map((item) => html`<p key=${item.itemCode}>${item.name}</p>`) : "所有事项"}</dd>
      <dt>能做的</dt><dd>${acts.map((act) => ACTS[act]).join("；")}</dd>
      <dt>有效期</dt><dd>${day(from)}到${day(until)}（含当日）</dd>
      <dt>办几件</dt><dd data-test="mandate-cases">${mostCases ? `最多 ${mostCases} 件，已办 ${cases} 件` : `不限，已办 ${cases} 件`}</dd>
    </dl>
  </section>`;
}

const saidOf = (use) => [moment(use.at), use.itemName].filter(Boolean).join("　");

// Every single use, as the person was told of it at once.
function Uses({ uses, isMine }) {
  return html`<${Cells} title="用它办过的事" test="uses">
    ${uses.length === 0 && html`<${Cell} label="还没有用过" />`}
    ${uses.map((use, index) => (isMine && use.caseId
      ? html`<${LinkCell} key=${index} to=${`/cases/${encodeURIComponent(use.caseId)}`} label=${use.what} detail=${saidOf(use)} test=${`use-${index}`} />`
      : html`<${Cell} key=${index} label=${use.what} detail=${saidOf(use)} />`))}
  <//>`;
}

function End({ mandate, isMine, ended }) {
  const [isAsked, setAsked] = useState(false);
  const says = mandate.state === "draft" ? ENDS.draft : isMine ? ENDS.given : ENDS.received;
  const ending = useAction(async () => {
    await api.endMandate(mandate.mandateId, isMine);
    ended();
  });
  if (!isAsked) return html`<${Button} kind="default" test="end-mandate" onClick=${() => setAsked(true)}>${says.label}<//>`;
  return html`<${Note} kind="warn" title=${says.title} test="end-asked"><p>${says.words}</p><//>
    <${Button} kind="warn" isBusy=${ending.isBusy} test="end-sure" onClick=${ending.perform}>${says.sure}<//>
    <${Button} kind="default" test="end-not" onClick=${() => setAsked(false)}>先不动<//>
    <${ProblemNote} problem=${ending.problem} again=${ending.perform} />`;
}

const toList = () => goInstead("/mandates");

function Draft({ loaded }) {
  const mandate = loaded.value;
  const giving = useAction(async () => loaded.set(await api.giveMandate(mandate.mandateId, { digest: mandate.digest })));
  const { problem } = giving;
  return html`<${Page} title="看清楚再授权" lead="下面是授权的全部内容。刷脸以后才算数，随时可以撤销。" test="mandate-draft">
    <section class="palm-text" data-test="mandate-text"><h2>${mandate.text.title}</h2>
      ${mandate.text.paragraphs.map((each, index) => html`<p key=${index}>${each}</p>`)}</section>
    ${problem?.code === CHANGED
      ? html`<${Note} kind="warn" title=${problem.title} test="mandate-changed"><p>${problem.advice}</p><${Go} to="/mandates/new" test="draft-again">重新填写<//><//>`
      : html`<${ProblemNote} problem=${problem} again=${giving.perform} />
        <${Button} isBusy=${giving.isBusy} test="give-mandate" onClick=${giving.perform}>看清楚了，刷脸授权<//>`}
    <${End} mandate=${mandate} isMine ended=${toList} />
    <p class="palm-small palm-center">不认识的人、催您快点的人，不要授权。拿不准请拨打 12345。</p>
  <//>`;
}

// The link says on which side of it the reader stands: a mandate opens none of the principal's own lists to the agent.
export function Mandate({ id, query }) {
  const isMine = query.get("as") !== "agent";
  const loaded = useLoaded(() => api.mandate(id, isMine), [id, isMine]);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${TITLE} test="mandate" />`;
  if (loaded.problem) return html`<${Failed} title=${TITLE} problem=${loaded.problem} again=${loaded.again} test="mandate" />`;
  const mandate = loaded.value;
  if (mandate.state === "draft") return html`<${Draft} loaded=${loaded} />`;
  const who = isMine ? `您让 ${mandate.agent} 替您办。` : `您可以替 ${mandate.principal} 办。`;
  return html`<${Page} title=${TITLE} lead=${who} test="mandate">
    <${Facts} mandate=${mandate} />
    <${Uses} uses=${mandate.uses} isMine=${isMine} />
    ${mandate.text && html`<section class="palm-text"><details class="palm-more"><summary data-test="whole-text">看授权书全文</summary>
      ${mandate.text.paragraphs.map((each, index) => html`<p key=${index}>${each}</p>`)}</details></section>`}
    ${!OVER.has(mandate.state) && html`<${End} mandate=${mandate} isMine=${isMine} ended=${loaded.again} />`}
    <${Go} to="/mandates" kind="default" test="to-mandates">回到“谁能代表我”<//>
  <//>`;
}
