// For those who check a licence (核验单位): their key, the code that is shown to them, and why they ask. The key stays in memory.
import { api } from "../lib/api.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { asWritten, t, told } from "../lib/language.js";
import { Button, Cell, Cells, Note, Page, ProblemNote, SelectField, TextField } from "../lib/parts.js";
import { useAction } from "../lib/state.js";
import { day, moment, narrow } from "../lib/words.js";
import { Scan } from "./verify-scan.js";

const results = () => ({
  valid: ["safe", t("✓ 证照有效")],
  expired: ["warn", t("! 这个码过期了，请对方换一个新码")],
  used: ["warn", t("! 这个码已经用过了，请对方换一个新码")],
  replaced: ["warn", t("! 对方已经换了新码，请扫新的")],
  not_valid: ["warn", t("✗ 这张证照现在不是有效状态")],
  unconfirmed: ["warn", t("! 这张证照未能与证照库核对，不能认定有效")],
  unknown: ["warn", t("✗ 不认识这个码")],
});

function Result({ answer }) {
  const isOld = answer.result === "valid" && answer.bankAway; // the bank's word of hours ago is no plain green
  const [kind, title] = isOld ? ["warn", t("! 最近一次核对时有效，现在未能核对")] : results()[answer.result] ?? results().unknown;
  const licence = answer.licence;
  return html`<${Note} kind=${kind} title=${title} test="verify-result"><p>${t`核验编号 ${answer.verificationId}`}</p>
      ${answer.bankAway && licence && html`<p data-test="verify-away">${t`电子证照库暂时连接不上，这张证最近核对于${moment(licence.confirmedAt)}。`}</p>`}<//>
    ${licence && html`<${Cells} title=${t("证照")} test="verify-licence">
      <${Cell} label=${t("名称")} value=${told(licence.name)} /><${Cell} label=${t("持有人")} value=${asWritten(licence.holder)} />
      <${Cell} label=${t("证号")} value=${t`尾号 ${told(licence.numberTail)}`} /><${Cell} label=${t("发证机关")} value=${told(licence.issuer)} />
      <${Cell} label=${t("状态")} value=${told(licence.statusText)} />
      ${licence.confirmedAt && html`<${Cell} label=${t("最近核对")} value=${moment(licence.confirmedAt)} />`}
      ${licence.validUntil && html`<${Cell} label=${t("有效期到")} value=${day(licence.validUntil)} />`}<//>`}`;
}

// Whose key it is, and for what it may ask: the register of verifiers says, nobody types a purpose.
function Key({ onKnown }) {
  const [key, setKey] = useState("");
  const [slip, setSlip] = useState("");
  const knowing = useAction(async () => onKnown({ key: key.trim(), ...(await api.verifier(key.trim())) }));
  const submit = (event) => {
    event.preventDefault();
    if (key.trim()) knowing.perform();
    else setSlip(t("请粘贴本单位的核验密钥。"));
  };
  return html`<form class="palm-form palm-inset" onSubmit=${submit} novalidate>
      <${TextField} label=${t("核验密钥")} type="password" autocomplete="off" test="verify-key" slip=${slip} value=${key}
        onInput=${(event) => { setKey(event.currentTarget.value); setSlip(""); }} />
      <${Button} type="submit" isBusy=${knowing.isBusy} test="verify-open">${t("下一步")}<//>
    </form>
    <${ProblemNote} problem=${knowing.problem} again=${knowing.perform} />`;
}

function Asking({ verifier }) {
  const [code, setCode] = useState("");
  const [purpose, setPurpose] = useState(verifier.purposes[0]);
  const [slip, setSlip] = useState("");
  const [answer, setAnswer] = useState(null);
  const place = useRef(null);
  // scanning leaves the page where the camera was; what came of it stands below
  useEffect(() => {
    if (answer) place.current.scrollIntoView({ block: "nearest" });
  }, [answer]);
  const asking = useAction(async (given) => setAnswer(await api.verify(verifier.key, { code: given, purpose })));
  const ask = (given) => {
    setCode(given);
    setSlip(given ? "" : t("请输入二维码下面的编码。"));
    setAnswer(null);
    if (given) asking.perform(given);
  };
  const submit = (event) => {
    event.preventDefault();
    ask(code);
  };
  return html`<div class="palm-form palm-inset">
      <${SelectField} label=${t("用途，证照主人会看到")} test="verify-purpose" value=${purpose}
        choices=${verifier.purposes.map((each) => ({ value: each, label: told(each) }))}
        onChange=${(event) => setPurpose(event.currentTarget.value)} />
      <${Scan} onFound=${(text) => ask(narrow(text).trim())} />
    </div>
    <form class="palm-form palm-inset" onSubmit=${submit} novalidate>
      <${TextField} label=${t("扫不了？输入二维码下面的编码")} autocomplete="off" spellcheck=${false} test="verify-code" slip=${slip} value=${code}
        onInput=${(event) => { setCode(narrow(event.currentTarget.value).trim()); setSlip(""); }} />
      <${Button} kind="default" type="submit" isBusy=${asking.isBusy} test="verify-send">${t("查验")}<//>
    </form>
    <div role="status" ref=${place}>${answer && html`<${Result} answer=${answer} />`}</div>
    <${ProblemNote} problem=${asking.problem} again=${() => asking.perform(code)} />
    <p class="palm-small palm-center">${asWritten(verifier.organisation)}　${asWritten(verifier.operator)}</p>`;
}

export function Verify() {
  const [verifier, setVerifier] = useState(null);
  return html`<${Page} title=${t("查验证照")} lead=${t("只显示核验需要的内容。每次查验，证照主人都看得到。")} test="verify">
    ${verifier ? html`<${Asking} verifier=${verifier} />` : html`<${Key} onKnown=${setVerifier} />`}
  <//>`;
}
