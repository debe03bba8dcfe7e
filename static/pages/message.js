// "Was this really you?": the code and the full receiving number together; neither alone tells anything.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { Button, Go, Note, Page, ProblemNote, TextField } from "../lib/parts.js";
import { useAction } from "../lib/state.js";
import { codeIn, codeSlip, digitsOnly, inThrees, moment, phoneSlip } from "../lib/words.js";

const never = () => t("我们的短信从不带链接，从不收费，不要银行卡和验证码。带链接的都不是我们发的。");

function Answer({ answer }) {
  return answer.sent
    ? html`<${Note} kind="safe" title=${t("✓ 是我们发的")} test="message-sent">
        <p>${t`${moment(answer.sentAt)}发到这个号码，全文是：`}</p>
        <blockquote class="palm-quote" data-test="message-wording" lang="zh-CN">${answer.wording}</blockquote>
        <p>${t("和您手机里的不一样，就不要理会。")}</p><p>${answer.note ? told(answer.note) : never()}</p>
        <${Go} to="/code" test="message-go-on">${t("输入办理码，接着办")}<//>
      <//>`
    : html`<${Note} kind="warn" title=${t("✗ 查不到我们发过这条短信")} test="message-unknown">
        <p>${t("请先看看两个号码有没有输错。如果都对，这条短信不是我们发的：不要点链接，不要转账，可以拨打 96110 反诈专线。")}</p>
        <p>${answer.note ? told(answer.note) : never()}</p>
      <//>`;
}

export function CheckMessage() {
  const [code, setCode] = useState("");
  const [phone, setPhone] = useState("");
  const [slips, setSlips] = useState({});
  const [answer, setAnswer] = useState(null);
  const asking = useAction(async () => {
    const found = await api.checkMessage(code, phone);
    if (found.sent) kept.write("code", code); // who goes on from here need not type it again
    setAnswer(found);
  });
  const submit = (event) => {
    event.preventDefault();
    const wrong = { code: codeSlip(code), phone: phoneSlip(phone) };
    setSlips(wrong);
    setAnswer(null);
    if (!wrong.code && !wrong.phone) asking.perform();
  };
  const takeCode = (text) => setCode((codeIn(text) || digitsOnly(text)).slice(0, 9));
  return html`<${Page} title=${t("这条短信是我们发的吗")} lead=${t("两样都对得上，才能说“是我们发的”。")} test="message">
    <form class="palm-form palm-inset" onSubmit=${submit} novalidate>
      <${TextField} label=${t("短信里的九位办理码")} inputmode="numeric" autocomplete="off" slip=${slips.code} test="message-code"
        value=${inThrees(code)} onInput=${(event) => {
          takeCode(event.currentTarget.value);
          event.currentTarget.value = inThrees(digitsOnly(event.currentTarget.value).slice(0, 9));
        }} />
      <${TextField} label=${t("收到短信的手机号（11 位）")} inputmode="tel" autocomplete="tel" slip=${slips.phone} test="message-phone"
        value=${phone} maxlength="20" onInput=${(event) => setPhone(digitsOnly(event.currentTarget.value).replace(/^86(?=1\d{10})/, ""))} />
      <${Button} type="submit" isBusy=${asking.isBusy} test="message-check">${t("查一查")}<//>
    </form>
    <div role="status">${answer && html`<${Answer} answer=${answer} />`}</div>
    <${ProblemNote} problem=${asking.problem} again=${asking.perform} />
    ${!answer && html`<${Note}><p>${never()}</p><//>`}
  <//>`;
}
