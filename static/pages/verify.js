// For those who check a licence (核验单位): their key, the code under the QR, and why they ask. The key stays in memory.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { Button, Cell, Cells, Note, Page, ProblemNote, SelectField, TextField } from "../lib/parts.js";
import { away } from "./licence.js";
import { useAction } from "../lib/state.js";
import { day, moment, narrow } from "../lib/words.js";

const RESULTS = {
  valid: ["safe", "✓ 证照有效"],
  expired: ["warn", "! 这个码过期了，请对方换一个新码"],
  used: ["warn", "! 这个码已经用过了，请对方换一个新码"],
  replaced: ["warn", "! 对方已经换了新码，请扫新的"],
  not_valid: ["warn", "✗ 这张证照现在不是有效状态"],
  unconfirmed: ["warn", "! 这张证照未能与证照库核对，不能认定有效"],
  unknown: ["warn", "✗ 不认识这个码"],
};

function Result({ answer }) {
  const isOld = answer.result === "valid" && answer.bankAway; // the bank's word of hours ago is no plain green
  const [kind, title] = isOld ? ["warn", "! 最近一次核对时有效，现在未能核对"] : RESULTS[answer.result] ?? RESULTS.unknown;
  const licence = answer.licence;
  return html`<${Note} kind=${kind} title=${title} test="verify-result"><p>核验编号 ${answer.verificationId}</p>
      ${answer.bankAway && licence && html`<p data-test="verify-away">${away(licence.confirmedAt)}</p>`}<//>
    ${licence && html`<${Cells} title="证照" test="verify-licence">
      <${Cell} label="名称" value=${licence.name} /><${Cell} label="持有人" value=${licence.holder} />
      <${Cell} label="证号" value=${`尾号 ${licence.numberTail}`} /><${Cell} label="发证机关" value=${licence.issuer} />
      <${Cell} label="状态" value=${licence.statusText} />
      ${licence.confirmedAt && html`<${Cell} label="最近核对" value=${moment(licence.confirmedAt)} />`}
      ${licence.validUntil && html`<${Cell} label="有效期到" value=${day(licence.validUntil)} />`}<//>`}`;
}

// Whose key it is, and for what it may ask: the register of verifiers says, nobody types a purpose.
function Key({ onKnown }) {
  const [key, setKey] = useState("");
  const [slip, setSlip] = useState("");
  const knowing = useAction(async () => onKnown({ key: key.trim(), ...(await api.verifier(key.trim())) }));
  const submit = (event) => {
    event.preventDefault();
    if (key.trim()) knowing.perform();
    else setSlip("请粘贴本单位的核验密钥。");
  };
  return html`<form class="palm-form palm-inset" onSubmit=${submit} novalidate>
      <${TextField} label="核验密钥" type="password" autocomplete="off" test="verify-key" slip=${slip} value=${key}
        onInput=${(event) => { setKey(event.currentTarget.value); setSlip(""); }} />
      <${Button} type="submit" isBusy=${knowing.isBusy} test="verify-open">下一步<//>
    </form>
    <${ProblemNote} problem=${knowing.problem} again=${knowing.perform} />`;
}

function Asking({ verifier }) {
  const [code, setCode] = useState("");
  const [purpose, setPurpose] = useState(verifier.purposes[0]);
  const [slip, setSlip] = useState("");
  const [answer, setAnswer] = useState(null);
  const asking = useAction(async () => setAnswer(await api.verify(verifier.key, { code, purpose })));
  const submit = (event) => {
    event.preventDefault();
    setSlip(code ? "" : "请输入二维码下面的编码。");
    setAnswer(null);
    if (code) asking.perform();
  };
  return html`<form class="palm-form palm-inset" onSubmit=${submit} novalidate>
      <${TextField} label="二维码下面的编码" autocomplete="off" spellcheck=${false} test="verify-code" slip=${slip} value=${code}
        onInput=${(event) => setCode(narrow(event.currentTarget.value).trim())} />
      <${SelectField} label="用途，证照主人会看到" test="verify-purpose" value=${purpose}
        choices=${verifier.purposes.map((each) => ({ value: each, label: each }))}
        onChange=${(event) => setPurpose(event.currentTarget.value)} />
      <${Button} type="submit" isBusy=${asking.isBusy} test="verify-send">查验<//>
    </form>
    <div role="status">${answer && html`<${Result} answer=${answer} />`}</div>
    <${ProblemNote} problem=${asking.problem} again=${asking.perform} />
    <p class="palm-small palm-center">${verifier.organisation}　${verifier.operator}</p>`;
}

export function Verify() {
  const [verifier, setVerifier] = useState(null);
  return html`<${Page} title="查验证照" lead="只显示核验需要的内容。每次查验，证照主人都看得到。" test="verify">
    ${verifier ? html`<${Asking} verifier=${verifier} />` : html`<${Key} onKnown=${setVerifier} />`}
  <//>`;
}
