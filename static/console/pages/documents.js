// The sealed documents (文书) of a case: fetched when asked for, opened in a window of the browser's own.
import { Button } from "../../lib/controls.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { useDoing } from "../../lib/loading.js";
import { call } from "../office.js";
import { ProblemNote, When } from "../parts.js";

function Document({ caseId, document: paper, canOpen }) {
  const [address, setAddress] = useState("");
  const opening = useDoing(async () => {
    const bytes = await call("read_document_for_staff", [caseId, paper.documentId], { headers: { Accept: "application/pdf" } });
    setAddress(URL.createObjectURL(bytes));
  });
  useEffect(() => () => address && URL.revokeObjectURL(address), [address]);
  return html`<li><span>${paper.title}</span><span class="desk-tools">${paper.sealedAt && html`<${When} at=${paper.sealedAt} />`}
    ${canOpen && (address ? html`<a href=${address} target="_blank" rel="noopener" data-test=${`open-${paper.kind}`}>打开</a>`
      : html`<${Button} kind="default" label=${`取出${paper.title}`} test=${`fetch-${paper.kind}`} isBusy=${opening.isBusy} onClick=${opening.perform}>取出<//>`)}</span>
    <${ProblemNote} problem=${opening.problem} again=${opening.perform} /></li>`;
}

export function Documents({ caseId, documents, canOpen }) {
  if (!documents.length) return html`<p class="desk-none">还没有文书。</p>`;
  return html`<ul class="desk-pieces">${documents.map((each) => html`<${Document} key=${each.documentId} caseId=${caseId} document=${each} canOpen=${canOpen} />`)}</ul>`;
}
