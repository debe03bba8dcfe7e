// One HTTP exchange with the BFF. Every failure becomes a Problem with a title and what to do about it (RFC 9457).
import { held } from "./held.js";

const PATIENCE_MS = 20_000;
const FILE_PATIENCE_MS = 180_000; // a photograph of a megabyte on a slow network, without news of a byte that moved

// Which version of the page asks. The server names the oldest it still understands; raised when an older page would go wrong.
const CLIENT = "h5/1.0";

export class Problem extends Error {
  constructor({ code, title, status = 0, advice = "", detail = "", fields = [], instance = "", extra = {} }) {
    super(title);
    Object.assign(this, { code, title, status, advice, detail, fields, instance, extra });
  }

  // Whether it may have happened, or may work in a moment: the same key is sent again.
  get isUnsettled() {
    return this.status === 0 || this.status >= 500 || this.status === 429 || this.status === 401 || this.code === "face-needed";
  }

  fieldTitle(name) {
    return this.fields.find((each) => each.field === name)?.title ?? "";
  }
}

const OFFLINE = {
  code: "offline",
  title: "网络不通",
  advice: "请看看手机信号，连上后点“再试一次”。已经填好的内容都还在。",
};
const SLOW = { code: "slow", title: "网络太慢，还没有等到回答", advice: "点“再试一次”就好，不会重复提交。" };
const BROKEN = { code: "broken", title: "系统暂时没有回应", advice: "请过一会儿再试，不会重复提交。也可以到政务服务窗口办理。" };

let skewMs = 0;

// The server's idea of now: a wrong clock in the phone must not shorten or stretch a licence code.
export function serverNow() {
  return Date.now() + skewMs;
}

function learnClock(response) {
  const date = Date.parse(response.headers.get("date") ?? "");
  if (!Number.isNaN(date) && Math.abs(date - Date.now()) > 2000) skewMs = date - Date.now();
  else if (!Number.isNaN(date)) skewMs = 0;
}

async function problemOf(response) {
  const type = response.headers.get("content-type") ?? "";
  const told = type.includes("json") ? await response.json().catch(() => null) : null;
  if (!told?.title) return new Problem({ ...BROKEN, status: response.status });
  const { type: uri = "", title, detail, advice, fields, instance, status: _, ...extra } = told;
  const code = uri.split("/").pop() || "unknown";
  if (code === "client-too-old") window.dispatchEvent(new CustomEvent("palm-too-old"));
  return new Problem({ code, title, detail, advice, fields, instance, status: response.status, extra });
}

// A file goes as it is, with its own type; everything else as JSON.
const written = (body) => (body instanceof Blob ? body : body && JSON.stringify(body));
const typeOf = (body) => (body instanceof Blob ? body.type : "application/json");


// Read again, an answer we hold is asked for by its validator, and costs a hundred bytes while it is the same. `before`: the one
// that was asked for, which need not be held any more.
async function read(response, place, before) {
  if (response.status === 304 && before) return JSON.parse(before.text);
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) return response.blob();
  const text = await response.text();
  const etag = response.headers.get("etag");
  if (place && etag) held.keep(place, etag, text);
  return JSON.parse(text);
}

// `carry(path, options)` takes it there: `fetch`, or an upload (upload.js), which calls `options.onMove` as long as it gets on.
export async function exchange(method, path, { body, headers = {}, keepalive = false, carry = fetch } = {}) {
  const stop = new AbortController();
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), body instanceof Blob ? FILE_PATIENCE_MS : PATIENCE_MS);
  };
  wait();
  const place = method === "GET" && path.startsWith("/v1/citizen/") ? `${headers["Acting-For"] ?? ""} ${path}` : "";
  const before = place && held.of(place);
  try {
    const response = await carry(path, {
      method,
      keepalive,
      signal: stop.signal,
      cache: "no-store",
      credentials: "same-origin",
      headers: {
        Accept: "application/json",
        "Palm-Client": CLIENT,
        ...(body ? { "Content-Type": typeOf(body) } : {}),
        ...(before ? { "If-None-Match": before.etag } : {}),
        ...headers,
      },
      body: written(body),
      onMove: wait,
    });
    learnClock(response);
    if (!response.ok && response.status !== 304) throw await problemOf(response);
    return response.status === 204 ? null : await read(response, place, before);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(stop.signal.aborted ? SLOW : OFFLINE);
  } finally {
    clearTimeout(timer);
  }
}
