// What a filed case waits for from the person (补正、容缺后补), on the first screen: one tap from here, with the days left.
import { api } from "../lib/api.js";
import { html } from "../lib/html.js";
import { pathOfNext } from "../lib/next.js";
import { LinkCell } from "../lib/parts.js";
import { useLoaded } from "../lib/state.js";
import { serverNow } from "../lib/wire.js";
import { day, daysLeft } from "../lib/words.js";

async function dayOf({ caseId, next }) {
  if (next.action === "supplement") return (await api.supplement(caseId)).due;
  const { promises } = await api.promises(caseId);
  return promises.filter((each) => each.mayGive && each.due).map((each) => each.due).sort()[0];
}

// The day is news beside the link: without it the link stands all the same.
export function Owed({ one }) {
  const { value: due } = useLoaded(() => dayOf(one), [one.caseId, one.next.action]);
  return html`<${LinkCell} to=${pathOfNext(one.next, one)} label=${one.itemName} detail=${due ? `${day(due)}前，${daysLeft(due, serverNow())}` : one.stateText}
    value=${one.next.label} test=${`owed-${one.caseId}`} />`;
}
