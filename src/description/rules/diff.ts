/** Two entries of one value beside each other: which letters both have, and which only one (字符比对). */

export interface Piece {
  /** In both, only in the first, or only in the second. */
  in: 'both' | 'first' | 'second';
  text: string;
}

/** Above so many pairs of letters what lies between the first and the last difference is told as one. */
const mostPairs = 4_000_000;

/** The pieces in their order: those of `both` and `first` make the one text, those of `both` and `second` the other. */
export function diff(one: string, other: string): Piece[] {
  const [a, b] = [[...one], [...other]];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail])
    tail += 1;
  const middle = between(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return joined([
    { in: 'both', text: a.slice(0, head).join('') },
    ...middle,
    { in: 'both', text: a.slice(a.length - tail).join('') },
  ]);
}

function between(a: readonly string[], b: readonly string[]): Piece[] {
  if (a.length * b.length > mostPairs)
    return [
      { in: 'first', text: a.join('') },
      { in: 'second', text: b.join('') },
    ];
  const common = longest(a, b);
  const at = (i: number, j: number): number => common[i * (b.length + 1) + j] ?? 0;
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      pieces.push({ in: 'both', text: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      pieces.push({ in: 'first', text: a[i] ?? '' });
      i += 1;
    } else {
      pieces.push({ in: 'second', text: b[j] ?? '' });
      j += 1;
    }
  }
  return pieces;
}

/** Length of the longest common subsequence of what follows each pair of places. */
function longest(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      common[i * width + j] =
        a[i] === b[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
  return common;
}

/** Neighbours of one kind are one piece, what only one has before what only the other has, and none is empty. */
function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  let [first, second] = ['', ''];
  const close = (): void => {
    if (first !== '') out.push({ in: 'first', text: first });
    if (second !== '') out.push({ in: 'second', text: second });
    [first, second] = ['', ''];
  };
  for (const piece of pieces) {
    if (piece.text === '') continue;
    if (piece.in === 'first') first += piece.text;
    else if (piece.in === 'second') second += piece.text;
    else {
      close();
      const last = out.at(-1);
      if (last?.in === 'both') last.text += piece.text;
      else out.push({ ...piece });
    }
  }
  close();
  return out;
}
