/** What the demonstration says while it plays, and what of it the summary needs. */
import type { Words } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';

export interface Step {
  words: Words;
  /** Milliseconds. */
  took: number;
}

/** What happened to images, as the server answered it. */
export interface Tally {
  /** Files whose bytes were sent. */
  sent: number;
  /** Of those, kept in quarantine. */
  quarantined: number;
  /** Pages that are not scanned, with their reason. */
  leftOut: number;
  /** Images of originals that were passed. */
  passed: number;
  defects: number;
  halts: number;
  /** Entries of what was described, and differences that an arbiter decided. */
  entries: number;
  differences: number;
}

export class Telling {
  readonly tally: Tally = {
    ...{ sent: 0, quarantined: 0, leftOut: 0, passed: 0, defects: 0, halts: 0, entries: 0, differences: 0 },
  };

  readonly steps: Step[] = [];
  /** How often the server refused what the story tried on purpose. */
  refusals = 0;
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  line(text = ''): void {
    this.#print(text);
  }

  /** What the machine, or the server, says of its own. */
  told(zh: string, en: string): void {
    this.#print(`    ▸ ${zh}  ${en}`);
  }

  say(zh: string, en: string): void {
    this.#print(`  · ${zh}  ${en}`);
  }

  /** The line that the server gave, with what it says to do. */
  refused(who: string, tried: Words, { zh, en, nextZh }: Problem): void {
    this.refusals += 1;
    this.#print(`  ✗ 拒绝 refused: ${who} ${tried.zh}：${zh}。${nextZh}。  (${tried.en}: ${en})`);
  }

  async step<T>(words: Words, body: () => Promise<T>): Promise<T> {
    this.#print(`\n${this.steps.length + 1} ${words.zh}  ${words.en}`);
    const begun = performance.now();
    try {
      return await body();
    } finally {
      this.steps.push({ words, took: performance.now() - begun });
    }
  }
}
