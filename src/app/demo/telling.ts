/** What the demonstration says while it plays, and what of it the summary needs. */
import type { Words } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';

export interface Step {
  words: Words;
  /** Milliseconds. */
  took: number;
}

export class Telling {
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
