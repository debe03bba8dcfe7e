// English of what the server says, asked by `told` only; {0} in a key stands for anything.
import account from "./account.js";
import happened from "./happened.js";
import items from "./items.js";
import problems from "./problems.js";
import states from "./states.js";

export default { ...account, ...happened, ...items, ...states, ...problems };
