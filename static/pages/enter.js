// Coming in from the mini-program (小程序里的网页): the ticket in the address is shown once, and the address forgets it.
import { api } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { isInMiniProgram } from "../lib/in-mini-program.js";
import { t, told } from "../lib/language.js";
import { Button, Go, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { session } from "../lib/session.js";
import { Problem } from "../lib/wire.js";

const heading = () => t("正在进入");

export function Enter({ query }) {
  const [problem, setProblem] = useState(null);
  const [met, setMet] = useState(null); // who the ticket is of, until the person here says it is them
  const [ticket] = useState(() => query.get("ticket") ?? "");
  // Anybody can send a link to a page; what opens in the mini-program's web-view, the mini-program itself asked for.
  const [isAsked] = useState(() => session.token !== null || !isInMiniProgram());
  const attempt = async (work) => {
    setProblem(null);
    try {
      await work();
    } catch (failed) {
      if (!(failed instanceof Problem)) throw failed;
      setProblem(failed);
    }
  };
  const comeIn = (entry) => {
    session.open(entry.session);
    goInstead(entry.path);
  };
  const enter = () => attempt(async () => {
    const entry = await api.enterByTicket(ticket);
    session.close(); // whoever was here before on this phone; and a reload from here on is nobody's
    if (isAsked) setMet(entry);
    else comeIn(entry);
  });
  const refuse = () => attempt(async () => {
    await api.refuseEntry(met.session.accessToken);
    goInstead("/");
  });
  useEffect(() => {
    window.history.replaceState(null, "", `${window.location.pathname}#/enter`); // Back and a reload find no ticket
    if (ticket) enter();
    else goInstead("/"); // reloaded: who came in stays in
  }, []);
  if (met) {
    const { name } = met.session.person;
    return html`<${Page} title=${t`以 ${told(name)} 的身份进入？`} test="enter">
      <${Note} kind="warn" title=${t("先看清是不是您本人")} test="enter-who"><p>${t("如果这个链接是别人发给您的，请不要进入：进去后填的、传的，都会记在上面这个人名下。")}</p><//>
      <${ProblemNote} problem=${problem} again=${null} />
      <${Button} test="enter-refuse" onClick=${refuse}>${t("不是我，不要进入")}<//>
      <${Button} kind="default" test="enter-agree" onClick=${() => comeIn(met)}>${t("是我，进入")}<//>
    <//>`;
  }
  if (!problem) return html`<${Skeleton} title=${heading()} test="enter" />`;
  return html`<${Page} title=${t("没有进得来")} test="enter">
    <${ProblemNote} problem=${problem} again=${problem.isUnsettled && problem.status !== 401 ? enter : null} />
    <${Go} to="/" kind="default" test="enter-home">${t("到首页")}<//>
  <//>`;
}
