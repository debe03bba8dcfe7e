// Letting the family help (让家人替我办): what a mandate lets them do, and how it is taken back, in plain words before any form.
import { html } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t } from "../lib/language.js";
import { Button, Go, Note, Page } from "../lib/parts.js";
import { go } from "../lib/route.js";
import { session } from "../lib/session.js";

const NEXT = "/mandates/new";

export function Helper() {
  const begin = () => {
    if (session.isLikely) return go(NEXT);
    kept.write("resume", NEXT); // signed in first, then exactly there
    return go("/sign-in");
  };
  return html`<${Page} title=${t("让家人替我办")} lead=${t("家人用自己的手机办，您的手机和密码不用交给别人。")} test="helper">
    <section class="palm-text palm-inset" data-test="helper-steps"><h2>${t("怎么办")}</h2><ol class="palm-list">
      <li>${t("您写下请谁办、办哪些事、办到哪天。")}</li>
      <li>${t("您刷一次脸，授权就生效。不方便刷脸，可以换别的办法。")}</li>
      <li>${t("家人登录自己的手机，点“为谁办”，选您的名字。")}</li>
    </ol></section>
    <${Button} test="helper-begin" onClick=${begin}>${t("请一位家人")}<//>
    <${Note} kind="safe" title=${t("您说了算")} test="helper-safe"><ul class="palm-list">
      <li>${t("没有勾选的事，家人看不到，也办不了。")}</li>
      <li>${t("家人每办一步，我们都告诉您。")}</li>
      <li>${t("随时可以收回：在“谁能代表我”里点“撤销授权”，马上生效。")}</li>
    </ul><//>
    <${Note} kind="warn"><p>${t("不认识的人、催您快点的人，不要授权。拿不准请拨打 12345。")}</p><//>
    <${Go} to="/mandates" kind="default" test="helper-mandates">${t("看看已经请了谁")}<//>
    <${Go} to="/appointment" kind="default" test="helper-counter">${t("不用手机：到窗口办")}<//>
  <//>`;
}
