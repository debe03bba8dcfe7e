// The last answers to what was read, with their validators (ETag): in this page's memory, for as long as it is open.
// An answer is used again only when the server says that to this person, now, it is the same (304).
const MOST = 40;
const answers = new Map();

export const held = {
  of: (place) => answers.get(place),
  keep(place, etag, text) {
    answers.delete(place);
    answers.set(place, { etag, text });
    if (answers.size > MOST) answers.delete(answers.keys().next().value);
  },
  dropAll: () => answers.clear(),
};
