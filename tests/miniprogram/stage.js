// A phone for the shell's pages: WeChat as far as they see it, an office that answers as told, and a finger.
"use strict";
const path = require("node:path");
const { JSDOM } = require("jsdom");

const SHELL = path.resolve(__dirname, "../../static/miniprogram");

const { window } = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true });
const { document } = window;
Object.assign(globalThis, { window, document });
for (const name of ["CustomEvent", "Element", "Event", "HTMLElement", "MouseEvent", "Node"]) globalThis[name] = window[name];
const simulate = require("miniprogram-simulate");

const VISITOR = { accessToken: "token-of-a-visitor", expiresAt: "2026-11-21T02:20:00Z", level: "none" };
const KNOWN = { accessToken: "token-of-jia", expiresAt: "2026-11-21T02:20:00Z", level: "phone", person: { name: "甲**" } };
const MATTER = "mtr_01je7jryg1e008000000000002";
const CONSENT = {
  version: "wechat-2026-11-22", title: "人脸信息处理单独同意书", text: "人脸核验由微信在其页面内在线完成。",
  alternatives: [
    { kind: "bank", title: "银行卡核验", how: "用本人银行卡和预留手机号核验。" },
    { kind: "counter", title: "预约窗口办理", how: "选择窗口和时间。" },
  ],
};

/** A refusal as the office writes it. */
const refusal = (status, code, more = {}) => ({ status, body: { type: `/problems/${code}`, title: "中文标题", status, ...more } });

class Page {
  constructor(rendered) {
    this.rendered = rendered;
    this.root = document.createElement("div");
    rendered.attach(this.root);
  }

  get instance() {
    return this.rendered.instance;
  }

  get data() {
    return this.rendered.data;
  }

  get text() {
    return this.root.textContent;
  }

  has(selector) {
    return this.rendered.querySelectorAll(selector).length > 0;
  }

  find(selector, index = 0) {
    const found = this.rendered.querySelectorAll(selector)[index];
    if (!found) throw new Error(`no ${selector} on the page`);
    return found;
  }

  /** The note of what went wrong, a component of its own. */
  get problem() {
    return this.data.problem?.code ?? "";
  }

  press(selector, index = 0) {
    this.find(selector, index).dispatchEvent("tap");
  }

  async tap(selector, index = 0) {
    this.press(selector, index);
    await settled();
  }

  async type(selector, value) {
    this.find(selector).dispatchEvent("input", { detail: { value } });
    await settled();
  }

  async fire(selector, event, detail) {
    this.find(selector).dispatchEvent(event, { detail });
    await settled();
  }
}

class Phone {
  constructor() {
    this.answers = new Map();
    this.requests = [];
    this.visited = [];
    this.storage = new Map();
    this.logins = 0;
    this.keys = 0;
    this.faces = [];
    this.said = [];
    this.pages = [{ route: "pages/start/start" }];
    this.settings = { language: "zh_CN", fontSizeSetting: 17 };
    this.build = "develop";
    this.answer("POST /v1/enterprise/session", () => VISITOR);
    for (const name of Object.keys(require.cache)) if (name.startsWith(SHELL)) delete require.cache[name];
    globalThis.wx = this.wechat();
    globalThis.App = (app) => {
      this.app = app;
    };
    globalThis.getCurrentPages = () => this.pages;
    this.lib("platform").pause = () => Promise.resolve();
  }

  /** What the office says to `POST /path`: a body, a refusal, a failure of the network by its errMsg, or later. */
  answer(operation, says) {
    this.answers.set(operation, typeof says === "function" ? says : () => says);
  }

  wechat() {
    const go = (how) => ({ url }) => this.visited.push(`${how} ${url}`);
    return {
      getStorageSync: (key) => this.storage.get(key) ?? "",
      setStorageSync: (key, value) => this.storage.set(key, value),
      getAppBaseInfo: () => this.settings,
      getAccountInfoSync: () => ({ miniProgram: { envVersion: this.build } }),
      setNavigationBarTitle: ({ title }) => {
        this.title = title;
      },
      getUpdateManager: () => ({
        onUpdateReady: (listener) => {
          this.updateReady = listener;
        },
        applyUpdate: () => this.visited.push("update"),
      }),
      navigateTo: go("to"),
      redirectTo: go("instead"),
      reLaunch: go("anew"),
      navigateBack: () => this.visited.push("back"),
      stopPullDownRefresh: () => this.visited.push("stop"),
      requirePrivacyAuthorize: ({ success, fail }) =>
        this.refusesGuideline ? fail({ errMsg: "requirePrivacyAuthorize:fail privacy permission is not authorized" }) : success({}),
      openPrivacyContract: () => this.visited.push("guideline"),
      openSetting: () => this.visited.push("settings"),
      showModal: () => Promise.resolve({ confirm: true }),
      login: ({ success }) => {
        this.logins += 1;
        success({ code: `code-${this.logins}` });
      },
      getRandomValues: ({ success }) => {
        this.keys += 1;
        success({ randomValues: new Uint8Array(16).fill(this.keys).buffer });
      },
      requestFacialVerify: ({ verifyId, success, fail }) => {
        this.faces.push(verifyId);
        if (this.cancelsFace) fail({ errMsg: "requestFacialVerify:fail cancel" });
        else success({});
      },
      requestSubscribeMessage: ({ tmplIds, success, fail }) => {
        this.asked = tmplIds;
        if (this.refusesWith) fail(this.refusesWith);
        else success(this.tapped);
      },
      getClipboardData: ({ success, fail }) => (this.clipboard === undefined ? fail({ errMsg: "fail" }) : success({ data: this.clipboard })),
      scanCode: ({ success, fail }) => (this.scanned ? success(this.scanned) : fail({ errMsg: "scanCode:fail cancel" })),
      request: (asked) => this.request(asked),
    };
  }

  request({ url, method, data, header, success, fail }) {
    const { pathname, search } = new URL(url);
    const request = { operation: `${method} ${pathname}`, search, header, body: data && JSON.parse(data) };
    this.requests.push(request);
    const answering = (this.answers.get(request.operation) ?? (() => refusal(404, "not-found")))(request);
    setImmediate(async () => {
      const says = await answering;
      if (says?.errMsg) fail(says);
      else if (says?.status) success({ statusCode: says.status, data: says.body });
      else success({ statusCode: says === null ? 204 : 200, data: says });
    });
  }

  lib(name) {
    return require(path.join(SHELL, "lib", name));
  }

  to(operation) {
    return this.requests.filter((request) => request.operation === operation);
  }

  /** Opens a page as WeChat does, and waits until it rests. */
  async open(name, query = {}) {
    const id = simulate.load(path.join(SHELL, "pages", name, name), { rootPath: SHELL, compiler: "official" });
    const page = new Page(simulate.render(id));
    if (page.instance.onLoad) page.instance.onLoad(query);
    if (page.instance.onShow) page.instance.onShow();
    await settled();
    return page;
  }
}

const TURNS = 60; // a chain of answers has a few links, each a turn of the loop

async function settled() {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

module.exports = { CONSENT, KNOWN, MATTER, Phone, SHELL, VISITOR, refusal, settled };
