// The states every page of either front has: loading, ready, failed; and an action that is idle, busy or refused.
import { useCallback, useEffect, useRef, useState } from "./html.js";
import { Problem } from "./wire.js";

const STALE_MS = 15_000;

export function useLoaded(load, names) {
  const [state, setState] = useState({ loading: true });
  const turn = useRef(0);
  const loadedAt = useRef(0);
  const fetchIt = useCallback(async (isQuiet) => {
    const mine = ++turn.current;
    if (!isQuiet) setState({ loading: true });
    try {
      const value = await load();
      loadedAt.current = Date.now();
      if (mine === turn.current) setState({ value });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (mine === turn.current) setState((before) => (isQuiet && before.value ? before : { problem }));
    }
  }, names);
  useEffect(() => {
    fetchIt(false);
    return () => { turn.current += 1; };
  }, names);
  return {
    ...state,
    isStale: () => Date.now() - loadedAt.current > STALE_MS,
    again: () => fetchIt(false),
    refresh: () => fetchIt(true),
    set: (value) => setState({ value }),
    change: (step) => setState((before) => ({ value: step(before.value) })),
  };
}

// A parcel moves while the phone is in a pocket: coming back to the page shows the news without a tap.
export function useFreshOnReturn(loaded) {
  const held = useRef(loaded);
  held.current = loaded;
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible" && held.current.value && held.current.isStale()) held.current.refresh();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
}

// `told(problem)` hears of every refusal, after the page does.
export function useDoing(run, told = () => {}) {
  const [state, setState] = useState({});
  const busy = useRef(false);
  const perform = async (...given) => {
    if (busy.current) return undefined; // the second of a double tap
    busy.current = true;
    setState({ isBusy: true });
    try {
      const answer = await run(...given);
      setState({});
      return answer;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      setState({ problem });
      told(problem);
      return undefined;
    } finally {
      busy.current = false;
    }
  };
  // The browser may bring the page back from its cache exactly as it was left, still busy.
  useEffect(() => {
    const wake = (event) => {
      if (!event.persisted) return;
      busy.current = false;
      setState({});
    };
    window.addEventListener("pageshow", wake);
    return () => window.removeEventListener("pageshow", wake);
  }, []);
  return { perform, clear: () => setState({}), ...state };
}

// Something done every few seconds while the page is shown.
export function useEvery(ms, run) {
  const held = useRef(run);
  held.current = run;
  useEffect(() => {
    if (!ms) return undefined;
    const timer = setInterval(() => held.current(), ms);
    return () => clearInterval(timer);
  }, [ms]);
}
