// The declaration of loss (遗失声明): when and where the old certificate was lost, and where that was published, if it must be.
import { html } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { TextField } from "../lib/parts.js";

export function Lost({ form, change, slips }) {
  const lost = form.lost ?? {};
  const set = (key, value) => change({ lost: { ...lost, [key]: value } });
  const publication = lost.publication ?? {};
  const publish = (key, value) => set("publication", { ...publication, [key]: value });
  return html`<div class="palm-contact" data-test="lost">
    <${TextField} label=${t("哪天丢的")} type="date" test="lost-day" hint=${t("记不清的，写发现丢失的那天")} value=${lost.day ?? ""} slip=${slips["lost.day"]}
      onInput=${(event) => set("day", event.currentTarget.value)} />
    <${TextField} label=${t("在哪里丢的")} maxlength="100" test="lost-place" hint=${t("记不清的，写最后一次见到它的地方")} value=${lost.place ?? ""} slip=${slips["lost.place"]}
      onInput=${(event) => set("place", event.currentTarget.value)} />
    ${form.lostRule === "publication" && html`
      <${TextField} label=${t("公告登在哪里")} maxlength="100" test="lost-medium" hint=${t("报纸或者网站的名称")} value=${publication.medium ?? ""}
        slip=${slips["lost.publication.medium"] || slips["lost.publication"]} onInput=${(event) => publish("medium", event.currentTarget.value)} />
      <${TextField} label=${t("哪天登的")} type="date" test="lost-published" value=${publication.day ?? ""} slip=${slips["lost.publication.day"]}
        onInput=${(event) => publish("day", event.currentTarget.value)} />`}
    ${form.lostText && html`<p class="palm-card__lead" data-test="lost-text">${told(form.lostText.text)}</p>`}
  </div>`;
}
