// What was promised for a case (容缺后补, 告知承诺): until when, given here, or taken back before the decision.
import { api } from "../lib/api.js";
import { GiveFile } from "../lib/give-file.js";
import { html, useState } from "../lib/html.js";
import { Button, Failed, Go, Note, Page, ProblemNote, Skeleton, Small } from "../lib/parts.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { serverNow } from "../lib/wire.js";
import { day, daysLeft, moment } from "../lib/words.js";

const TITLE = "我的承诺";
const MEANS = {
  defer: { late: "期限已经过了，这一件会按规定退回。", open: "补交以后接着办；过了期限会按规定退件。" },
  instead: { open: "用承诺代替了这份证明，事后会核查。", untrue: "核查结果和承诺不一样，工作人员会依法处理。" },
};

// Only in a commitment: it is taken back in two steps, the second after the face.
function TakeBack({ promise, caseId, put }) {
  const [isAsking, setAsking] = useState(false);
  const taking = useAction(async () => put(await api.withdrawPromise(caseId, promise.promiseId)));
  if (!isAsking) return html`<${Small} test=${`withdraw-${promise.promiseId}`} label=${`撤回承诺：${promise.material}`} onClick=${() => setAsking(true)}>撤回这份承诺<//>`;
  return html`<${Note} kind="warn" title="撤回承诺以后" test="promise-warning"><p>审批部门会请您交“${promise.material}”。交不了，这一件可能办不成。这一步要刷脸确认是您本人。</p>
    <${Button} kind="warn" isBusy=${taking.isBusy} test="withdraw-promise" onClick=${taking.perform}>撤回承诺<//>
    <${Button} kind="default" test="keep-promise" onClick=${() => setAsking(false)}>不撤回<//>
    <${ProblemNote} problem=${taking.problem} again=${taking.perform} /><//>`;
}

function One({ promise, caseId, put }) {
  const { promiseId, kind, state, due, days, mayGive } = promise;
  const until = mayGive && (due ? `${daysLeft(due, serverNow())}，${day(due)}（含当日）前补交` : days && `受理后 ${days} 个工作日内补交`);
  return html`<section class="palm-card palm-inset" data-test=${`promise-${promiseId}`} data-state=${state}>
    <h2 class="palm-card__title">${promise.material}</h2>
    <p class=${`palm-state palm-state_${state}`}>${promise.stateText}</p>
    ${until && html`<p data-test="promise-until"><strong>${until}</strong></p>`}
    ${MEANS[kind][state] && html`<p class="palm-card__lead">${MEANS[kind][state]}</p>`}
    ${promise.givenAt && html`<p class="palm-source">交于${moment(promise.givenAt)}</p>`}
    ${mayGive && html`<${GiveFile} label="拍照，或者选照片、PDF。选好就直接交给审批部门" test=${`give-${promiseId}`}
      send=${async (file, type) => put(await api.givePromised(caseId, promiseId, file, type))} />`}
    <details class="palm-more"><summary>看我签的《${promise.title}》</summary><p class="palm-quote">${promise.text}</p>
      <p class="palm-source">${day(promise.signedAt)}签，版本 ${promise.textVersion}</p></details>
    ${promise.mayWithdraw && html`<${TakeBack} promise=${promise} caseId=${caseId} put=${put} />`}
  </section>`;
}

export function Promises({ id }) {
  const loaded = useLoaded(() => api.promises(id), [id]);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${TITLE} test="promises" />`;
  if (loaded.problem) return html`<${Failed} title=${TITLE} problem=${loaded.problem} again=${loaded.again} test="promises" />`;
  const { promises } = loaded.value;
  const put = (now) => loaded.change(() => ({ promises: promises.map((each) => (each.promiseId === now.promiseId ? now : each)) }));
  const owed = promises.filter((each) => each.mayGive).length;
  return html`<${Page} title=${TITLE} lead=${owed ? `还有 ${owed} 份材料要补交。` : "现在没有要补交的。"} test="promises">
    ${promises.map((each) => html`<${One} key=${each.promiseId} promise=${each} caseId=${id} put=${put} />`)}
    ${promises.length === 0 && html`<${Note} title="这一件没有承诺" test="empty"><p>材料都交齐了。</p><//>`}
    <${Go} to=${`/cases/${encodeURIComponent(id)}`} kind="default" test="promises-to-case">看办件进度<//>
  <//>`;
}
