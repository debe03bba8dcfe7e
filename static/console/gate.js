// The gate of the desk: account, password and six digits; the first time the activation key, a password and the second factor.
import { Note } from "../lib/controls.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { narrow } from "../lib/words.js";
import { ActionForm } from "./forms.js";
import { call, learnMe } from "./office.js";
import { Dialog } from "./parts.js";
import { askWaiting } from "./waiting.js";

const SIX = { name: "code", label: "动态码（六位数字）", inputmode: "numeric", autocomplete: "one-time-code", max: 12,
  hint: "在您手机上的身份验证器里，每 30 秒换一个。", needed: "请填六位动态码。",
  as: (value) => narrow(value).replace(/\s/g, ""), slip: (value) => (/^\d{6}$/.test(narrow(value).replace(/\s/g, "")) ? "" : "动态码是六位数字。") };
const LOGIN = { name: "login", label: "登录名", autocomplete: "username", max: 32, needed: "请填登录名。" };

// The words of a password are in nobody's storage: not even their digest is kept for a retry.
const signIn = (body) => call("sign_in_staff", [], { body, isPersonal: true, isSigningIn: true });

function SignIn({ done, login }) {
  const fields = [LOGIN, { name: "password", label: "密码", kind: "password", autocomplete: "current-password", max: 128, needed: "请填密码。" }, SIX];
  return html`<${ActionForm} fields=${fields} initial=${login ? { login } : {}} send=${signIn} submit="登录" test="sign-in" done=${done} />`;
}

function picture(svg) {
  return `data:image/svg+xml;base64,${btoa(unescape(encodeURIComponent(svg)))}`;
}

// Two steps with one key: the password first, then the factor proves itself once.
function Enrol({ done, back }) {
  const [step, setStep] = useState(null);
  const heading = useRef(null);
  useEffect(() => { heading.current?.focus(); }, [step]);
  const first = [
    LOGIN,
    { name: "activationKey", label: "激活码", max: 64, hint: "管理员交给您的，只能用一次。", needed: "请填激活码。", as: (value) => value.replace(/\s/g, "") },
    { name: "password", label: "设一个密码", kind: "password", autocomplete: "new-password", max: 128, hint: "至少 12 个字符，不能和登录名一样，不要用常见的。",
      needed: "请设一个密码。", slip: (value, { login }) => (value.length < 12 ? "密码至少 12 个字符。" : value === login ? "密码不能和登录名一样。" : "") },
    { name: "again", label: "再输一遍密码", kind: "password", autocomplete: "new-password", max: 128, needed: "请再输一遍。",
      slip: (value, { password }) => (value === password ? "" : "两遍不一样。") },
  ];
  if (!step) {
    return html`<h2 class="desk-panel__title" tabindex="-1" ref=${heading}>第一次使用：设密码</h2>
      <${ActionForm} key="first" fields=${first} submit="下一步" test="activate"
        bodyOf=${({ login, activationKey, password }) => ({ login, activationKey, password })}
        send=${async (body) => {
          const told = await call("choose_password", [], { body, isPersonal: true, isSigningIn: true });
          return { ...told, login: body.login, activationKey: body.activationKey };
        }} done=${setStep} />
      <p><button type="button" class="palm-small-btn" data-test="to-sign-in" onClick=${back}>我有密码了，去登录</button></p>`;
  }
  return html`<h2 class="desk-panel__title" tabindex="-1" ref=${heading}>第一次使用：绑定动态码</h2>
    <p>用手机上的身份验证器扫这个码：</p>
    <img class="desk-qr" src=${picture(step.qrSvg)} alt="绑定身份验证器的二维码，扫不了可以手工输入下面的密钥" />
    <p>扫不了，就在验证器里手工输入密钥：</p>
    <p class="desk-secret desk-code" data-test="secret">${step.secret}</p>
    <${ActionForm} key="second" fields=${[SIX]} submit="绑定并登录" test="enrol" done=${done}
      send=${({ code }) => call("confirm_enrolment", [], { body: { login: step.login, activationKey: step.activationKey, code }, isPersonal: true, isSigningIn: true })} />`;
}

function Ways({ done, login }) {
  const [isNew, setNew] = useState(false);
  if (isNew) return html`<${Enrol} done=${done} back=${() => setNew(false)} />`;
  return html`<${SignIn} done=${done} login=${login} />
    <p><button type="button" class="palm-small-btn" data-test="to-activate" onClick=${() => setNew(true)}>第一次使用，我有激活码</button></p>
    <p class="palm-small">手机丢了或者忘了密码：请找安全管理员，由两位安全管理员给您新的激活码。</p>`;
}

export function Gate() {
  useEffect(() => { document.title = "登录 · 掌上办工作台"; }, []);
  return html`<main class="desk-gate" id="main" data-test="page-gate"><h1 tabindex="-1">掌上办 · 工作台</h1>
    <${Ways} done=${learnMe} /></main>`;
}

// The session ended while somebody worked: the window opens over the page, which stays as it was.
export function GateWindow({ me }) {
  const isOut = Boolean(me.isOut);
  return html`<${Dialog} title="请重新登录" isOpen=${isOut} isKept onClose=${() => {}} test="gate-window">
    <${Note} kind="warn"><p>登录已过期。登录后回到这一页，填好的内容都还在，请再按一次刚才的按钮。</p><//>
    <${Ways} login=${me.login} done=${async () => {
      await learnMe();
      askWaiting();
    }} />
  <//>`;
}
