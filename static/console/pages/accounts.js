// Accounts of the office's people: one security administrator asks, a second one confirms.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { Act, choicesOf } from "../forms.js";
import { call, may } from "../office.js";
import { More, useMore } from "../more.js";
import { Opened, Panel, Table, When } from "../parts.js";
import { ACCOUNT_STATES, CHANGE_KINDS, CHANGE_STATES, ROLES, bodiesWords, rolesWords } from "../words.js";

const WHY = { name: "reason", label: "理由", kind: "long", max: 200 };
// What roles may stand together is the office's rule; the list offers only what it allows.
const ROLE = { name: "role", label: "角色", kind: "choice", choices: choicesOf(ROLES), hint: "一个账号一个角色。" };
// Of whose cases somebody works is asked of those alone who work on cases.
const AT_CASES = ["clerk", "chief"];
const bodyFields = (names, isAsked = () => true) => [
  { name: "scope", label: "所辖机关", kind: "choice", when: isAsked, choices: [{ value: "every", label: "全部机关", detail: "综合窗口选这一项。" },
    { value: "some", label: "只办几个机关的事", detail: "别的机关的办件、电话、旧证和投诉都看不到。" }] },
  { name: "bodies", label: "哪几个机关", kind: "ticks", when: (values) => isAsked(values) && values.scope === "some",
    choices: Object.entries(names).map(([value, label]) => ({ value, label })) },
];
const asWish = ({ role, scope, ...rest }) => ({ ...rest, ...(role ? { roles: [role] } : {}) });

const ask = (kind, login) => (body) => call("ask_account_change", [], { body: { kind, ...(login ? { login } : {}), ...asWish(body) } });
const askBodies = (login) => (body) => ask("change_bodies", login)(body.scope === "every" ? { reason: body.reason, everyBody: true } : body);

function Row({ account, names, done }) {
  if (!may("ask_account_change") || account.state === "ended") return null;
  const common = { done, said: "已提出，等另一位安全管理员确认" };
  const { login } = account;
  const hasBodies = account.roles.every((role) => AT_CASES.includes(role));
  return html`<div class="desk-tools">
    <${Act} label="换角色" title=${`${account.name}：换角色`} test=${`change-roles-${login}`} fields=${[ROLE, WHY]} send=${ask("change_roles", login)} ...${common} />
    ${hasBodies && html`<${Act} label="改所辖机关" title=${`${account.name}：改所辖机关`} test=${`change-bodies-${login}`} lead="另一位安全管理员确认后，现在的登录全部退出。"
      fields=${[...bodyFields(names), WHY]} initial=${account.bodies ? { scope: "some", bodies: account.bodies } : { scope: "every" }} send=${askBodies(login)} ...${common} />`}
    <${Act} label="重新激活" title=${`${account.name}：手机丢了或忘了密码`} test=${`recover-${login}`} lead="另一位安全管理员确认后，旧的密码、动态码和登录都失效，得到一个新的激活码。"
      fields=${[WHY]} send=${ask("recover", login)} ...${common} />
    <${Act} label="停用" kind="warn" title=${`停用 ${account.name}`} test=${`end-${login}`} lead="确认以后立刻退出，不能再登录。" fields=${[WHY]} send=${ask("end", login)} ...${common} />
  </div>`;
}

// Whose work is not about cases has none to name.
const bodiesOf = (account, names) => (account.roles.every((role) => AT_CASES.includes(role)) ? bodiesWords(account.bodies, names) : "—");

function Change({ change, names, done, me }) {
  const said = html`${change.reason}${change.activationKey && html`<p>激活码，只显示这一次，请当面交给本人：</p>
    <p class="desk-secret desk-code" data-test="activation-key">${change.activationKey}</p>`}`;
  const decide = (decision) => () => call("decide_account_change", [change.changeId], { body: { decision } });
  const isOwn = change.askedBy === me.name;
  const hands = change.state !== "asked" || !may("decide_account_change") ? `${CHANGE_STATES[change.state]}${change.decidedBy ? `（${change.decidedBy}）` : ""}`
    : isOwn ? "等另一位安全管理员确认"
    : html`<div class="desk-tools"><${Act} label="确认" kind="primary" test=${`confirm-${change.login}`} send=${decide("confirm")} done=${done} said="已确认" />
        <${Act} label="不同意" test=${`refuse-${change.login}`} send=${decide("refuse")} done=${done} said="没有同意" /></div>`;
  return { key: change.changeId, test: `change-${change.login}`, cells: [html`${CHANGE_KINDS[change.kind]}：${change.name}（${change.login}）`, rolesWords(change.roles), bodiesOf(change, names), said,
    html`${change.askedBy}　<${When} at=${change.askedAt} />`, hands] };
}

export function Accounts({ me }) {
  const loaded = useLoaded(async () => {
    const [accounts, changes, { bodies }] = await Promise.all([call("list_staff_accounts"), call("list_account_changes", [], { query: { limit: 50 } }), call("list_bodies")]);
    return { ...accounts, ...changes, names: Object.fromEntries(bodies.map((each) => [each.code, each.name])) };
  }, []);
  const more = useMore(loaded, "changes", (cursor) => call("list_account_changes", [], { query: { limit: 50, cursor } }));
  // The answer of a confirmation carries the key once; a fresh list would not show it again.
  const decided = (told) => loaded.change((value) => ({ ...value, changes: value.changes.map((each) => (each.changeId === told.changeId ? told : each)) }));
  return html`<${Opened} title="账号" test="accounts" loaded=${loaded} lead="加人、停用、换角色、改所辖机关、重新激活：一位安全管理员提出，另一位确认。">
    ${(value) => html`
      <${Panel} title="变更" test="changes"><${Table} caption="账号变更" empty="没有变更。" heads=${["变更", "角色", "所辖机关", "理由", "谁提出的", "结果"]}
        rows=${more.all.map((change) => Change({ change, names: value.names, done: decided, me }))} /><${More} of=${more} /><//>
      <${Panel} title="账号" test="all-accounts" tools=${may("ask_account_change") && html`<${Act} label="加一个账号" kind="primary" test="add-account"
          fields=${[{ name: "login", label: "登录名", max: 32, hint: "小写字母、数字和短横线。" }, { name: "name", label: "姓名", max: 50 }, ROLE, ...bodyFields(value.names, ({ role }) => AT_CASES.includes(role)), WHY]}
          send=${ask("add")} said="已提出，等另一位安全管理员确认" done=${loaded.again} />`}>
        <${Table} caption="账号" heads=${["姓名", "登录名", "角色", "所辖机关", "状态", ""]} rows=${value.accounts.map((account) => ({ key: account.login, test: `account-${account.login}`,
          cells: [account.name, account.login, rolesWords(account.roles), bodiesOf(account, value.names), ACCOUNT_STATES[account.state], html`<${Row} account=${account} names=${value.names} done=${loaded.again} />`] }))} /><//>`}
  <//>`;
}
