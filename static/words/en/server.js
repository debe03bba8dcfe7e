// English of what the server says, asked by `told` only; {0} in a key stands for anything, and what is first fits first.
import account from "./account.js";
import happened from "./happened.js";
import items from "./items.js";
import laws from "./laws.js";
import problems from "./problems.js";
import ratings from "./ratings.js";
import sentences from "./sentences.js";
import states from "./states.js";
import timeline from "./timeline.js";

export default { ...account, ...happened, ...timeline, ...items, ...laws, ...states, ...problems, ...ratings, ...sentences };
