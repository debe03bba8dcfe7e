// What is being written: kept until it is handed in, whatever comes between (signing in, a face, a reload, Back).
// `isOfPerson`: it holds names or numbers of people, so it lives in memory alone and a reload forgets it.
import { useState } from "./html.js";
import { kept } from "./kept.js";

export function useDraft(name, first, { isOfPerson = false } = {}) {
  const read = () => ({ name, value: kept.read(name) ?? first });
  const [held, setHeld] = useState(read);
  const draft = held.name === name ? held : read(); // the same page may be about another thing now
  const keep = (value) => {
    setHeld({ name, value });
    if (isOfPerson) kept.hold(name, value);
    else kept.write(name, value);
  };
  return [draft.value, keep, () => kept.drop(name)];
}
