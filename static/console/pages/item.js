// The versions (版本) of one item, newest first: who drafted, who signed, which is live and from when.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { go, useOnward } from "../../lib/route.js";
import { day } from "../../lib/words.js";
import { Act } from "../forms.js";
import { call, may } from "../office.js";
import { Opened, Panel, Table, When } from "../parts.js";
import { pathOfVersion } from "./version-path.js";

export function Item({ id }) {
  const loaded = useLoaded(() => call("list_item_versions", [id]), [id]);
  const onward = useOnward(go);
  return html`<${Opened} title=${(value) => value?.name ?? "事项"} test="item" loaded=${loaded}
    tools=${html`<a href="#/items">所有事项</a>`}>
    ${({ versions }) => html`<${Panel} title="版本" tools=${may("draft_item_version") && html`<${Act} label="起草新一版" kind="primary" test="draft"
        lead="从正在用的一版开始改。已经在办的件不受影响，一直用开始时的那一版。" fields=${[{ name: "why", label: "为什么改", kind: "long", max: 500 }]}
        send=${(body) => call("draft_item_version", [id], { body })} said="已起草" done=${(told) => onward(pathOfVersion(id, told.versionId))} />`}>
      <${Table} caption="版本" heads=${["版本", "状态", "生效", "起草", "签发", "为什么"]} rows=${versions.map((each) => ({ key: each.versionId, test: `version-${each.version}`,
        kind: each.unreadable ? "problem" : undefined, cells: [
          html`<a href=${`#${pathOfVersion(id, each.versionId)}`}>第 ${each.version} 版</a>`, html`${each.stateText}${each.isLive && "，✓ 正在用"}${each.unreadable && "，■ 读不出来"}`,
          each.liveOn && day(each.liveOn), html`${each.draftedBy}　<${When} at=${each.draftedAt} />`,
          each.signedBy && html`${each.signedBy}　<${When} at=${each.signedAt} />`, each.why] }))} /><//>`}
  <//>`;
}
