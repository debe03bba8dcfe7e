// The first page: type the address code (办理码) from the SMS, and the few words that tell us from a fraud.
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { Button, Cells, LinkCell, Note, Page } from "../lib/parts.js";
import { go, takeResume } from "../lib/route.js";
import { session } from "../lib/session.js";
import { codeIn, codeSlip, digitsOnly, inThrees } from "../lib/words.js";

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
    else setSlip("粘贴的内容里没有找到九位数字，请照着短信输入。");
  };
  const pasteButton = async () => {
    try {
      paste(await navigator.clipboard.readText());
    } catch {
      setSlip("手机不让网页读取剪贴板。请长按上面的框，选“粘贴”。");
    }
  };
  const submit = (event) => {
    event.preventDefault();
    const wrong = codeSlip(digits);
    setSlip(wrong);
    if (!wrong) onCode(digits);
  };
  return html`<form class="palm-code palm-inset" onSubmit=${submit} novalidate>
    <label class="palm-code__label" for="code">请输入短信里的九位办理码</label>
    <input id="code" class="palm-code__input" inputmode="numeric" autocomplete="one-time-code" placeholder="000 000 000"
      maxlength="200" data-test="code" value=${inThrees(digits)} aria-describedby="code-slip" aria-invalid=${slip ? "true" : undefined}
      onInput=${(event) => {
        const typed = digitsOnly(event.currentTarget.value);
        event.currentTarget.value = inThrees(typed.slice(0, 9));
        put(typed);
      }}
      onPaste=${(event) => {
        event.preventDefault();
        paste(event.clipboardData.getData("text"));
      }} />
    <p id="code-slip" class="palm-field__slip" role="status">${slip && `! ${slip}`}</p>
    <${Button} type="submit" test="code-submit">下一步<//>
    ${navigator.clipboard?.readText && html`<${Button} kind="default" test="code-paste" onClick=${pasteButton}>粘贴短信内容<//>`}
  </form>`;
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
  return html`<${Page} title="证照到期，在这里办" lead="不用跑腿：手机上核对，快递上门取送。全程不收费。" test="start">
    ${isUnknown && html`<${Note} kind="warn" title="没有找到这一页" test="unknown-page"><p>地址可能输错了，从这里重新开始就好。</p><//>`}
    <${CodeBox} onCode=${begin} />
    <${Note} kind="safe" title="怎么认出我们的短信" test="fraud-words">
      <ul class="palm-list"><li>我们的短信<strong>从不带链接</strong></li><li>我们<strong>从不收费</strong>，短信和电话里不要银行卡</li><li>登录验证码只填在登录页，<strong>谁来要都不要给</strong></li></ul>
    <//>
    <${Cells}>
      <${LinkCell} to="/message" label="这条短信真的是你们发的吗？" detail="输入办理码和收短信的手机号，马上查" test="to-message" />
      ${session.isLikely
        ? html`<${LinkCell} to="/" label="我的事项" detail="您已登录，不用输入办理码" test="to-home" />`
        : html`<button class="weui-cell weui-cell_access palm-cell palm-cell_button" data-test="no-code" onClick=${beginWithoutCode}>
            <span class="weui-cell__bd"><span>没有办理码，看我的事项</span>
              <span class="palm-cell__detail">用手机号或刷脸登录</span></span><span class="weui-cell__ft"></span></button>`}
      <${LinkCell} to="/items" label="办事指南" detail="不等提示，自己查、自己办" test="to-items" />
      <${LinkCell} to="/appointment" label="不方便用手机办" detail="预约到窗口，工作人员帮您办" test="to-appointment" />
      <${LinkCell} to="/verify" label="我要查验别人的证照" detail="核验单位使用" test="to-verify" />
    <//>
  <//>`;
}
