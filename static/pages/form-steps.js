// One question at a time (长辈版): the parts of a form as steps, each with one big button; the step survives leaving the page.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t } from "../lib/language.js";
import { Button } from "../lib/parts.js";

// `steps`: {body, next, mayLeave}; the last has its own button in its body. `name`: under which the tab remembers the step.
export function Steps({ name, steps }) {
  const [held, setHeld] = useState(() => kept.read(name) ?? 0);
  const head = useRef(null);
  const isMoved = useRef(false);
  const at = Math.min(held, steps.length - 1);
  useEffect(() => {
    if (!isMoved.current) return;
    window.scrollTo(0, 0);
    head.current?.focus({ preventScroll: true });
  }, [at]);
  const go = (next) => {
    isMoved.current = true;
    setHeld(next);
    kept.write(name, next);
  };
  const step = steps[at];
  return html`<p class="palm-page__lead" tabindex="-1" ref=${head} data-test="step">${t`第 ${at + 1} 步，一共 ${steps.length} 步`}</p>
    ${step.body}
    ${at < steps.length - 1 && html`<${Button} test="step-next" onClick=${() => step.mayLeave() && go(at + 1)}>${step.next}<//>`}
    ${at > 0 && html`<${Button} kind="default" test="step-back" onClick=${() => go(at - 1)}>${t("上一步")}<//>`}`;
}
