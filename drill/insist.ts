/** Requests that are sent again with their key until they are answered, and what was answered. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Answer, Refused, type Sent } from '#/app/client.ts';
import type { OutputOf, SentOf, ViewDecl, WriteDecl } from '#/base/rules/declare.ts';
import type { Who } from '../test/people.ts';

export interface Acknowledged {
  act: string;
  key: string;
  /** Sends the same again. */
  again(): Promise<Answer<unknown>>;
  answer: Answer<unknown>;
  /** When the first answer failed to come; null when it came. */
  unansweredAt: number | null;
}

/** Longer than any restart. */
const patienceMs = 90_000;

/** An outage or a shortage, not an answer. */
const notNow = (status: number): boolean => status === 503 || status === 502 || status === 429;

export class Insistence {
  readonly acknowledged: Acknowledged[] = [];
  /** Milliseconds that an act took the last time nothing was in its way. */
  readonly usual = new Map<string, number>();
  inFlight = 0;
  /** Told of each request as it goes out. */
  sending: (act: string) => void = () => undefined;

  async act<D extends WriteDecl>(who: Who, decl: D, sent: Sent<D>): Promise<OutputOf<D>> {
    const answer = await this.#insist(who, decl, sent);
    if ('output' in answer) return answer.output;
    throw 'problem' in answer ? new Refused(decl.name, answer.problem) : new Error(`${decl.name} waits for a second`);
  }

  /** The approval's id. */
  async ask<D extends WriteDecl>(who: Who, decl: D, sent: Sent<D>): Promise<string> {
    const answer = await this.#insist(who, decl, sent);
    if ('approval' in answer) return answer.approval.id;
    throw 'problem' in answer ? new Refused(decl.name, answer.problem) : new Error(`${decl.name} asked nobody`);
  }

  /** A read leaves nothing: it is only asked again. */
  async view<D extends ViewDecl>(
    who: Who,
    decl: D,
    sent: { subject?: string; input?: SentOf<D> } = {},
  ): Promise<OutputOf<D>> {
    const answer = await this.#untilAnswered(() => who.client.tryView(decl, sent));
    if ('output' in answer.given) return answer.given.output;
    throw new Error(`${decl.name}: ${JSON.stringify(answer.given)}`);
  }

  async #insist<D extends WriteDecl>(who: Who, decl: D, sent: Sent<D>): Promise<Answer<OutputOf<D>>> {
    const key = randomUUID();
    const again = (): Promise<Answer<OutputOf<D>>> => who.client.tryAct(decl, { ...sent, key });
    this.sending(decl.name);
    this.inFlight += 1;
    try {
      const { given, unansweredAt, ms } = await this.#untilAnswered(again);
      if (unansweredAt === null) this.usual.set(decl.name, ms);
      if (given.status < 300) this.acknowledged.push({ act: decl.name, key, again, answer: given, unansweredAt });
      return given;
    } finally {
      this.inFlight -= 1;
    }
  }

  async #untilAnswered<T>(
    ask: () => Promise<Answer<T>>,
  ): Promise<{ given: Answer<T>; unansweredAt: number | null; ms: number }> {
    const begun = Date.now();
    let unansweredAt: number | null = null;
    for (;;) {
      const given = await ask().catch(() => null);
      if (given !== null && !notNow(given.status)) return { given, unansweredAt, ms: Date.now() - begun };
      unansweredAt ??= Date.now();
      if (Date.now() - begun > patienceMs) throw new Error(`no answer for ${patienceMs / 1000} s`);
      await sleep(100);
    }
  }

  /** Each of these sent once more with its key; those that were answered otherwise than the first time. */
  async answeredOtherwise(from: number): Promise<string[]> {
    const wrong: string[] = [];
    for (const { act, again, answer } of this.acknowledged.slice(from)) {
      const { given } = await this.#untilAnswered(again);
      if (!isDeepStrictEqual(given, answer))
        wrong.push(`${act}: ${JSON.stringify(answer)}, sent again ${JSON.stringify(given)}`);
    }
    return wrong;
  }
}
