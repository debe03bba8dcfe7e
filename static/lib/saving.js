// A form that saves by itself: edits gather for a moment, go out one after another, and meet other tabs by version.
import { api, NEEDS_CHECK, Problem } from "./api.js";
import { useEffect, useRef, useState } from "./html.js";
import { kept } from "./kept.js";
import { t } from "./language.js";
import { goAndCheck } from "./route.js";

const GATHER_MS = 700;

function merged(form, edits) {
  const fields = form.fields.map((field) => (edits.fields && field.key in edits.fields
    ? { ...field, value: edits.fields[field.key] } : field));
  return { ...form, ...edits, fields };
}

function joined(before, after) {
  return { ...before, ...after, ...(before.fields || after.fields ? { fields: { ...before.fields, ...after.fields } } : {}) };
}

const changedElsewhere = () => t("别处刚改过这张表，已换成最新的。");
const isEmpty = (edits) => Object.keys(edits).length === 0;

// `complete(edits)` gives the part worth sending: half a contact stays here until it is whole. `calls`: the phone's, or the counter's.
// What could not be saved comes through signing in anew, never written down; at the counter the next person must not meet it.
export function useSaving(caseId, server, setServer, complete, calls = api) {
  const unsaved = `unsaved ${caseId}`;
  const isOwn = calls === api;
  const [unfinished] = useState(() => (isOwn && kept.read(unsaved)) || null);
  const isStale = Boolean(unfinished) && unfinished.version !== server.version;
  const [edits, setEdits] = useState(unfinished && !isStale ? unfinished.edits : {});
  const [state, setState] = useState({ said: isStale ? changedElsewhere() : "" });
  const held = useRef({ edits, version: server.version, latest: server, sending: null, isLeft: false });
  const timer = useRef(0);

  const put = (next) => {
    held.current.edits = next;
    setEdits(next);
    if (isEmpty(next)) kept.drop(unsaved);
    else if (isOwn && (!held.current.isLeft || kept.read(unsaved))) kept.hold(unsaved, { edits: next, version: held.current.version });
  };

  // An answer of the server to something else (a dispute) is newer than what this page held.
  // What only reading it brings (the address book) stays as it was read.
  const take = (form) => {
    held.current.version = form.version;
    held.current.latest = form;
    setServer({ ...form, addresses: form.addresses ?? server.addresses });
  };

  const send = async (outgoing, keepalive) => {
    try {
      return await calls.saveForm(caseId, { version: held.current.version, ...outgoing }, keepalive);
    } catch (problem) {
      if (problem.code !== "form-changed") throw problem;
      // Another tab or the office changed it: take what is there now and lay this edit on top, once.
      const fresh = await calls.form(caseId);
      take(fresh);
      setState({ said: changedElsewhere() });
      return calls.saveForm(caseId, { version: fresh.version, ...outgoing });
    }
  };

  const saveOnce = async (keepalive) => {
    const outgoing = complete(held.current.edits);
    if (isEmpty(outgoing)) return true;
    const before = held.current.edits;
    setState({ said: t("正在保存…") });
    try {
      const saved = await send(outgoing, keepalive);
      take(saved);
      const left = Object.fromEntries(Object.entries(held.current.edits)
        .filter(([name, value]) => !(name in outgoing) || value !== before[name]));
      put(left);
      setState({ said: t("✓ 已保存") });
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      setState({ said: t("还没有保存"), problem });
      if (NEEDS_CHECK.has(problem.code) && !held.current.isLeft) goAndCheck(problem); // the way back leads here, not to where one is by now
      return false;
    }
  };

  const flush = async (keepalive = false) => {
    clearTimeout(timer.current);
    while (held.current.sending) await held.current.sending;
    held.current.sending = saveOnce(keepalive).finally(() => { held.current.sending = null; });
    return held.current.sending;
  };

  const change = (patch) => {
    put(joined(held.current.edits, patch));
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, GATHER_MS);
  };

  useEffect(() => {
    if (isStale) kept.drop(unsaved);
    else if (unfinished) flush();
    const leave = () => document.visibilityState === "hidden" && flush(true);
    document.addEventListener("visibilitychange", leave);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      held.current.isLeft = true;
      flush(true);
    };
  }, []);

  return { form: merged(server, edits), change, flush, take, forget: () => put({}), latest: () => held.current.latest, ...state };
}

// All forms of a matter side by side. The page is keyed by them: their number stands as long as it is shown.
export function useSavings(forms, setForm, complete, calls) {
  return forms.map(({ caseId, form }) => useSaving(caseId, form, (next) => setForm(caseId, next), complete, calls));
}
