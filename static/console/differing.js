// Where two short texts differ, character by character: for addresses a person compares, not for programs.
function lengths(a, b) {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  }
  return table;
}

function put(parts, text, isSame) {
  const last = parts[parts.length - 1];
  if (last?.isSame === isSame) last.text += text;
  else parts.push({ text, isSame });
}

export function differing(before, after) {
  const [a, b] = [[...before], [...after]];
  const table = lengths(a, b);
  const [left, right] = [[], []];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      put(left, a[i], true);
      put(right, b[j], true);
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && table[i + 1][j] >= table[i][j + 1])) put(left, a[i++], false);
    else put(right, b[j++], false);
  }
  return [left, right];
}
