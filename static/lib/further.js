// Lists longer than a page: what follows is fetched when asked for, and added below.
import { useState } from "./html.js";
import { useAction } from "./state.js";

// `ask(cursor)` fetches a page; its rows stand under `name`. Once the first page ends somewhere else, what was added to it
// does not join on any more: a row at the border would be missing or stand twice.
export function useFurther(loaded, ask, name) {
  const border = loaded.value?.nextCursor;
  const [held, setHeld] = useState({});
  const added = border && held.border === border ? held : { rows: [], cursor: border };
  const more = useAction(async () => {
    const page = await ask(added.cursor);
    setHeld({ border, rows: [...added.rows, ...page[name]], cursor: page.nextCursor });
  });
  return { rows: [...(loaded.value?.[name] ?? []), ...added.rows], hasMore: Boolean(added.cursor), more };
}
