// Where else one may go from the first screen: six ways; in care mode what is used most, the rest behind one tap.
import { html } from "../lib/html.js";
import { t } from "../lib/language.js";
import { isCare } from "../lib/modes.js";
import { Cells, LinkCell } from "../lib/parts.js";

const wallet = (cards) => html`<${LinkCell} to="/wallet" label=${t("我的电子证照")} value=${cards ? t`${cards} 张` : ""} test="to-wallet" />`;
const items = () => html`<${LinkCell} to="/items" label=${t("办事指南，自己办")} test="to-items" />`;
const grievances = () => html`<${LinkCell} to="/grievances" label=${t("我的反映")} detail=${t("证有错、没收到、找茬吐槽")} test="to-grievances" />`;
const mandates = () => html`<${LinkCell} to="/mandates" label=${t("谁能代表我")} detail=${t("让家里人、同事替您办，随时可以撤销")} test="to-mandates" />`;
const messages = () => html`<${LinkCell} to="/messages" label=${t("我们发给您的消息")} test="to-messages" />`;
const code = () => html`<${LinkCell} to="/code" label=${t("输入办理码")} test="to-code" />`;
const message = () => html`<${LinkCell} to="/message" label=${t("这条短信真的是你们发的吗？")} test="to-message" />`;
const helper = () => html`<${LinkCell} to="/helper" label=${t("让家人替我办")} detail=${t("家人用自己的手机办，您随时可以收回")} test="to-helper" />`;

const settings = (alerts) => html`<${LinkCell} to="/settings" label=${t("设置")} detail=${t("提醒、设备、谁看过我的信息、我的信息")}
  value=${alerts ? t`${alerts} 条未读` : ""} test="to-settings" />`;

const call = () => html`<a class="weui-cell weui-cell_access palm-cell" href="tel:12345" data-test="call-12345">
  <div class="weui-cell__bd"><p>${t("打电话找人工")}</p><p class="palm-cell__detail">12345</p></div><div class="weui-cell__ft"></div></a>`;

// `isAgent`: wallet, complaints and one's own data are the principal's own, and not offered to whoever acts for them.
export function More({ cards, alerts, isAgent }) {
  if (isCare()) {
    return html`<${Cells} test="care-ways">${!isAgent && wallet(cards)}${!isAgent && helper()}${call()}<//>
      <details class="palm-more palm-inset" data-test="more"><summary>${t("更多…")}</summary>
        <${Cells}>${items()}${!isAgent && grievances()}${mandates()}${messages()}${settings(alerts)}${code()}${message()}<//></details>`;
  }
  return html`<${Cells}>${!isAgent && wallet(cards)}${items()}${!isAgent && grievances()}${mandates()}${messages()}${settings(alerts)}<//>
    <details class="palm-more palm-inset" data-test="more"><summary>${t("更多…")}</summary><${Cells}>${code()}${message()}<//></details>`;
}
