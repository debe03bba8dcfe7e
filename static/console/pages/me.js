// Whose session this is, and where else the account is signed in.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { Act, Press } from "../forms.js";
import { call, leave } from "../office.js";
import { Facts, Opened, Panel, Table, When } from "../parts.js";
import { rolesWords } from "../words.js";

export function Me({ me }) {
  const loaded = useLoaded(() => call("list_staff_sessions"), []);
  return html`<${Opened} title="我的账号" test="me" loaded=${loaded} tools=${html`<a href="#/">回到今日待办</a>`}>
    ${({ sessions }) => html`<${Panel}><${Facts} of=${[["姓名", me.name], ["登录名", me.login], ["角色", rolesWords(me.roles)], ["所辖机关", me.bodies?.map((each) => each.name).join("、") ?? "全部机关"],
        ["本次登录", html`<${When} at=${me.startedAt} />`], ["到时自动退出", html`<${When} at=${me.expiresAt} />`], ["多久不用会退出", `${me.idleMinutes} 分钟`]]} /><//>
      <${Panel} title="登录中的地方" test="sessions"><${Table} caption="登录中的地方" heads=${["登录于", "最后使用", "到时自动退出", ""]}
        rows=${sessions.map((each) => ({ key: each.sessionId, cells: [html`<${When} at=${each.startedAt} />`, html`<${When} at=${each.usedAt} />`, html`<${When} at=${each.expiresAt} />`,
          each.isThis ? "就是这里" : html`<${Press} label="让它退出" test="end-session" said="已退出" send=${() => call("end_staff_session", [each.sessionId])} done=${loaded.again} />`] }))} />
        <div class="desk-rows__more"><${Act} label="全部退出" kind="warn" test="sign-out-everywhere" lead="包括这里。要再用，请重新登录。"
          send=${() => call("sign_out_staff_everywhere")} done=${leave} /></div><//>`}
  <//>`;
}
