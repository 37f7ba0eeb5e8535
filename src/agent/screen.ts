/** Lines for whoever stands at the scanner: each is said when it becomes true, not again while it stays so. */
import type { Words } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { inWords, type Language } from './words.ts';

/** How long something may last before it is worth a line. Milliseconds. */
const worthMs = 3000;

export class Screen {
  readonly #language: Language;
  readonly #out: (line: string) => void;
  readonly #said = new Map<string, string>();
  readonly #since = new Map<string, { line: string; at: number }>();

  constructor(language: Language, out: (line: string) => void) {
    this.#language = language;
    this.#out = out;
  }

  line(text: string): void {
    this.#out(`${new Date().toTimeString().slice(0, 8)} ${text}`);
  }

  /** Under one topic the same is said once. */
  tell(topic: string, text: string): void {
    if (this.#said.get(topic) === text) return;
    this.#said.set(topic, text);
    this.line(text);
  }

  /** Said when it has been so for a while. */
  later(topic: string, text: string): void {
    const now = Date.now();
    const before = this.#since.get(topic);
    if (before?.line !== text) this.#since.set(topic, { line: text, at: now });
    else if (now - before.at > worthMs) this.tell(topic, text);
  }

  words(words: Words): string {
    return inWords(words, this.#language);
  }

  problem({ zh, en, nextZh, nextEn }: Pick<Problem, 'zh' | 'en' | 'nextZh' | 'nextEn'>): [what: string, next: string] {
    return this.#language === 'en' ? [en, nextEn] : [zh, nextZh];
  }
}
