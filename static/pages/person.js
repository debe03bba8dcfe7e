// Name and identity number (实人认证), typed by the person: the code alone opens nothing.
import { api } from "../lib/api.js";
import { metaInfo } from "../lib/device.js";
import { html, useEffect, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { Button, Note, Page, ProblemNote, TextField } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { session } from "../lib/session.js";
import { useAction } from "../lib/state.js";
import { idNumber, idSlip } from "../lib/words.js";
import { Ways } from "./identity.js";

function requestFor(name, number, resume) {
  const code = kept.read("code");
  return {
    name: name.trim().normalize("NFC"),
    idNumber: number,
    consentVersion: kept.read("consent"),
    agreed: true,
    metaInfo: metaInfo(),
    ...(code && !resume ? { code } : {}),
    ...(session.account ? { accountToken: session.account } : {}),
  };
}

// A check counts for one matter: the one the office named, or the one of the page that will be returned to.
export async function matterToReturnTo(resume) {
  const [, kind, id] = /^\/(matters|cases)\/([^/?]+)/.exec(resume ?? "") ?? [];
  if (kept.read("checking") || !kind) return kept.read("checking");
  if (kind === "matters") return decodeURIComponent(id);
  return api.caseView(decodeURIComponent(id)).then((view) => view.matterId, () => null);
}

export function Person() {
  const [name, setName] = useState("");
  const [number, setNumber] = useState("");
  const [slips, setSlips] = useState({});
  const hasConsent = Boolean(kept.read("consent"));
  useEffect(() => {
    if (!hasConsent) goInstead("/consent");
  }, []);
  const opening = useAction(async () => {
    const resume = kept.read("resume");
    const purpose = kept.read("purpose"); // what the step wanted the face for that sent them here
    const mandateId = kept.read("mandate"); // the one it is wanted for
    const matter = purpose === "jump" || purpose === "data" || mandateId ? null : await matterToReturnTo(resume);
    const check = await api.openCheck(
      { ...requestFor(name, number, resume), ...(purpose ? { purpose } : {}), ...(mandateId ? { mandateId } : {}) }, matter);
    kept.write("check", { id: check.identityCheckId, resumeToken: check.resumeToken });
    window.location.assign(check.verifyUrl);
    await new Promise(() => {}); // stays busy while the browser leaves
  });
  const submit = (event) => {
    event.preventDefault();
    const wrong = { name: name.trim().length < 2 ? t("请填写身份证上的姓名。") : "", idNumber: idSlip(number) };
    setSlips(wrong);
    if (!wrong.name && !wrong.idNumber) opening.perform();
  };
  const { problem } = opening;
  useEffect(() => {
    if (problem?.code !== "consent-needed") return; // the text has changed since they agreed: they read it anew
    kept.drop("consent");
    goInstead("/consent");
  }, [problem]);
  return html`<${Page} title=${t("您是哪一位")} lead=${t("请照身份证填写。填好后打开刷脸页面。")} test="person">
    <form class="palm-form palm-inset" onSubmit=${submit} novalidate>
      <${TextField} label=${t("姓名")} autocomplete="name" maxlength="50" test="name" value=${name}
        slip=${slips.name || told(problem?.fieldTitle("name"))} onInput=${(event) => setName(event.currentTarget.value)} />
      <${TextField} label=${t("身份证号码")} inputmode="text" autocomplete="off" autocapitalize="characters" spellcheck=${false}
        maxlength="30" test="id-number" value=${number} slip=${slips.idNumber || told(problem?.fieldTitle("idNumber"))}
        hint=${number && number.length < 18 ? t`已输入 ${number.length} 位，共 18 位` : t("18 位，最后一位可能是字母 X")}
        onInput=${(event) => {
          const clean = idNumber(event.currentTarget.value);
          event.currentTarget.value = clean;
          setNumber(clean);
        }} />
      <${Button} type="submit" isBusy=${opening.isBusy} test="open-face">${t("去刷脸")}<//>
    </form>
    <${ProblemNote} problem=${problem} again=${opening.perform} />
    ${problem?.extra.ways && html`<div class="palm-inset" data-test="ways"><${Ways} ways=${problem.extra.ways.filter((each) => each.kind !== "face")} /></div>`}
    ${!problem?.extra.ways && html`<a class="weui-btn weui-btn_default palm-btn" href="#/appointment" data-test="person-other-way">${t("不刷脸，到窗口办")}</a>`}
    <${Note} test="other-numbers"><p>${t("这里只认 18 位的居民身份证、港澳台居民居住证和新版外国人永久居留身份证。用通行证、护照或者旧版永久居留身份证的，请预约窗口办理，结果一样。")}</p><//>
    <${Note}><p>${t("刷脸页面会请您眨眼或转头。我们不保存您的照片，只记下“是不是本人”。")}</p><//>
  <//>`;
}
