// Settings (设置): how I want to be told and when not, the language, large letters; each change saves itself. And where all the rest is.
import { api } from "../lib/api.js";
import { html, useRef, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { isEnglish, language, setLanguage, t, told } from "../lib/language.js";
import { isCare, setCare } from "../lib/modes.js";
import { Button, Cells, Choice, LinkCell, Note, Page, ProblemNote, SelectField, Skeleton } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { Problem } from "../lib/wire.js";

const heading = () => t("设置");
const HALF_HOURS = Array.from({ length: 48 }, (_, index) => `${String(Math.floor(index / 2)).padStart(2, "0")}:${index % 2 ? "30" : "00"}`);
const USUAL = { starts: "12:30", ends: "14:00" };

const wishesOf = ({ muted, quietHours, language: chosen }) => ({ muted, quietHours, language: chosen });

// What is wanted shows at once and goes out one after another, each from the version the one before it made.
function useWishes(loaded) {
  const [state, setState] = useState({ said: "" });
  const held = useRef({ next: null, isOut: false });
  const standing = loaded.value;
  const shown = state.wanted ?? (standing && wishesOf(standing));

  const met = async (problem) => {
    held.current.next = null;
    if (problem.code !== "changed-meanwhile") return setState({ said: "", problem });
    loaded.set(await api.preferences());
    return setState({ said: "elsewhere" });
  };

  const sendAll = async (version) => {
    let at = version;
    while (held.current.next) {
      const wishes = held.current.next;
      held.current.next = null;
      const saved = await api.savePreferences({ version: at, ...wishes });
      at = saved.version;
      loaded.set(saved);
    }
    setState({ said: "saved" });
  };

  const want = async (patch) => {
    const wanted = { ...shown, ...patch };
    held.current.next = wanted;
    setState({ said: "saving", wanted });
    if (held.current.isOut) return;
    held.current.isOut = true;
    try {
      await sendAll(standing.version).catch(async (problem) => {
        if (!(problem instanceof Problem)) throw problem;
        await met(problem);
      });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      setState({ said: "", problem });
    } finally {
      held.current.isOut = false;
    }
  };
  return { shown, want, ...state };
}

const SAID = {
  saving: () => t("正在保存…"),
  saved: () => t("✓ 已保存"),
};

function Switch({ isOn, isOff, onTurn, label, detail, test }) {
  return html`<label class="palm-choice__row">
    <input type="checkbox" role="switch" checked=${isOn} disabled=${isOff} data-test=${test} onChange=${(event) => onTurn(event.target.checked)} />
    <span>${label}${detail && html`<small>${detail}</small>`}</span>
  </label>`;
}

function Ways({ ways, shown, want }) {
  const turn = (way, isOn) => want({ muted: isOn ? shown.muted.filter((one) => one !== way) : [...shown.muted, way] });
  return html`<fieldset class="palm-choice" data-test="ways">
    <legend class="palm-choice__legend">${t("有事时怎么提醒您")}</legend>
    ${ways.map((one) => {
      const isOn = !shown.muted.includes(one.way);
      return html`<${Switch} key=${one.way} isOn=${isOn} isOff=${isOn && !one.mayTurnOff} test=${`way-${one.way}`}
        label=${told(one.label)} detail=${told(one.why)} onTurn=${(next) => turn(one.way, next)} />`;
    })}
    <p class="palm-small">${t("按上面的顺序，先用能收到的第一种，只发一次。登录验证码和安全提醒不受这里影响。")}</p>
  </fieldset>`;
}

const choicesOf = (chosen) => [...new Set([...HALF_HOURS, chosen])].sort().map((at) => ({ value: at, label: at }));

function Quiet({ city, least, shown, want }) {
  const hours = shown.quietHours;
  const put = (patch) => want({ quietHours: { ...hours, ...patch } });
  return html`<fieldset class="palm-choice" data-test="quiet">
    <legend class="palm-choice__legend">${t("免打扰时段")}</legend>
    ${city && html`<p class="palm-small">${t`夜里 ${city.starts} 到 ${city.ends} 我们本来就不打扰您，不用设。`}</p>`}
    <${Switch} isOn=${Boolean(hours)} test="quiet-own" label=${t("另外再定一段不打扰的时间")}
      detail=${t`比如午休、夜班后补觉。加上夜里，每天至少要留出 ${least} 个小时。`} onTurn=${(isOn) => want({ quietHours: isOn ? USUAL : undefined })} />
    ${hours && html`<div class="palm-pair">
      <${SelectField} label=${t("从几点")} choices=${choicesOf(hours.starts)} value=${hours.starts} test="quiet-starts"
        onChange=${(event) => put({ starts: event.target.value })} />
      <${SelectField} label=${t("到几点")} choices=${choicesOf(hours.ends)} value=${hours.ends} test="quiet-ends"
        onChange=${(event) => put({ ends: event.target.value })} />
    </div>
    <p class="palm-small">${t("北京时间，每天都一样。不会因此错过：最后一天该告诉您的，照样发。")}</p>`}
  </fieldset>`;
}

function Wished({ loaded }) {
  const wishes = useWishes(loaded);
  if (!loaded.value) return null;
  const { ways, cityQuietHours, leastOpenHours } = loaded.value;
  const quiet = html`<${Quiet} city=${cityQuietHours} least=${leastOpenHours} ...${wishes} />`;
  return html`<section class="palm-card" data-test="wishes">
    ${wishes.said === "elsewhere" && html`<div role="alert"><${Note} kind="warn" title=${t("刚在别处改过")} test="elsewhere">
      <p>${t("这里换成了最新的。刚才这一下没有存，请再看一遍。")}</p><//></div>`}
    <${Ways} ways=${ways} ...${wishes} />
    ${isCare() && !wishes.shown.quietHours ? html`<details class="palm-more"><summary>${t("免打扰时段")}</summary>${quiet}</details>` : quiet}
    <p class="palm-saving" role="status" data-test="saved">${SAID[wishes.said]?.()}</p>
    <${ProblemNote} problem=${wishes.problem} />
  </section>
  <${Reading} wishes=${wishes} />`;
}

// The language is this phone's at once, and the person's for the next phone they sign in on.
function Reading({ wishes }) {
  const [isFailed, setFailed] = useState(false);
  const choose = async (choice) => {
    setFailed(false);
    try {
      await setLanguage(choice);
    } catch {
      setFailed(true);
      return;
    }
    wishes?.want({ language: choice });
  };
  return html`<section class="palm-card" data-test="reading">
    <${Choice} legend=${t("语言")} test="language" value=${language()} onChoose=${choose}
      choices=${[
        { value: "zh", label: html`<span lang="zh-CN">${t("中文")}</span>` },
        { value: "en", label: html`<span lang="en">English</span>` },
      ]} />
    ${isFailed && html`<p role="alert">${t("没有取下来。看看网络，再试一次。")}</p>`}
    ${isEnglish() && html`<p class="palm-small">${t("我们发的短信和依法出具的文书是中文的。")}</p>`}
    <${Switch} isOn=${isCare()} test="care" label=${t("长辈版")} onTurn=${setCare}
      detail=${t("字大、按钮大，每一页都能朗读。也叫关爱版、亲情版。")} />
  </section>`;
}

// Whoever acts for somebody by a mandate reads nothing of how that one's data is kept.
function Links() {
  const isAgent = Boolean(kept.read("agency"));
  return html`<${Cells} title=${t("账号和安全")} test="settings-account">
      <${LinkCell} to="/messages" label=${t("我们发给您的消息")} detail=${t("短信是不是我们发的，在这里对一对")} test="to-messages" />
      <${LinkCell} to="/sessions" label=${t("登录的设备")} detail=${t("看到不认识的，可以让它退出")} test="to-sessions" />
      <${LinkCell} to="/alerts" label=${t("安全提醒")} test="to-alerts" />
      <${LinkCell} to="/mandates" label=${t("谁能代表我")} detail=${t("让家里人、同事替您办，随时可以撤销")} test="to-mandates" />
    <//>
    <${Cells} title=${t("我的信息")} test="settings-data">
      <${LinkCell} to="/addresses" label=${t("我的地址")} detail=${t("收寄证照时直接选")} test="to-addresses" />
      ${!isAgent && html`<${LinkCell} to="/my-data" label=${t("我的信息")} detail=${t("下载一份，或者删除")} test="to-my-data" />`}
      ${!isAgent && html`<${LinkCell} to="/accesses" label=${t("谁看过我的信息")} detail=${t("也可以撤回刷脸的同意")} test="to-accesses" />`}
    <//>`;
}

function SignOut() {
  const leaving = useAction(async () => {
    await api.signOut();
    goInstead("/");
    window.location.reload(); // nothing of the person stays in the page's memory
  });
  return html`<${Button} kind="default" isBusy=${leaving.isBusy} test="sign-out" onClick=${leaving.perform}>${t("退出登录")}<//>
    <${ProblemNote} problem=${leaving.problem} again=${leaving.perform} />`;
}

export function Settings() {
  const loaded = useLoaded(api.preferences, []);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="settings" />`;
  return html`<${Page} title=${heading()} lead=${t("改了就存，不用另外点保存。")} test="settings">
    ${loaded.problem
      ? html`<${ProblemNote} problem=${loaded.problem} again=${loaded.again} /><${Reading} />`
      : html`<${Wished} loaded=${loaded} />`}
    <${Links} />
    ${loaded.problem && html`<${Note}><p>${t("提醒方式现在读不到，其他设置可以先改。")}</p><//>`}
    ${loaded.problem?.code !== "signed-out" && html`<${SignOut} />`}
  <//>`;
}
