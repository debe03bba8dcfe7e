// Back from the vendor's page: the server asks the vendor for the verdict, this page only waits for it.
import { api, Problem } from "../lib/api.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { isInMiniProgram } from "../lib/in-mini-program.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { takeOwnLanguage } from "../lib/own-language.js";
import { Go, Note, Page, ProblemNote, Button } from "../lib/parts.js";
import { go, goFromHome, goInstead, takeResume } from "../lib/route.js";
import { session } from "../lib/session.js";
import { tellHere } from "../lib/shell.js";
import { useAction, useEvery } from "../lib/state.js";

const ASK_EVERY_MS = 2000;

// Where each way begins; what is to be done there, and what was filled in, is kept in this tab meanwhile.
const TO = {
  face: "/consent",
  bank: "/other-way?way=bank",
  network: "/other-way?way=network",
  "unified-identity": "/sign-in",
  counter: "/appointment",
};

const causes = () => ({
  mismatch: t("姓名和身份证号码对不上。"),
  not_found: t("没有查到这个身份证号码。"),
  no_photo: t("公安系统里没有可以比对的照片。"),
  no_source: t("公安系统里没有能拿来比对的信息。"),
  other_face: t("镜头前的人和身份证上的不像同一个人。"),
  liveness: t("没有看清您的动作，可能光线暗或离得远。"),
  risk: t("手机环境有风险，没能通过。"),
  source: t("比对系统暂时没有回应。"),
  abandoned: t("刷脸没有做完。"),
  cancelled: t("您取消了刷脸。"),
  device: t("这台手机或浏览器刷不了脸。"),
  too_many: t("今天刷脸的次数太多了。"),
  elements: t("银行没有确认这四项是同一个人的。"),
  credential: t("没有确认是您本人的网号。"),
});

export function enter(result) {
  session.open(result.session);
  tellHere();
  takeOwnLanguage();
  kept.drop("check");
  kept.drop("code");
  kept.drop("consent");
  const resume = takeResume();
  if (!resume) {
    kept.drop("acting"); // another person may have signed in on this phone
    kept.dropHeld();
  }
  goFromHome(resume ?? (result.matterId ? `/matters/${encodeURIComponent(result.matterId)}` : "/"));
}

export function NotPassed({ result, again = t("再刷一次") }) {
  return html`<${Page} title=${t("这次没有通过")} test="identity-failed">
    <${Note} kind="warn" title=${causes()[result.cause] ?? t("没能确认是您本人。")}>
      <p>${told(result.advice)}</p>
    <//>
    <${Ways} ways=${result.ways ?? [{ kind: "face" }, ...result.alternatives]} again=${again} />
  <//>`;
}

// Out of this browser into WeChat; where no link can be had, the words say how to get there.
function IntoMiniProgram({ way, test }) {
  const leaving = useAction(async () => window.location.assign((await api.miniProgramLink()).url));
  if (isInMiniProgram()) return null; // one is there already
  if (leaving.problem) return html`<${Note} title=${told(way.title)} test=${`${test}-by-hand`}><p>${told(way.how)}</p><//>`;
  return html`<${Button} kind="default" test=${test} isBusy=${leaving.isBusy} onClick=${leaving.perform}>${told(way.title)}<//>`;
}

// Only what is open here and can help this person; the first of them is the one to press.
export function Ways({ ways, again = t("再刷一次") }) {
  return html`${ways.map((each) => {
    const test = each.kind === "face" ? "face-again" : `other-way-${each.kind}`;
    if (each.kind === "mini-program") return html`<${IntoMiniProgram} key=${each.kind} way=${each} test=${test} />`;
    if (!TO[each.kind]) return html`<${Note} key=${each.kind} title=${told(each.title)} test=${test}><p>${told(each.how)}</p><//>`;
    return html`<${Go} key=${each.kind} to=${TO[each.kind]} kind=${each === ways[0] ? "primary" : "default"} test=${test}>
      ${each.kind === "face" ? again : told(each.title)}<//>`;
  })}`;
}

export function Identity({ query }) {
  const [check] = useState(() => kept.read("check"));
  const [result, setResult] = useState(null);
  const [problem, setProblem] = useState(null);
  const isMine = check && query.get("check") === check.id && query.get("ticket");
  const asking = useRef(false);
  const ask = async () => {
    if (asking.current) return;
    asking.current = true;
    try {
      const found = await api.checkResult(check.id, check.resumeToken, query.get("ticket"));
      setProblem(null);
      if (found.state === "passed" && found.session) enter(found);
      else setResult(found);
      if (found.state === "failed") kept.drop("check");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      asking.current = false;
    }
  };
  useEffect(() => {
    if (isMine) ask();
    else if (session.isLikely && !check) goInstead("/"); // a reload after it was finished
  }, []);
  const isOver = result && result.state !== "pending";
  useEvery(isMine && !isOver && !problem ? ASK_EVERY_MS : 0, ask);
  if (!isMine) {
    return html`<${Page} title=${t("请接着原来的页面")} test="identity-lost">
      <${Note} kind="warn" title=${t("这次刷脸不是从这个窗口开始的")}><p>${t("为了您的安全，结果只在开始的那个窗口里看得到。也可以在这里重新开始。")}</p><//>
      <${Button} test="face-again" onClick=${() => go("/consent")}>${t("重新开始")}<//>
    <//>`;
  }
  if (result?.state === "failed") return html`<${NotPassed} result=${result} />`;
  if ([401, 404, 410].includes(problem?.status)) {
    return html`<${Page} title=${t("这次刷脸过期了")} test="identity-expired">
      <${Note} kind="warn" title=${t("时间过了，没有结果")}><p>${t("没有任何影响，重新刷一次就好。")}</p><//>
      <${Go} to="/consent" test="face-again">${t("重新刷脸")}<//>
      <${Go} to="/appointment" kind="default" test="other-way-counter">${t("到窗口办")}<//>
    <//>`;
  }
  return html`<${Page} title=${t("刷脸结果")} test="identity">
    ${problem
      ? html`<${ProblemNote} problem=${problem} again=${ask} />`
      : html`<div class="palm-waiting" role="status" data-test="identity-pending"><i class="palm-waiting__ring" aria-hidden="true"></i>
          <p>${t("正在等结果，一般几秒钟。")}</p></div>
          <${Note}><p>${t("还没有刷完？点手机的返回键回到刷脸页面接着做。")}</p><//>
          <${Go} to="/consent" kind="default" test="face-again">${t("重新刷脸")}<//>`}
  <//>`;
}
