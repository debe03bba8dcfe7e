// What a filed case waits for from the person (补正、容缺后补), on the first screen: one tap from here, with the days left.
import { html } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { pathOfNext } from "../lib/next.js";
import { LinkCell } from "../lib/parts.js";
import { serverNow } from "../lib/wire.js";
import { day, daysLeft } from "../lib/words.js";

export function Owed({ one }) {
  const detail = one.owedBy ? t`${day(one.owedBy)}前，${daysLeft(one.owedBy, serverNow())}` : told(one.stateText);
  return html`<${LinkCell} to=${pathOfNext(one.next, one)} label=${told(one.itemName)} detail=${detail} value=${told(one.next.label)} test=${`owed-${one.caseId}`} />`;
}
