// One grievance (错证、缺证、差评、找茬吐槽): until when it is answered, the answers, and reopening within its days.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { Button, Cells, Failed, LinkCell, Note, Page, ProblemNote, Skeleton, TextField } from "../lib/parts.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { serverNow } from "../lib/wire.js";
import { day, daysLeft, moment } from "../lib/words.js";

const TITLE = "我的反映";
const WAITS = new Set(["open", "reopened"]);
const FEWEST = 2;

function Reopen({ told, put }) {
  const [words, setWords] = useState("");
  const [slip, setSlip] = useState("");
  const reopening = useAction(async () => put(await api.reopenGrievance(told.grievanceId, { words: words.trim() })));
  const submit = () => (words.trim().length < FEWEST ? setSlip("请写明为什么不满意。") : reopening.perform());
  return html`<section class="palm-card palm-inset" data-test="reopen"><h2 class="palm-card__title">对答复不满意？</h2>
    <p class="palm-card__lead">${day(told.reopenUntil)}（含当日）前可以重新提出，由负责人另外答复。</p>
    <${TextField} isLong label="为什么不满意" maxlength="500" test="reopen-words" value=${words} slip=${slip || reopening.problem?.fieldTitle("words")}
      onInput=${(event) => { setWords(event.currentTarget.value); setSlip(""); }} />
    <${ProblemNote} problem=${reopening.problem} again=${reopening.perform} />
    <${Button} kind="default" isBusy=${reopening.isBusy} test="reopen-send" onClick=${submit}>重新提出<//>
  </section>`;
}

export function Grievance({ id }) {
  const loaded = useLoaded(() => api.grievance(id), [id]);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${TITLE} test="grievance" />`;
  if (loaded.problem) return html`<${Failed} title=${TITLE} problem=${loaded.problem} again=${loaded.again} test="grievance" />`;
  const told = loaded.value;
  const isWaiting = WAITS.has(told.state);
  return html`<${Page} title=${told.kindText} lead=${`${day(told.raisedAt)}提出`} test="grievance">
    <section class="palm-card" data-test="grievance-state" data-state=${told.state}>
      <p class="palm-state">${told.stateText}</p>
      ${isWaiting && told.due && html`<p data-test="grievance-due"><strong>最晚${day(told.due)}答复，${daysLeft(told.due, serverNow())}</strong></p>`}
      ${isWaiting && told.kind === "wrong_certificate" && html`<p>更正处理中，核实以前证上会标明。</p>`}
      ${told.words && html`<h2 class="palm-card__title">您说的</h2><p class="palm-quote">${told.words}</p>`}
    </section>
    ${told.answers.map((each) => html`<${Note} key=${each.at} kind="safe" title=${`答复：${each.remedyText}`} test="grievance-answer"><p>${each.text}</p><p class="palm-source">${moment(each.at)}</p><//>`)}
    ${told.reopenUntil && html`<${Reopen} told=${told} put=${loaded.set} />`}
    <${Cells}>
      ${told.caseId && html`<${LinkCell} to=${`/cases/${encodeURIComponent(told.caseId)}`} label="看这个办件" test="grievance-case" />`}
      ${told.licenceId && html`<${LinkCell} to=${`/licences/${encodeURIComponent(told.licenceId)}`} label="看这张证" test="grievance-licence" />`}
      <${LinkCell} to="/grievances" label="我反映过的全部问题" test="grievance-all" />
    <//>
  <//>`;
}
