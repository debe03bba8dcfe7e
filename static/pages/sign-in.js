// Signing in by a code to one's phone (手机验证码登录), with the face beside it as a way of equal weight.
import { api, Problem } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { IntoMiniProgram } from "../lib/into-mini-program.js";
import { kept } from "../lib/kept.js";
import { t } from "../lib/language.js";
import { isCare } from "../lib/modes.js";
import { takeOwnLanguage } from "../lib/own-language.js";
import { Button, Cells, LinkCell, Note, Page, ProblemNote, TextField } from "../lib/parts.js";
import { go, goFromHome, takeResume } from "../lib/route.js";
import { session } from "../lib/session.js";
import { useAction, useEvery, useLoaded } from "../lib/state.js";
import { digitsOnly, phoneSlip } from "../lib/words.js";

const DIGITS = 6;
const NUMBER = /^86(?=1\d{10})/;

// The six digits in whatever was pasted, the whole message included.
function sixIn(text) {
  return /(?:^|\D)(\d{6})(?!\d)/.exec(text.normalize("NFKC"))?.[1] ?? digitsOnly(text).slice(0, DIGITS);
}

// Other houses, by their name in the contract: what the button says, and what happens there.
const houses = () => ({
  "unified-identity": [t("用省统一身份认证登录"), t("到省里的页面点同意，再回到这里")],
  "business-licence": [t("用电子营业执照登录"), t("负责人或办事人，在电子执照里点同意")],
});

export function enter(told) {
  session.open(told.session);
  takeOwnLanguage();
  kept.drop("code");
  const resume = takeResume();
  if (!resume) {
    kept.drop("acting"); // another person may have signed in on this phone
    kept.dropHeld();
  }
  goFromHome(resume ?? (told.matterId ? `/matters/${encodeURIComponent(told.matterId)}` : "/"));
}

// A number of nobody's: the face says whose it is, once.
function proveFirst(told) {
  session.account = told.account;
  go("/consent");
}

function CodeField({ code, slip, onCode }) {
  return html`<${TextField} label=${t("短信里的六位验证码")} inputmode="numeric" autocomplete="one-time-code" maxlength="200"
    test="sms-code" value=${code} slip=${slip} onInput=${(event) => {
      const six = sixIn(event.currentTarget.value);
      event.currentTarget.value = six;
      onCode(six);
    }}
    onPaste=${(event) => {
      event.preventDefault();
      onCode(sixIn(event.clipboardData.getData("text")));
    }} />`;
}

// A code by text: asked for, and again once the wait is over.
export function useTextedCode(send) {
  const [code, setCode] = useState("");
  const [isAsked, setAsked] = useState(false);
  const [left, setLeft] = useState(0); // seconds until another code may be asked for
  useEvery(left ? 1000 : 0, () => setLeft((seconds) => Math.max(seconds - 1, 0)));
  const asking = useAction(async () => {
    try {
      const told = await send();
      setLeft(told.againAfter);
      setAsked(true);
    } catch (problem) {
      // the answer to an earlier try may have been lost: the message may be there all the same
      if (problem instanceof Problem && problem.code === "too-many-requests") {
        setLeft(Math.min(problem.extra.retry_after ?? 0, 3600));
        setAsked(true);
      }
      throw problem;
    }
  });
  const slip = code.length === DIGITS ? "" : t("验证码是六位数字，请照着短信输入。");
  return { asking, code, slip, setCode, isAsked, left, forget: () => setAsked(false) };
}

export function TextedCode({ held, slip, ask, label, isBusy, test }) {
  const { asking, code, setCode, isAsked, left } = held;
  return html`${isAsked && html`<${CodeField} code=${code} slip=${slip} onCode=${setCode} />
      <p class="palm-field__hint" role="status" data-test="code-sent">${t("如果这个号码能收短信，验证码已经发出，五分钟内有效。")}</p>
      <${Button} type="submit" isBusy=${isBusy} test=${test}>${label}<//>`}
    <${Button} kind=${isAsked ? "default" : "primary"} isOff=${left > 0} isBusy=${asking.isBusy} test="ask-code" onClick=${ask}>
      ${left ? t`${left} 秒后可以重新获取` : isAsked ? t("重新获取验证码") : t("获取验证码")}
    <//>`;
}

