// The first page: type the address code (办理码) from the SMS, and the few words that tell us from a fraud.
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t } from "../lib/language.js";
import { isCare, isModeChosen, setCare } from "../lib/modes.js";
import { Button, Cells, LinkCell, Note, Page, Small } from "../lib/parts.js";
import { go, takeResume } from "../lib/route.js";
import { session } from "../lib/session.js";
import { codeIn, codeSlip, digitsOnly, inThrees } from "../lib/words.js";

// In care mode the page has its own keys, larger than a phone's, and the phone's stay away.
function Keys({ digits, onDigits }) {
  const key = (label, next, test, name) => html`<button class=${`palm-key${label.length > 1 ? " palm-key_word" : ""}`} type="button" data-test=${test} aria-label=${name}
    onClick=${() => onDigits(next)}>${label}</button>`;
  return html`<div class="palm-keys" role="group" aria-label=${t("数字键")} data-test="keys">
    ${[..."123456789"].map((digit) => key(digit, digits + digit, `key-${digit}`))}
    ${key(t("清空"), "", "key-clear")}${key("0", `${digits}0`, "key-0")}${key(t("退格"), digits.slice(0, -1), "key-back", t("删掉最后一位"))}
  </div>`;
}

function CodeBox({ onCode }) {
  const [digits, setDigits] = useState(kept.read("code") ?? "");
  const [slip, setSlip] = useState("");
  const put = (next) => {
    setDigits(next.slice(0, 9));
    setSlip(next.length === 9 ? codeSlip(next) : "");
  };
  const paste = (text) => {
    const found = codeIn(text);
    if (found) put(found);
    else setSlip(t("粘贴的内容里没有找到九位数字，请照着短信输入。"));
  };
  const pasteButton = async () => {
    try {
      paste(await navigator.clipboard.readText());
    } catch {
      setSlip(t("手机不让网页读取剪贴板。请长按上面的框，选“粘贴”。"));
    }
  };
  const submit = (event) => {
    event.preventDefault();
    const wrong = codeSlip(digits);
    setSlip(wrong);
    if (!wrong) onCode(digits);
  };
  return html`<form class="palm-code palm-inset" onSubmit=${submit} novalidate>
    <label class="palm-code__label" for="code">${t("请输入短信里的九位办理码")}</label>
    <input id="code" class="palm-code__input" inputmode=${isCare() ? "none" : "numeric"} autocomplete="one-time-code" placeholder="000 000 000"
      maxlength="200" data-test="code" value=${inThrees(digits)} aria-describedby="code-slip" aria-invalid=${slip ? "true" : undefined}
      onInput=${(event) => {
        const typed = digitsOnly(event.currentTarget.value);
        event.currentTarget.value = inThrees(typed.slice(0, 9));
        put(typed);
      }}
      onPaste=${(event) => {
        const text = event.clipboardData?.getData("text") ?? "";
        if (codeIn(text)) event.preventDefault();
        setTimeout(() => paste(text)); // after the browser has put there whatever else was pasted
      }} />
    <p id="code-slip" class="palm-field__slip" role="status">${slip && `! ${slip}`}</p>
    ${isCare() && html`<${Keys} digits=${digits} onDigits=${put} />`}
    <${Button} type="submit" test="code-submit">${t("下一步")}<//>
    ${navigator.clipboard?.readText && html`<${Button} kind="default" test="code-paste" onClick=${pasteButton}>${t("粘贴短信内容")}<//>`}
  </form>`;
}

// Until one was chosen on this phone; people know the mode by other names too.
function CareOffer() {
  if (isModeChosen()) return null;
  return html`<section class="palm-card palm-inset" data-test="care-offer">
    <h2 class="palm-card__title">${t("看着字小？换成长辈版")}</h2>
    <p class="palm-card__lead">${t("字大、按钮大、能朗读，也能请家人办。也叫关爱版、亲情版。")}</p>
    <${Button} kind="default" test="care-on" onClick=${() => setCare(true)}>${t("换成长辈版")}<//>
    <${Small} test="care-off" onClick=${() => setCare(false)}>${t("不用，就这样")}<//>
  </section>`;
}

// Everything else one can do here; in care mode what few need is behind one tap.
function Ways({ beginWithoutCode }) {
  const items = html`<${LinkCell} key="items" to="/items" label=${t("办事指南")} detail=${t("不等提示，自己查、自己办")} test="to-items" />`;
  const verify = html`<${LinkCell} key="verify" to="/verify" label=${t("我要查验别人的证照")} detail=${t("核验单位使用")} test="to-verify" />`;
  const care = isCare();
  return html`<${Cells}>
      <${LinkCell} to="/message" label=${t("这条短信真的是你们发的吗？")} detail=${t("输入办理码和收短信的手机号，马上查")} test="to-message" />
      ${session.isLikely
        ? html`<${LinkCell} to="/" label=${t("我的事项")} detail=${t("您已登录，不用输入办理码")} test="to-home" />`
        : html`<button class="weui-cell weui-cell_access palm-cell palm-cell_button" data-test="no-code" onClick=${beginWithoutCode}>
            <span class="weui-cell__bd"><span>${t("没有办理码，看我的事项")}</span>
              <span class="palm-cell__detail">${t("用手机号或刷脸登录")}</span></span><span class="weui-cell__ft"></span></button>`}
      ${care && html`<${LinkCell} to="/helper" label=${t("让家人替我办")} detail=${t("家人用自己的手机办，您随时可以收回")} test="to-helper" />`}
      ${!care && items}
      <${LinkCell} to="/appointment" label=${t("不方便用手机办")} detail=${t("预约到窗口，工作人员帮您办")} test="to-appointment" />
      ${!care && verify}
    <//>
    ${care && html`<section class="palm-card"><details class="palm-more"><summary data-test="more-ways">${t("还能做什么")}</summary>${items}${verify}</details></section>`}`;
}

export function Start({ isUnknown }) {
  const begin = (code) => {
    kept.write("code", code);
    takeResume();
    go("/sign-in");
  };
  const beginWithoutCode = () => {
    kept.drop("code");
    takeResume();
    go("/sign-in");
  };
  return html`<${Page} title=${t("证照到期，在这里办")} lead=${t("不用跑腿：手机上核对，快递上门取送。全程不收费。")} test="start">
    ${isUnknown && html`<${Note} kind="warn" title=${t("没有找到这一页")} test="unknown-page"><p>${t("地址可能输错了，从这里重新开始就好。")}</p><//>`}
    <${CodeBox} onCode=${begin} />
    <${CareOffer} />
    <${Note} kind="safe" title=${t("怎么认出我们的短信")} test="fraud-words">
      <ul class="palm-list"><li>${t`我们的短信${html`<strong>${t("从不带链接")}</strong>`}`}</li>
        <li>${t`我们${html`<strong>${t("从不收费")}</strong>`}，短信和电话里不要银行卡`}</li>
        <li>${t`登录验证码只填在登录页，${html`<strong>${t("谁来要都不要给")}</strong>`}`}</li></ul>
    <//>
    <${Ways} beginWithoutCode=${beginWithoutCode} />
  <//>`;
}
