// One grievance (错证、缺证、差评、找茬吐槽): until when it is answered, the answers, and reopening within its days.
import { api } from "../lib/api.js";
import { useDraft } from "../lib/draft.js";
import { html, useState } from "../lib/html.js";
import { asWritten, t, told } from "../lib/language.js";
import { Button, Cells, Failed, LinkCell, Note, Page, ProblemNote, Skeleton, TextField } from "../lib/parts.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { serverNow } from "../lib/wire.js";
import { day, daysLeft, moment } from "../lib/words.js";

const heading = () => t("我的反映");
const WAITS = new Set(["open", "reopened"]);
const FEWEST = 2;

function Reopen({ one, put }) {
  const [words, keep, drop] = useDraft(`reopen ${one.grievanceId}`, "");
  const [slip, setSlip] = useState("");
  const reopening = useAction(async () => {
    const now = await api.reopenGrievance(one.grievanceId, { words: words.trim() });
    drop();
    put(now);
  });
  const submit = () => (words.trim().length < FEWEST ? setSlip(t("请写明为什么不满意。")) : reopening.perform());
  return html`<section class="palm-card palm-inset" data-test="reopen"><h2 class="palm-card__title">${t("对答复不满意？")}</h2>
    <p class="palm-card__lead">${t`${day(one.reopenUntil)}（含当日）前可以重新提出，由负责人另外答复。`}</p>
    <${TextField} isLong label=${t("为什么不满意")} maxlength="500" test="reopen-words" value=${words} slip=${slip || told(reopening.problem?.fieldTitle("words"))}
      onInput=${(event) => { keep(event.currentTarget.value); setSlip(""); }} />
    <${ProblemNote} problem=${reopening.problem} again=${reopening.perform} />
    <${Button} kind="default" isBusy=${reopening.isBusy} test="reopen-send" onClick=${submit}>${t("重新提出")}<//>
  </section>`;
}

export function Grievance({ id }) {
  const loaded = useLoaded(() => api.grievance(id), [id]);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="grievance" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="grievance" />`;
  const one = loaded.value;
  const isWaiting = WAITS.has(one.state);
  return html`<${Page} title=${told(one.kindText)} lead=${t`${day(one.raisedAt)}提出`} test="grievance">
    <section class="palm-card" data-test="grievance-state" data-state=${one.state}>
      <p class="palm-state">${told(one.stateText)}</p>
      ${isWaiting && one.due && html`<p data-test="grievance-due"><strong>${t`最晚${day(one.due)}答复，${daysLeft(one.due, serverNow())}`}</strong></p>`}
      ${isWaiting && one.kind === "wrong_certificate" && html`<p>${t("更正处理中，核实以前证上会标明。")}</p>`}
      ${one.words && html`<h2 class="palm-card__title">${t("您说的")}</h2><p class="palm-quote">${asWritten(one.words)}</p>`}
    </section>
    ${one.answers.map((each) => html`<${Note} key=${each.at} kind="safe" title=${t`答复：${told(each.remedyText)}`} test="grievance-answer"><p>${asWritten(each.text)}</p><p class="palm-source">${moment(each.at)}</p><//>`)}
    ${one.reopenUntil && html`<${Reopen} one=${one} put=${loaded.set} />`}
    <${Cells}>
      ${one.caseId && html`<${LinkCell} to=${`/cases/${encodeURIComponent(one.caseId)}`} label=${t("看这个办件")} test="grievance-case" />`}
      ${one.licenceId && html`<${LinkCell} to=${`/licences/${encodeURIComponent(one.licenceId)}`} label=${t("看这张证")} test="grievance-licence" />`}
      <${LinkCell} to="/grievances" label=${t("我反映过的全部问题")} test="grievance-all" />
    <//>
  <//>`;
}
