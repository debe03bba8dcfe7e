// What was promised for a case (容缺后补, 告知承诺): until when, given here, or taken back before the decision.
import { api } from "../lib/api.js";
import { GiveFile } from "../lib/give-file.js";
import { html, useState } from "../lib/html.js";
import { plain, t, told } from "../lib/language.js";
import { Button, Failed, Go, Note, Page, ProblemNote, Skeleton, Small } from "../lib/parts.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { serverNow } from "../lib/wire.js";
import { day, daysLeft, moment } from "../lib/words.js";

const heading = () => t("我的承诺");
const means = () => ({
  defer: { late: t("期限已经过了，这一件会按规定退回。"), open: t("补交以后接着办；过了期限会按规定退件。") },
  instead: { open: t("用承诺代替了这份证明，事后会核查。"), untrue: t("核查结果和承诺不一样，工作人员会依法处理。") },
});

// Only in a commitment: it is taken back in two steps, the second after the face.
function TakeBack({ promise, caseId, put }) {
  const [isAsking, setAsking] = useState(false);
  const taking = useAction(async () => put(await api.withdrawPromise(caseId, promise.promiseId)));
  if (!isAsking) return html`<${Small} test=${`withdraw-${promise.promiseId}`} label=${plain(t`撤回承诺：${told(promise.material)}`)} onClick=${() => setAsking(true)}>${t("撤回这份承诺")}<//>`;
  return html`<${Note} kind="warn" title=${t("撤回承诺以后")} test="promise-warning"><p>${t`审批部门会请您交“${told(promise.material)}”。交不了，这一件可能办不成。这一步要刷脸确认是您本人。`}</p>
    <${Button} kind="warn" isBusy=${taking.isBusy} test="withdraw-promise" onClick=${taking.perform}>${t("撤回承诺")}<//>
    <${Button} kind="default" test="keep-promise" onClick=${() => setAsking(false)}>${t("不撤回")}<//>
    <${ProblemNote} problem=${taking.problem} again=${taking.perform} /><//>`;
}

function One({ promise, caseId, put }) {
  const { promiseId, kind, state, due, days, mayGive } = promise;
  const until = mayGive && (due ? t`${daysLeft(due, serverNow())}，${day(due)}（含当日）前补交` : days && t`受理后 ${days} 个工作日内补交`);
  return html`<section class="palm-card palm-inset" data-test=${`promise-${promiseId}`} data-state=${state}>
    <h2 class="palm-card__title">${told(promise.material)}</h2>
    <p class=${`palm-state palm-state_${state}`}>${told(promise.stateText)}</p>
    ${until && html`<p data-test="promise-until"><strong>${until}</strong></p>`}
    ${means()[kind][state] && html`<p class="palm-card__lead">${means()[kind][state]}</p>`}
    ${promise.givenAt && html`<p class="palm-source">${t`交于${moment(promise.givenAt)}`}</p>`}
    ${mayGive && html`<${GiveFile} label=${t("选好就直接交给审批部门")} test=${`give-${promiseId}`}
      send=${async (file, carry) => put(await api.givePromised(caseId, promiseId, file, carry))} />`}
    <details class="palm-more"><summary>${t`看我签的《${told(promise.title)}》`}</summary><p class="palm-quote" lang="zh-CN">${promise.text}</p>
      <p class="palm-source">${t`${day(promise.signedAt)}签，版本 ${promise.textVersion}`}</p></details>
    ${promise.mayWithdraw && html`<${TakeBack} promise=${promise} caseId=${caseId} put=${put} />`}
  </section>`;
}

export function Promises({ id }) {
  const loaded = useLoaded(() => api.promises(id), [id]);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="promises" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="promises" />`;
  const { promises } = loaded.value;
  const put = (now) => loaded.change(() => ({ promises: promises.map((each) => (each.promiseId === now.promiseId ? now : each)) }));
  const owed = promises.filter((each) => each.mayGive).length;
  return html`<${Page} title=${heading()} lead=${owed ? t`还有 ${owed} 份材料要补交。` : t("现在没有要补交的。")} test="promises">
    ${promises.map((each) => html`<${One} key=${each.promiseId} promise=${each} caseId=${id} put=${put} />`)}
    ${promises.length === 0 && html`<${Note} title=${t("这一件没有承诺")} test="empty"><p>${t("材料都交齐了。")}</p><//>`}
    <${Go} to=${`/cases/${encodeURIComponent(id)}`} kind="default" test="promises-to-case">${t("看办件进度")}<//>
  <//>`;
}
