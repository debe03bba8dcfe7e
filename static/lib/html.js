// The view library in one place, so that a page imports one module and a change of vendor touches one file.
import { Fragment, h, render } from "../vendor/preact.js";
import htm from "../vendor/htm.js";

export { useCallback, useEffect, useId, useMemo, useRef, useState } from "../vendor/preact-hooks.js";
export { Fragment, h, render };
export const html = htm.bind(h);
