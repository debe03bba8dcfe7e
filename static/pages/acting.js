// Who I am acting for (为谁办): myself, or those who let me act, each with the capacity and until when; one tap chooses.
import { learnParties } from "../lib/acting.js";
import { api } from "../lib/api.js";
import { html } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { asWritten, t, told } from "../lib/language.js";
import { Cells, Failed, Go, LinkCell, Note, Page, Skeleton } from "../lib/parts.js";
import { go } from "../lib/route.js";
import { useFreshOnReturn, useLoaded } from "../lib/state.js";
import { day } from "../lib/words.js";

const heading = () => t("为谁办");

function detailOf(party) {
  if (party.until) return t`${told(party.capacity)}，到${day(party.until)}为止，只能办让您办的事`;
  return party.kind === "organisation" ? told(party.capacity) : t("您自己的事");
}

function Party({ party, isChosen }) {
  const choose = () => {
    kept.write("acting", party.partyId);
    kept.write("agency", party.until ?? null);
    go("/");
  };
  return html`<button class="palm-way" aria-current=${isChosen ? "true" : undefined} data-test=${`party-${party.partyId}`} onClick=${choose}>
    <strong>${isChosen && "✓ "}${asWritten(party.name)}</strong><span>${detailOf(party)}</span>
    ${isChosen && html`<span>${t("现在就是为这一位办")}</span>`}</button>`;
}

export function Acting() {
  const loaded = useLoaded(api.parties, []);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="acting" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="acting" />`;
  const { parties } = loaded.value;
  const chosen = kept.read("acting");
  learnParties(parties.length);
  return html`<${Page} title=${heading()} lead=${t("点一位，就看这一位的事、办这一位的事。")} test="acting">
    <div class="palm-ways">${parties.map((party) =>
      html`<${Party} key=${party.partyId} party=${party} isChosen=${party.partyId === chosen} />`)}</div>
    ${parties.length < 2 && html`<${Note} title=${t("现在只有您自己的事")} test="acting-alone">
      <p>${t("别人授权您以后，或者登记您是一家单位的负责人以后，会出现在这里。")}</p><//>`}
    ${parties.some((party) => party.until) && html`<${Note} test="acting-told"><p>${t("替别人办的每一步，对方都会收到提醒。")}</p><//>`}
    <${Go} to="/" kind="default" test="acting-home">${t("回到我的事项")}<//>
    <${Cells}><${LinkCell} to="/mandates" label=${t("谁能代表我")} detail=${t("让家里人、同事替您办，随时可以撤销")} test="acting-mandates" /><//>
  <//>`;
}
