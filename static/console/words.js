// What the desk says: codes of the office in the words of the people who work there; days counted in Beijing.
const BEIJING = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" });
const SHORT = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "long", day: "numeric" });

export const CHANGED = "可能是同事刚办过，或者这一件已经往下走了。请看最新的再决定，您填的内容还在。";

export const today = (now = Date.now()) => BEIJING.format(now);

export function daysUntil(on, from = today()) {
  return Math.round((Date.parse(`${on.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

export function dueWords(on) {
  const left = daysUntil(on);
  const said = SHORT.format(Date.parse(`${on.slice(0, 10)}T12:00:00+08:00`));
  if (left < 0) return `${said}到期，已过 ${-left} 天`;
  if (left === 0) return "今天到期";
  if (left === 1) return "明天到期";
  return `${said}到期，还有 ${left} 天`;
}

// In the order of the page; the number is the key after g.
export const QUEUES = [
  { queue: "push_lists", title: "待签清单", empty: "没有等着签的清单。" },
  { queue: "doubts", title: "疑点", empty: "没有拿不准的地址和名称。" },
  { queue: "calls", title: "电话联络", empty: "没有要打的电话。" },
  { queue: "instant", title: "秒批与抽查", empty: "规则没批的都看过了，抽查也做完了。" },
  { queue: "clocks", title: "补正与时限", empty: "没有快到期的办件，全是绿灯。" },
  { queue: "certificates", title: "旧证与快递", empty: "没有等着扫描的旧证，快递都正常。" },
  { queue: "grievances", title: "差评、错证与投诉", empty: "没有等着答复的。" },
  { queue: "stuck", title: "卡住的事", empty: "没有卡住的，一切都在走。" },
];

export const queueOf = (name) => QUEUES.find((each) => each.queue === name);

export const ROLES = {
  clerk: "窗口工作人员", chief: "科长", business: "业务管理员", security: "安全管理员", audit: "审计管理员",
};

// «deferral-1», «invitation-2»: which wording it was, as people count.
export const editionWords = (version) => `第 ${/(\d+)$/.exec(version)?.[1] ?? "1"} 版`;

// Of which bodies somebody works on the cases: none named is every body.
export const bodiesWords = (bodies, names) => bodies?.map((code) => names[code] ?? code).join("、") ?? "全部机关";
export const rolesWords = (roles) => roles.map((role) => ROLES[role] ?? role).join("、");

export const LIST_STATES = { prepared: "待签发", signed: "已签发", sent_back: "已退回", stopped: "已停止" };
export const DOUBT_STATES = { open: "待核实", cleared: "已核实：没有问题，照常提醒", moved: "已核实：确实搬了，不提醒", set_aside: "先不提醒" };
export const CUSTODY = {
  holder: "在持证人手里", courier: "在快递手里", counter: "在窗口", missing: "没有找到", absent: "没有收到", void: "已作废",
};
export const PIECES = { original: "正本", duplicate: "副本" };

export const pieceName = (piece) => `${PIECES[piece.kind] ?? piece.kind}${piece.kind === "original" && piece.serial === "1" ? "" : ` ${piece.serial}`}`;

export const FINDING_REASONS = {
  due: "应提示", "not-in-force": "事项未生效", unconfirmed: "待城市确认", "out-of-scope": "不在实施范围", "not-for-kind": "不属于服务对象",
  "open-matter": "已有在办", "never-again": "本人不再提醒", "too-late": "已过申请期限", moved: "实为迁移，不适用本事项", doubtful: "经核实不予推送",
  "already-current": "证照内容已与登记一致", "needs-clerk": "需人工核实", "no-contact": "无可用联系方式",
};
export const DOUBT_VERDICTS = { cleared: "没有搬，只是写法变了：照常提醒", moved: "确实搬了：不按这个事项提醒" };
export const ENTRY_VERDICTS = { cleared: "登记没有问题：照常提醒", set_aside: "还说不准：先不提醒" };
export const STUCK_KINDS = { job: "后台任务", "back-end": "对方系统没有回应", notice: "通知", filing: "报送审批系统", proposal: "秒批建议",
  shipment: "快递下单", request: "撤回或退件", revocation: "提请撤销", supplement: "提交补正", promise: "承诺结果", rating: "好差评上报", result: "推送监管部门" };
export const STUCK_STATES = { failed: "试了多次没有成", waiting: "还在自动重试", unknown: "不知道对方办没办", refused: "对方没有收", held: "要人打电话核实" };
export const ACCOUNT_STATES = { waiting: "等待激活", active: "在用", ended: "已停用" };
export const CHANGE_KINDS = { add: "加账号", end: "停用", recover: "重新激活", change_roles: "换角色", change_bodies: "改所辖机关" };
export const CHANGE_STATES = { asked: "等确认", confirmed: "已确认", refused: "没有同意" };
export const DIRECTIONS = { collect: "收回旧证", deliver: "送达新证", give_back: "退还旧证" };
export const WAYS = { courier: "快递", self_post: "本人自寄", counter: "窗口" };
export const COURIER_OUTCOMES = {
  coming: "答应来办，明天再看", no_answer: "没有打通", no_order: "快递公司没有这一单", has_order: "快递公司有这一单", lost: "快递公司确认丢了", settled: "和持证人商定补证",
};
export const REISSUE_REASONS = { lost: "快递丢了", never_arrived: "本人一直没有收到" };
export const ABSENT_REASONS = { not_handed_over: "持证人没有交", lost_declared: "丢了，已收遗失声明", other_parcel: "在另一个包裹里" };
export const CHANNELS = { h5: "手机网页", mini_program: "小程序", official_account: "公众号", app: "应用", sms: "短信", counter: "窗口", system: "系统", outside: "外部系统" };
export const INSTANT_STATES = { proposed: "已提交建议", adopted: "审批系统已采纳", by_hand: "转人工办理", not_granted: "规则没有批", chosen_staff: "申请人选了人工" };
export const REQUESTS = { withdrawal: "撤回申请", return: "退件" };
export const REQUEST_STATES = { asked: "已提出", told: "已告诉审批系统", refused: "审批系统没有同意", done: "已办结" };
export const ITEM_STATUS = { live: "在用", cancelled: "已取消", sample: "样例", draft: "起草中" };
export const VERSION_STATES = { shipped: "随程序", draft: "起草中", sent_back: "被退回", signed: "已签发", rolled_back: "已退回上一版", discarded: "已作罢" };
export const RECHECK_VERDICTS = { right: "批得对", wrong: "批错了" };
export const REVOCATION_BASES = {
  abuse_of_office: "工作人员滥用职权、玩忽职守作出的", beyond_authority: "超越法定职权作出的", against_procedure: "违反法定程序作出的",
  unqualified: "申请人不具备资格或者不符合法定条件", otherwise_provided: "依法可以撤销的其他情形", deceit: "申请人以欺骗、贿赂等不正当手段取得的",
};
export const REMEDIES = { corrected: "已在源头更正", stands: "核实无误，维持", issued: "已补发", mended: "已整改", explained: "已说明情况" };
export const RATING_LEVELS = { 5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意" };
export const CALL_REASONS = {
  call_me: "回复了 1：请打电话", not_this_time: "回复了 2：这次不办", not_me: "回复了 3：不是我", other: "回复了别的话", unreachable: "通知送不到",
  last_rung: "最后一次通知也没有回音", no_smartphone: "没有智能手机", unfinished: "表单填了一半",
};
export const NOTED_REASONS = { no_smartphone: "没有智能手机", call_me: "请我们打电话", other: "别的" };
export const CALL_OUTCOMES = {
  reached_online: "打通了，自己在手机上办", form_prepared: "打通了，电话里填好了表，等本人确认", wants_counter: "打通了，要来窗口办",
  not_reached: "没有打通", wrong_number: "号码不对，不是本人", does_not_want: "打通了，这次不想办",
};
export const CALL_TELLS = { appointment_made: "约到窗口了", lapsed: "过了最晚申请日", moot: "已经办了，不用再打" };
export const CARRIERS = { ems: "邮政（EMS）", shunfeng: "顺丰" };
export const EXTENSION_STATES = { prepared: "等科长批准", signed: "已批准", sent_back: "已退回" };
