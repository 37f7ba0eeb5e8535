/** Reads the table of a recogniser (connectionist temporal classification): repeats are one letter, blanks part them. */

export interface Steps {
  /** Probability of each letter at each step, step by step; letter 0 is the blank. */
  values: Float32Array;
  /** Where this line begins in `values`. */
  offset: number;
  steps: number;
  letters: number;
}

export interface Read {
  text: string;
  /** Mean probability of its letters; 0 of an empty line. */
  confidence: number;
}

export function readSteps({ values, offset, steps, letters }: Steps, alphabet: readonly string[]): Read {
  let text = '';
  let [sum, count] = [0, 0];
  let last = 0;
  for (let step = 0; step < steps; step += 1) {
    const from = offset + step * letters;
    let best = 0;
    let probability = values[from]!;
    for (let letter = 1; letter < letters; letter += 1) {
      const value = values[from + letter]!;
      if (value > probability) [best, probability] = [letter, value];
    }
    if (best !== 0 && best !== last) {
      text += alphabet[best] ?? '';
      sum += probability;
      count += 1;
    }
    last = best;
  }
  return { text, confidence: count === 0 ? 0 : sum / count };
}
