// Known without a face (其他方式核验): a bank card with its phone, or the 网号; the same weight, the same session.
import { api, Problem } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { Button, Failed, Go, Note, Page, ProblemNote, Skeleton, TextField } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { session } from "../lib/session.js";
import { useAction, useEvery, useLoaded } from "../lib/state.js";
import { digitsOnly, idNumber, idSlip, inFours, phoneSlip } from "../lib/words.js";
import { enter, NotPassed } from "./identity.js";
import { matterToReturnTo } from "./person.js";
import { TextedCode, useTextedCode } from "./sign-in.js";

const ASK_EVERY_MS = 2000;
const titles = () => ({ bank: t("用银行卡核验"), network: t("用网号核验") });

function requestFor(way, version, name, number, resume) {
  const code = kept.read("code");
  return {
    way,
    name: name.trim().normalize("NFC"),
    idNumber: number,
    consentVersion: version,
    agreed: true,
    ...(code && !resume ? { code } : {}),
    ...(session.account ? { accountToken: session.account } : {}),
  };
}

// Who it is: agreed to by the very button that sends it.
function Applicant({ way, consent, onOpened }) {
  const [name, setName] = useState("");
  const [number, setNumber] = useState("");
  const [slips, setSlips] = useState({});
  const opening = useAction(async () => {
    const resume = kept.read("resume");
    const purpose = kept.read("purpose");
    const mandateId = kept.read("mandate");
    const matter = purpose === "jump" || purpose === "data" || mandateId ? null : await matterToReturnTo(resume);
    const asked = requestFor(way, consent.version, name, number, resume);
    const opened = await api.openOtherWay({ ...asked, ...(purpose ? { purpose } : {}), ...(mandateId ? { mandateId } : {}) }, matter);
    onOpened({ id: opened.identityCheckId, resumeToken: opened.resumeToken, way });
    if (!opened.pageUrl) return;
    window.location.assign(opened.pageUrl);
    await new Promise(() => {}); // stays busy while the browser leaves
  });
  const submit = (event) => {
    event.preventDefault();
    const wrong = { name: name.trim().length < 2 ? t("请填写身份证上的姓名。") : "", idNumber: idSlip(number) };
    setSlips(wrong);
    if (!wrong.name && !wrong.idNumber) opening.perform();
  };
  const { problem } = opening;
  return html`<${Page} title=${titles()[way]} lead=${t("不刷脸，办出来的结果一样。")} test="other-way">
    <section class="palm-text" data-test="way-consent-text">
      <h2>${told(consent.title)}</h2>
      <div lang="zh-CN">${consent.text.split(/\n+/).map((line, index) => html`<p key=${index}>${line}</p>`)}</div>
      <p class="palm-small">${t`文本版本 ${consent.version}`}</p>
    </section>
    <form class="palm-form palm-inset" onSubmit=${submit} novalidate>
      <${TextField} label=${t("姓名")} autocomplete="name" maxlength="50" test="name" value=${name}
        slip=${slips.name || told(problem?.fieldTitle("name"))} onInput=${(event) => setName(event.currentTarget.value)} />
      <${TextField} label=${t("身份证号码")} inputmode="text" autocomplete="off" autocapitalize="characters" spellcheck=${false}
        maxlength="30" test="id-number" value=${number} slip=${slips.idNumber || told(problem?.fieldTitle("idNumber"))}
        hint=${t("18 位，最后一位可能是字母 X")} onInput=${(event) => {
          const clean = idNumber(event.currentTarget.value);
          event.currentTarget.value = clean;
          setNumber(clean);
        }} />
      <${Button} type="submit" isBusy=${opening.isBusy} test="agree-way">
        ${way === "bank" ? t("同意，填银行卡") : t("同意，去网号应用确认")}
      <//>
    </form>
    <${ProblemNote} problem=${problem} again=${opening.perform} />
    <${Go} to="/consent" kind="default" test="another-way">${t("换一种办法")}<//>
  <//>`;
}

