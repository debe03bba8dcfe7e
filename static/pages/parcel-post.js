// The old certificate sent by oneself (自寄): by whom, and the number on the slip, so that both sides see its way.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/language.js";
import { Button, Choice, ProblemNote, TextField } from "../lib/parts.js";

const carriers = () => [{ value: "ems", label: t("中国邮政（EMS）") }, { value: "shunfeng", label: t("顺丰速运") }];
const NUMBER = /^[0-9A-Za-z]{6,32}$/;

export function PostedBy({ caseId, parcel, done }) {
  const [carrier, setCarrier] = useState("ems");
  const lawful = carriers().filter(({ value }) => parcel.carriers?.includes(value) ?? true); // 邮政法第五十五条
  const [waybill, setWaybill] = useState(parcel.waybill ?? "");
  const [said, setSaid] = useState({});
  const send = async () => {
    if (!NUMBER.test(waybill)) return setSaid({ slip: t("运单号是快递单上的那串字母和数字。") });
    setSaid({ isBusy: true });
    try {
      await api.enterWaybill(caseId, { carrier, waybill });
      setSaid({});
      return done();
    } catch (problem) {
      return setSaid({ problem });
    }
  };
  return html`<div class="palm-contact" data-test="post">
    <${Choice} legend=${t("交给了哪家快递")} choices=${lawful} value=${carrier} test="post-carrier" onChoose=${setCarrier} />
    <${TextField} label=${t("运单号")} maxlength="32" autocomplete="off" test="post-waybill" value=${waybill} slip=${said.slip}
      onInput=${(event) => setWaybill(event.currentTarget.value.trim().toUpperCase())} />
    ${said.problem && html`<${ProblemNote} problem=${said.problem} again=${send} />`}
    <${Button} isBusy=${said.isBusy} test="post-send" onClick=${send}>${parcel.waybill ? t("改成这个单号") : t("已经寄出")}<//>
  </div>`;
}
