// Preparing a revocation (撤销) of a licence granted wrongly: the basis and the reasons; the person is heard, a chief signs.
import { html } from "../../lib/html.js";
import { go, useOnward } from "../../lib/route.js";
import { Act, choicesOf } from "../forms.js";
import { call, may } from "../office.js";
import { Panel } from "../parts.js";
import { REVOCATION_BASES } from "../words.js";

const GRANTED = new Set(["granted", "licensed", "delivered", "closed"]);
const pathOf = (id) => `/revocations/${encodeURIComponent(id)}`;

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

export function PrepareRevocation({ one, recheckId }) {
  const onward = useOnward(go);
  if (one.revocationId) return html`<${Panel} title="撤销" kind="warn"><a href=${`#${pathOf(one.revocationId)}`} data-test="to-revocation">看撤销的进展</a><//>`;
  if (!may("prepare_revocation") || !GRANTED.has(one.state)) return null;
  return html`<${Panel} title="撤销" lead="确实批错了才提出：先告诉申请人、听申请人说，再由另一位科长签，最后由审批系统撤销。">
    <div class="desk-tools"><${Act} label="提出撤销" kind="warn" test="prepare-revocation" said="已提出，开始听申请人的意见" fields=${[
      { name: "basis", label: "依据（行政许可法第六十九条）", kind: "choice", choices: choicesOf(REVOCATION_BASES) },
      { name: "reasons", label: "事实和理由，一行一条", kind: "long", max: 2000, as: lines }]}
      send=${(body) => call("prepare_revocation", [one.caseId], { body: { ...body, ...(recheckId ? { recheckId } : {}) } })} done=${(told) => onward(pathOf(told.revocationId))} /></div><//>`;
}