// The card's number stays in this form and goes out once: it is written into nothing.
function Card({ check, onProved }) {
  const [phone, setPhone] = useState("");
  const [card, setCard] = useState("");
  const [slips, setSlips] = useState({});
  const texted = useTextedCode(() => api.sendCheckCode(check.id, check.resumeToken, phone));
  const proving = useAction(async () => onProved(await api.prove(check.id, check.resumeToken, { bank: { cardNumber: card, phone, code: texted.code } })));
  const ask = () => {
    const wrong = { phone: phoneSlip(phone) };
    setSlips(wrong);
    if (!wrong.phone) texted.asking.perform();
  };
  const submit = (event) => {
    event.preventDefault();
    if (!texted.isAsked) return ask();
    const wrong = {
      phone: phoneSlip(phone),
      card: card.length < 12 ? t("请照着银行卡填写卡号。") : "",
      code: texted.slip,
    };
    setSlips(wrong);
    return wrong.phone || wrong.card || wrong.code ? undefined : proving.perform();
  };
  return html`<${Page} title=${titles().bank} lead=${t("四项对得上，就是您本人。")} test="other-way-bank">
    <form class="palm-form palm-inset" onSubmit=${submit} novalidate>
      <${TextField} label=${t("银行卡号")} inputmode="numeric" autocomplete="off" maxlength="30" test="card-number" value=${inFours(card)}
        slip=${slips.card} hint=${t("只核对是不是您本人，不扣钱，我们不保存卡号")} onInput=${(event) => {
          const digits = digitsOnly(event.currentTarget.value).slice(0, 19);
          event.currentTarget.value = inFours(digits);
          setCard(digits);
        }} />
      <${TextField} label=${t("在银行预留的手机号")} inputmode="tel" autocomplete="tel" maxlength="20" test="bank-phone" value=${phone}
        slip=${slips.phone} hint=${t("验证码发到这个号码")} onInput=${(event) => {
          setPhone(digitsOnly(event.currentTarget.value).replace(/^86(?=1\d{10})/, ""));
          texted.forget();
        }} />
      <${TextedCode} held=${texted} slip=${slips.code} ask=${ask} label=${t("核验")} isBusy=${proving.isBusy} test="prove-bank" />
    </form>
    <${ProblemNote} problem=${proving.problem ?? texted.asking.problem} />
    <${Go} to="/consent" kind="default" test="another-way">${t("换一种办法")}<//>
  <//>`;
}

// The proof is given; what became of it is asked until it is known.
function Waiting({ check, token, first, onTold }) {
  const [problem, setProblem] = useState(null);
  const [isGiven, setGiven] = useState(!token);
  const ask = async () => {
    try {
      const heard = await api.prove(check.id, check.resumeToken, isGiven ? {} : { network: { token } });
      setGiven(true);
      setProblem(null);
      onTold(heard);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  useEffect(() => {
    if (!first) ask();
  }, []);
  useEvery(problem ? 0 : ASK_EVERY_MS, ask);
  return html`<${Page} title=${t("核验结果")} test="other-way-waiting">
    ${problem
      ? html`<${ProblemNote} problem=${problem} again=${ask} /><${Go} to="/consent" kind="default" test="another-way">${t("换一种办法")}<//>`
      : html`<div class="palm-waiting" role="status" data-test="way-pending"><i class="palm-waiting__ring" aria-hidden="true"></i>
          <p>${t("正在等结果，一般几秒钟。")}</p></div>`}
  <//>`;
}

function Consented({ way, onOpened }) {
  const consent = useLoaded(() => api.otherWayConsent(way), [way]);
  const title = titles()[way] ?? t("其他办法");
  if (consent.loading) return html`<${Skeleton} title=${title} test="other-way" />`;
  if (consent.problem) return html`<${Failed} title=${title} problem=${consent.problem} again=${consent.again} test="other-way" />`;
  return html`<${Applicant} way=${way} consent=${consent.value} onOpened=${onOpened} />`;
}

export function OtherWay({ query }) {
  const [check, setCheck] = useState(() => kept.read("other-check"));
  const [answer, setAnswer] = useState(null);
  const token = query.get("token");
  const isBack = Boolean(query.get("check"));
  const isMine = check && query.get("check") === check.id;
  const opened = (found) => {
    kept.write("other-check", found);
    setCheck(found);
  };
  const heard = (result) => {
    setAnswer(result);
    if (result.state === "pending") return;
    kept.drop("other-check");
    if (result.state === "passed") enter(result);
  };
  useEffect(() => {
    if (!isBack && check) { // begun anew, not come back to
      kept.drop("other-check");
      setCheck(null);
    }
    if (isBack && session.isLikely && !check) goInstead("/"); // a reload after it was finished
  }, []);
  if (answer?.state === "failed") return html`<${NotPassed} result=${answer} again=${t("再试一次")} />`;
  if (answer) return html`<${Waiting} check=${check} first=${answer} onTold=${heard} />`;
  if (isBack && (!isMine || !token)) {
    return html`<${Page} title=${t("没有完成核验")} test="other-way-lost">
      <${Note} kind="warn" title=${t("没有得到确认")}><p>${t("没有任何影响。可以重新来一次，也可以换一种办法。")}</p><//>
      <${Go} to="/consent" test="face-again">${t("重新开始")}<//>
      <${Go} to="/appointment" kind="default" test="other-way-counter">${t("到窗口办")}<//>
    <//>`;
  }
  if (isBack) return html`<${Waiting} check=${check} token=${token} onTold=${heard} />`;
  if (check?.way === "bank") return html`<${Card} check=${check} onProved=${heard} />`;
  return html`<${Consented} way=${query.get("way") ?? ""} onOpened=${opened} />`;
}
