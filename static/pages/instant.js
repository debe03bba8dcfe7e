// The instant path (秒批): who decides, chosen before confirming, and afterwards by which rules it went as it went.
import { html } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { Choice, Go, Note } from "../lib/parts.js";
import { day, moment } from "../lib/words.js";

const ways = () => ({
  instant: t("各项条件都符合时马上有结果；不符合就由工作人员接着办，不会因此被拒绝"),
  staff: t("由工作人员看过再决定，按承诺的时间办结"),
});
const states = () => ({
  proposed: t("已提出即时办理建议，等审批系统决定"),
  adopted: t("✓ 审批系统采纳了即时办理建议"),
  by_hand: t("由工作人员办理"),
  not_granted: t("有条件不符合即时办理，由工作人员接着办"),
  chosen_staff: t("您选择了由工作人员办理"),
});

export function Handling({ form, change, slip }) {
  if (!form.handlingModes) return null;
  const choices = form.handlingModes.map(({ mode, label }) => ({ value: mode, label: told(label), detail: ways()[mode] }));
  return html`<section class="palm-card" data-test="handling"><h2 class="palm-card__title">${t("怎么办理")}</h2>
    <${Choice} legend=${t("请选一种")} choices=${choices} value=${form.handling} test="handling"
      onChoose=${(handling) => change({ handling })} />
    ${slip && html`<p class="palm-field__slip">! ${slip}</p>`}
  </section>`;
}

export function Refusal({ refusal }) {
  return html`<${Note} kind=${refusal.state === "wrong" ? "warn" : "safe"} title=${told(refusal.stateText)} test="refusal">
    ${refusal.answerBy && html`<p>${t`${day(refusal.answerBy)}前给您答复。`}</p>`}
    ${refusal.answer && html`<p data-test="refusal-answer">${told(refusal.answer)}</p>`}
    ${refusal.state === "right" && html`<p class="palm-small">${t("不同意的话，还可以反映问题，或者申请行政复议、提起行政诉讼。")}</p>`}
  <//>`;
}

export function Instant({ instant, caseId, isAgent }) {
  if (!instant) return null;
  return html`<${Note} kind=${instant.state === "adopted" ? "safe" : "plain"} test="instant" title=${states()[instant.state]}>
    ${instant.rules.map((each) => html`<p key=${each.id} data-test=${`rule-${each.id}`}>${each.met ? "✓ " : t("不符合：")}${told(each.words)}
      <span class="palm-source">${each.source ? t`${told(each.source)}：${told(each.input)}（截至${moment(each.asOf)}）` : t("没有查到")}</span></p>`)}
    ${instant.asks && html`<p data-test="instant-asks"><strong>${t("工作人员请您：")}</strong>${told(instant.asks)}</p>`}
    ${instant.rules.length > 0 && html`<p class="palm-source">${instant.document ? t`依据：${told(instant.document)}（规则第 ${instant.version} 版）` : t`按规则第 ${instant.version} 版`}</p>`}
    ${instant.canRefuse && !isAgent && html`<p data-test="automatic-explained">${t("这是只按上面这些规则自动得出的，没有人看过。您可以不接受，请工作人员来看。")}</p>
      <${Go} to=${`/cases/${encodeURIComponent(caseId)}/automatic`} kind="default" test="to-automatic">${t("请工作人员来看")}<//>`}
  <//>
  ${instant.refusal && html`<${Refusal} refusal=${instant.refusal} />`}`;
}
