// Signing in by a code to one's phone (手机验证码登录), with the face beside it as a way of equal weight.
import { api, Problem } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { IntoMiniProgram } from "../lib/into-mini-program.js";
import { kept } from "../lib/kept.js";
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
const HOUSES = {
  "unified-identity": ["用省统一身份认证登录", "到省里的页面点同意，再回到这里"],
  "business-licence": ["用电子营业执照登录", "负责人或办事人，在电子执照里点同意"],
};

export function enter(told) {
  session.open(told.session);
  kept.drop("code");
  const resume = takeResume();
  if (!resume) kept.drop("acting"); // another person may have signed in on this phone
  goFromHome(resume ?? (told.matterId ? `/matters/${encodeURIComponent(told.matterId)}` : "/"));
}

// A number of nobody's: the face says whose it is, once.
function proveFirst(told) {
  session.account = told.account;
  go("/consent");
}

function CodeField({ code, slip, onCode }) {
  return html`<${TextField} label="短信里的六位验证码" inputmode="numeric" autocomplete="one-time-code" maxlength="200"
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
  const slip = code.length === DIGITS ? "" : "验证码是六位数字，请照着短信输入。";
  return { asking, code, slip, setCode, isAsked, left, forget: () => setAsked(false) };
}

export function TextedCode({ held, slip, ask, label, isBusy, test }) {
  const { asking, code, setCode, isAsked, left } = held;
  return html`${isAsked && html`<${CodeField} code=${code} slip=${slip} onCode=${setCode} />
      <p class="palm-field__hint" role="status" data-test="code-sent">如果这个号码能收短信，验证码已经发出，五分钟内有效。</p>
      <${Button} type="submit" isBusy=${isBusy} test=${test}>${label}<//>`}
    <${Button} kind=${isAsked ? "default" : "primary"} isOff=${left > 0} isBusy=${asking.isBusy} test="ask-code" onClick=${ask}>
      ${left ? `${left} 秒后可以重新获取` : isAsked ? "重新获取验证码" : "获取验证码"}
    <//>`;
}

// Those the city has joined; nothing is said of the others, nor when the answer does not come.
function Houses() {
  const { value } = useLoaded(api.signInWays, []);
  const leaving = useAction(async (way) => window.location.assign((await api.leaveFor(way)).url));
  const ways = (value?.ways ?? []).filter((way) => HOUSES[way]);
  return html`${ways.map((way) => html`<button class="palm-way" key=${way} data-test=${`by-${way}`} disabled=${leaving.isBusy} onClick=${() => leaving.perform(way)}>
      <strong>${HOUSES[way][0]}</strong><span>${HOUSES[way][1]}</span></button>`)}
    <${ProblemNote} problem=${leaving.problem} />`;
}

export function SignIn() {
  const [phone, setPhone] = useState("");
  const [slips, setSlips] = useState({});
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
  return html`<${Page} title="请先登录" lead="几种办法由您选，看到的内容一样。" test="sign-in">
    ${kept.read("resume") && html`<${Note}><p>登录后会回到刚才的地方，填好的都还在。</p><//>`}
    <form class="palm-form palm-inset" onSubmit=${submit} novalidate>
      <${TextField} label="手机号（11 位）" inputmode="tel" autocomplete="tel" maxlength="20" test="phone-number" value=${phone}
        slip=${slips.phone} hint="短信免费，我们不会打电话来要验证码"
        onInput=${(event) => {
          setPhone(digitsOnly(event.currentTarget.value).replace(NUMBER, ""));
          texted.forget();
        }} />
      <${TextedCode} held=${texted} slip=${slips.code} ask=${ask} label="登录" isBusy=${entering.isBusy} test="enter-code" />
    </form>
    <${ProblemNote} problem=${entering.problem ?? texted.asking.problem} />
    <div class="palm-ways">
      <button class="palm-way" data-test="by-face" onClick=${() => go("/consent")}>
        <strong>不用手机号：刷脸登录</strong><span>当场确认是您本人，大约一分钟</span></button>
      <${Houses} />
      <button class="palm-way" data-test="sign-in-counter" onClick=${() => go("/appointment")}>
        <strong>都不方便：到窗口办</strong><span>预约时间，工作人员帮您办</span></button>
    </div>
    <${IntoMiniProgram} link=${api.miniProgramLink} code=${api.miniProgramCode} test="mini-program" />
    <${Note}><p>第一次用这个手机号，登录后要刷一次脸，确认号码是您本人的。以后查看进度只要验证码，办理时才再刷脸。</p><//>
  <//>`;
}

// «This number is no longer mine»: sold, lent or given back.
export function NumberGone() {
  const ending = useAction(async () => {
    await api.endPhoneLinks();
    goFromHome("/");
    window.location.reload(); // whatever the number signed in is over
  });
  return html`<${Page} title="手机号不再使用" lead="换号、转让或注销之前，请先在这里解除。" test="number-gone">
    <${Note}><p>解除后，发到您旧号码的验证码不能再登录您的事项，用它登录的手机会退出。您办过的事都还在，刷脸就能看到。</p><//>
    <${Button} kind="warn" isBusy=${ending.isBusy} test="end-phone-links" onClick=${ending.perform}>解除我名下的手机号<//>
    <${ProblemNote} problem=${ending.problem} again=${ending.perform} />
    <${Cells}><${LinkCell} to="/" label="不解除，回到我的事项" test="keep-number" /><//>
  <//>`;
}
