// Coming in from the mini-program (小程序里的网页): the ticket in the address is shown once, and the address forgets it.
import { api } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t } from "../lib/language.js";
import { Go, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { session } from "../lib/session.js";
import { Problem } from "../lib/wire.js";

const heading = () => t("正在进入");

export function Enter({ query }) {
  const [problem, setProblem] = useState(null);
  const [ticket] = useState(() => query.get("ticket") ?? "");
  const enter = async () => {
    setProblem(null);
    try {
      const told = await api.enterByTicket(ticket);
      kept.dropAll(); // whoever was here before on this phone
      session.open(told.session);
      goInstead(told.path);
    } catch (met) {
      if (!(met instanceof Problem)) throw met;
      setProblem(met);
    }
  };
  useEffect(() => {
    window.history.replaceState(null, "", `${window.location.pathname}#/enter`); // Back and a reload find no ticket
    if (ticket) enter();
    else goInstead("/"); // reloaded: who came in stays in
  }, []);
  if (!problem) return html`<${Skeleton} title=${heading()} test="enter" />`;
  return html`<${Page} title=${t("没有进得来")} test="enter">
    <${ProblemNote} problem=${problem} again=${problem.isUnsettled && problem.status !== 401 ? enter : null} />
    <${Go} to="/" kind="default" test="enter-home">${t("到首页")}<//>
  <//>`;
}