// Those the city has joined; nothing is said of the others, nor when the answer does not come. What stands below them is shown
// once it is known how many they are, so that nothing moves under a thumb.
function Houses({ value }) {
  const leaving = useAction(async (way) => window.location.assign((await api.leaveFor(way)).url));
  const said = houses();
  const ways = (value?.ways ?? []).filter((way) => said[way]);
  return html`${ways.map((way) => html`<button class="palm-way" key=${way} data-test=${`by-${way}`} disabled=${leaving.isBusy} onClick=${() => leaving.perform(way)}>
      <strong>${said[way][0]}</strong><span>${said[way][1]}</span></button>`)}
    <${ProblemNote} problem=${leaving.problem} />`;
}

export function SignIn() {
  const [phone, setPhone] = useState("");
  const [slips, setSlips] = useState({});
  const joined = useLoaded(api.signInWays, []);
  const texted = useTextedCode(() => api.askCode(phone));
  const entering = useAction(async () => {
    const told = await api.enterCode(phone, texted.code, kept.read("resume") ? null : kept.read("code"));
    if (told.session) enter(told);
    else proveFirst(told);
  });
  const ask = () => {
    const wrong = { phone: phoneSlip(phone) };
    setSlips(wrong);
    if (!wrong.phone) texted.asking.perform();
  };
  const submit = (event) => {
    event.preventDefault();
    if (!texted.isAsked) return ask();
    const wrong = { phone: phoneSlip(phone), code: texted.slip };
    setSlips(wrong);
    return wrong.phone || wrong.code ? undefined : entering.perform();
  };
  const miniProgram = html`<${IntoMiniProgram} link=${api.miniProgramLink} code=${api.miniProgramCode} test="mini-program" />`;
  return html`<${Page} title=${t("请先登录")} lead=${t("几种办法由您选，看到的内容一样。")} test="sign-in">
    ${kept.read("resume") && html`<${Note}><p>${
      kept.isHolding ? t("登录后会回到刚才的地方。填的姓名、号码和地址不存在手机上，可能要再填一次。") : t("登录后会回到刚才的地方，填好的都还在。")}</p><//>`}
    <form class="palm-form palm-inset" onSubmit=${submit} novalidate>
      <${TextField} label=${t("手机号（11 位）")} inputmode="tel" autocomplete="tel" maxlength="20" test="phone-number" value=${phone}
        slip=${slips.phone} hint=${t("短信免费，我们不会打电话来要验证码")}
        onInput=${(event) => {
          setPhone(digitsOnly(event.currentTarget.value).replace(NUMBER, ""));
          texted.forget();
        }} />
      <${TextedCode} held=${texted} slip=${slips.code} ask=${ask} label=${t("登录")} isBusy=${entering.isBusy} test="enter-code" />
    </form>
    <${ProblemNote} problem=${entering.problem ?? texted.asking.problem} />
    <div class="palm-ways">
      <button class="palm-way" data-test="by-face" onClick=${() => go("/consent")}>
        <strong>${t("不用手机号：刷脸登录")}</strong><span>${t("当场确认是您本人，大约一分钟")}</span></button>
      <button class="palm-way" data-test="sign-in-counter" onClick=${() => go("/appointment")}>
        <strong>${t("都不方便：到窗口办")}</strong><span>${t("预约时间，工作人员帮您办")}</span></button>
      ${!isCare() && html`<${Houses} value=${joined.value} />`}
    </div>
    ${isCare()
      ? html`<details class="palm-more palm-inset"><summary data-test="more-sign-ins">${t("还有别的办法")}</summary>
          <div class="palm-ways palm-ways_in"><${Houses} value=${joined.value} /></div>${miniProgram}</details>`
      : !joined.loading && miniProgram}
    ${(isCare() || !joined.loading) && html`<${Note}><p>${t("第一次用这个手机号，登录后要刷一次脸，确认号码是您本人的。以后查看进度只要验证码，办理时才再刷脸。")}</p><//>`}
  <//>`;
}

// «This number is no longer mine»: sold, lent or given back.
export function NumberGone() {
  const ending = useAction(async () => {
    await api.endPhoneLinks();
    goFromHome("/");
    window.location.reload(); // whatever the number signed in is over
  });
  return html`<${Page} title=${t("手机号不再使用")} lead=${t("换号、转让或注销之前，请先在这里解除。")} test="number-gone">
    <${Note}><p>${t("解除后，发到您旧号码的验证码不能再登录您的事项，用它登录的手机会退出。您办过的事都还在，刷脸就能看到。")}</p><//>
    <${Button} kind="warn" isBusy=${ending.isBusy} test="end-phone-links" onClick=${ending.perform}>${t("解除我名下的手机号")}<//>
    <${ProblemNote} problem=${ending.problem} again=${ending.perform} />
    <${Cells}><${LinkCell} to="/" label=${t("不解除，回到我的事项")} test="keep-number" /><//>
  <//>`;
}
