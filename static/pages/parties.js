// Whom the person speaks for (为谁办): chosen by name, where there is more than one.
import { html } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { asWritten, plain, t, told } from "../lib/language.js";
import { SelectField } from "../lib/parts.js";

export function Parties({ home, label, test, again }) {
  const choices = home.parties.map((party) => ({ value: party.partyId, label: plain(t`${asWritten(party.name)}（${told(party.capacity)}）`) }));
  if (choices.length < 2) return null;
  const choose = (event) => {
    kept.write("acting", event.currentTarget.value);
    again();
  };
  return html`<div class="palm-form"><${SelectField} label=${label} choices=${choices} value=${home.actingFor} onChange=${choose} test=${test} /></div>`;
}
