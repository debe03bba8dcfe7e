// Back from another house (省统一身份认证, 电子营业执照): its ticket goes to the server at once, and out of the address.
import { api, Problem } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t } from "../lib/language.js";
import { Go, Note, Page, ProblemNote } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { session } from "../lib/session.js";
import { enter } from "./sign-in.js";

const DOORS = { "unified-identity": api.backFromIdentity, "business-licence": api.backFromLicence };

// Where the answer stands depends on the house: in the query, or glued behind our own fragment.
function brought(query) {
  const search = new URLSearchParams(window.location.search);
  const told = (name) => search.get(name) ?? query.get(name);
  return { way: told("way"), ticket: told("ticket"), state: told("state"), isRefused: told("error") !== null };
}

function Again({ title, why, problem }) {
  return html`<${Page} title=${title} test="signed-in-not">
    ${problem ? html`<${ProblemNote} problem=${problem} />` : html`<${Note} kind="warn" title=${why}><p>${t("没有任何影响，重新登录就好，也可以换一种方式。")}</p><//>`}
    <${Go} to="/sign-in" test="sign-in-again">${t("回到登录页")}<//>
    <${Go} to="/appointment" kind="default" test="other-way-counter">${t("到窗口办")}<//>
  <//>`;
}

export function SignedIn({ query }) {
  const [back] = useState(() => brought(query));
  const [problem, setProblem] = useState(null);
  const isWhole = Boolean(DOORS[back.way] && back.ticket && back.state);
  const finish = async () => {
    try {
      const code = kept.read("resume") ? null : kept.read("code");
      enter(await DOORS[back.way]({ ticket: back.ticket, state: back.state, ...(code ? { noticeCode: code } : {}) }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  useEffect(() => {
    window.history.replaceState(null, "", `${window.location.pathname}#/signed-in`);
    if (isWhole) finish();
    else if (!back.isRefused && session.isLikely) goInstead("/"); // a reload after it was finished
  }, []);
  if (problem) return html`<${Again} title=${t("没有登录成功")} problem=${problem} />`;
  if (back.isRefused) return html`<${Again} title=${t("没有登录")} why=${t("您在那边没有同意登录")} />`;
  if (!isWhole) return html`<${Again} title=${t("请重新登录")} why=${t("没有带回登录结果")} />`;
  return html`<${Page} title=${t("正在登录")} test="signed-in">
    <div class="palm-waiting" role="status" data-test="loading"><i class="palm-waiting__ring" aria-hidden="true"></i><p>${t("正在核对，一般几秒钟。")}</p></div>
  <//>`;
}
