// The phone's states: what needs a new check of the face goes there and comes back.
import { NEEDS_CHECK } from "./api.js";
import { useDoing } from "./loading.js";
import { goAndCheck, useOnward } from "./route.js";

export { useEvery, useFreshOnReturn, useLoaded } from "./loading.js";

export function useAction(run) {
  const check = useOnward(goAndCheck);
  return useDoing(run, (problem) => NEEDS_CHECK.has(problem.code) && check(problem));
}
