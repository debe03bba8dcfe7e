// The separate consent to a face check (人脸识别单独同意), with another way of equal weight beside it.
import { api } from "../lib/api.js";
import { html } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { Failed, Note, Page, Skeleton } from "../lib/parts.js";
import { go } from "../lib/route.js";
import { session } from "../lib/session.js";
import { useLoaded } from "../lib/state.js";

const heading = () => t("确认是您本人");
const BY_PHONE = new Set(["bank", "network"]); // on this phone, at once
const HOTLINE = "tel:12345"; // 政务服务便民热线, one number in the whole country

export function Consent() {
  const consent = useLoaded(api.faceConsent, []);
  if (consent.loading) return html`<${Skeleton} title=${heading()} test="consent" />`;
  if (consent.problem) return html`<${Failed} title=${heading()} problem=${consent.problem} again=${consent.again} test="consent" />`;
  const { version, title, text, alternatives = [] } = consent.value;
  const agree = () => {
    kept.write("consent", version);
    go("/person");
  };
  return html`<${Page} title=${heading()} lead=${t("下面几种办法由您选，办出来的结果一样。")} test="consent">
    ${session.account && html`<${Note} test="first-time"><p>${t("验证码正确。这个手机号第一次用，确认一次是您本人的，以后用验证码就能登录。")}</p><//>`}
    ${kept.read("resume") && html`<${Note}><p>${
      kept.isHolding ? t("这一步要确认是您本人。做完会回到刚才的地方。填的姓名、号码和地址不存在手机上，可能要再填一次。") : t("这一步要确认是您本人。做完会回到刚才的地方，填好的都还在。")}</p><//>`}
    <section class="palm-text" data-test="consent-text">
      <h2>${told(title)}</h2>
      <div lang="zh-CN">${text.split(/\n+/).map((line, index) => html`<p key=${index}>${line}</p>`)}</div>
      <p class="palm-small">${t`文本版本 ${version}`}</p>
    </section>
    <div class="palm-ways">
      <button class="palm-way" data-test="agree-face" onClick=${agree}>
        <strong>${t("同意，用手机刷脸")}</strong><span>${t("现在就办，大约一分钟")}</span>
      </button>
      ${alternatives.map((each) => (BY_PHONE.has(each.kind)
        ? html`<button class="palm-way" key=${each.kind} data-test=${`other-way-${each.kind}`} onClick=${() => go(`/other-way?way=${each.kind}`)}>
            <strong>${t`不刷脸：${told(each.title)}`}</strong><span>${told(each.how)}</span></button>`
        : each.kind === "counter"
        ? html`<button class="palm-way" key=${each.kind} data-test="other-way-counter" onClick=${() => go("/appointment")}>
            <strong>${t`不刷脸：${told(each.title)}`}</strong><span>${told(each.how)}</span></button>`
        : html`<a class="palm-way" key=${each.kind} data-test=${`other-way-${each.kind}`} href=${HOTLINE}>
            <strong>${t`不刷脸：${told(each.title)}`}</strong><span>${told(each.how)}</span></a>`))}
    </div>
  <//>`;
}
