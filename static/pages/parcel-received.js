// What another signed for, what lay in a locker, or what met trouble (代收、投柜): over when its receiver says that they have it, by face.
import { api } from "../lib/api.js";
import { html } from "../lib/html.js";
import { t } from "../lib/language.js";
import { ProblemNote, Small } from "../lib/parts.js";
import { useAction } from "../lib/state.js";

export const isToReceive = ({ direction, state }) => direction !== "collect" && ["parked", "delivered_other", "problem"].includes(state);

export function Received({ caseId, state, done }) {
  const saying = useAction(async () => {
    await api.sayReceived(caseId);
    return done();
  });
  return html`<div class="palm-contact" data-test="received">
    <p class="palm-card__lead">${state === "problem" ? t("快递说派送遇到了问题。") : t("代收或者放在柜里不算送达。")}${t("您本人拿到以后，请点一下。这一步要刷脸确认是您本人。")}</p>
    <${ProblemNote} problem=${saying.problem} again=${saying.perform} />
    <${Small} test="received-say" onClick=${saying.perform}>${t("我已经拿到了")}<//>
  </div>`;
}
