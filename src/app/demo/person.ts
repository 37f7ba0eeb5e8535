/** Somebody with an account, at a browser of his own, with the card of codes that he carries. */
import { type Answer, type Client, Refused, type Sent } from '#/app/client.ts';
import type { OutputOf, SentOf, ViewDecl, WriteDecl } from '#/base/rules/declare.ts';
import { type Role, roleNames } from '#/base/rules/roles.ts';
import { approvalDecide, approvalList } from '#/protection/rules/api/approvals.ts';
import { loginPassword, loginSecondFactor, sessionStepUp } from '#/protection/rules/api/session.ts';
import type { Telling } from './telling.ts';

/** One for everybody of a demonstration; it is printed at the end. */
export const demoPassword = 'Songshan-2014-07';

interface Card {
  personId: string;
  name: string;
  role: Role;
  username: string;
  codes: string[];
}

export class Person {
  readonly client: Client;
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
  readonly username: string;
  /** Unused codes of his card. */
  readonly codes: string[];

  constructor(client: Client, card: Card) {
    this.client = client;
    this.personId = card.personId;
    this.name = card.name;
    this.role = card.role;
    this.username = card.username;
    this.codes = card.codes;
  }

  /** As the story names him: post and name. */
  get called(): string {
    return `${roleNames[this.role].zh.replace(/（.*）/, '')}${this.name}`;
  }

  #nextCode(): string {
    const code = this.codes.shift();
    if (code === undefined) throw new Error(`口令卡用完 ${this.name} has no code left`);
    return code;
  }

  /** Password, then a code of the card when the server asks for one. */
  async signIn(): Promise<void> {
    const step = await this.client.public(loginPassword, { username: this.username, password: demoPassword });
    if (step.next !== 'secondFactor') return;
    const { challenge } = step;
    await this.client.public(loginSecondFactor, {
      challenge: challenge ?? '',
      factor: 'card',
      code: this.#nextCode(),
    });
  }

  /** The second factor once more, as a weighty act asks for. */
  async prove(): Promise<void> {
    await this.client.act(sessionStepUp, { input: { factor: 'card', code: this.#nextCode() } });
  }

  /** Whatever the server answers; a stale proof is renewed first, as the page does. */
  async attempt<D extends WriteDecl>(decl: D, sent: Sent<D> = {}): Promise<Answer<OutputOf<D>>> {
    const answer = await this.#awake(() => this.client.tryAct(decl, sent));
    if (!('problem' in answer) || answer.problem.code !== 'step-up-required') return answer;
    await this.prove();
    return this.client.tryAct(decl, sent);
  }

  /** Whoever sat by until his session ended, while a machine was at work, signs in again. */
  async #awake<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
    const answer = await ask();
    if (!('problem' in answer) || answer.problem.code !== 'session-expired') return answer;
    await this.signIn();
    return ask();
  }

  async act<D extends WriteDecl>(decl: D, sent: Sent<D> = {}): Promise<OutputOf<D>> {
    const answer = await this.attempt(decl, sent);
    if ('output' in answer) return answer.output;
    throw 'problem' in answer ? new Refused(decl.name, answer.problem) : new Error(`${decl.name} waits for a second`);
  }

  async view<D extends ViewDecl>(decl: D, sent: { subject?: string; input?: SentOf<D> } = {}): Promise<OutputOf<D>> {
    const answer = await this.#awake(() => this.client.tryView(decl, sent));
    if ('output' in answer) return answer.output;
    throw 'problem' in answer ? new Refused(decl.name, answer.problem) : new Error(`${decl.name} waits for a second`);
  }

  /** One asks, the other agrees, the first carries out. */
  async withSecond<D extends WriteDecl>(second: Person, decl: D, sent: Sent<D>): Promise<OutputOf<D>> {
    const answer = await this.attempt(decl, sent);
    if (!('approval' in answer))
      throw 'problem' in answer ? new Refused(decl.name, answer.problem) : new Error(`${decl.name} asked nobody`);
    const approval = answer.approval.id;
    await second.agree(approval);
    return this.act(decl, { ...sent, approval });
  }

  async agree(approval: string): Promise<void> {
    const { items } = await this.view(approvalList, { input: {} });
    const row = items.find(({ id }) => id === approval);
    if (!row) throw new Error(`${this.name} does not see the request`);
    const input = { decision: 'approve' as const, digest: row.digest, comment: '' };
    await this.act(approvalDecide, { subject: approval, input });
  }

  /** Asks for what he must not see. */
  async mayNotSee<D extends ViewDecl>(
    telling: Telling,
    reason: string,
    decl: D,
    sent: { subject?: string; input?: SentOf<D> },
  ): Promise<void> {
    const answer = await this.#awake(() => this.client.tryView(decl, sent));
    if (!('problem' in answer)) throw new Error(`${decl.label.zh}没有被拒绝 ${decl.name} was not refused`);
    if (answer.problem.code !== reason) throw new Refused(decl.name, answer.problem);
    telling.refused(this.called, decl.label, answer.problem);
  }

  /** Tries what must not be: the story goes on only if the server refuses it, for one of these reasons. */
  async isRefused<D extends WriteDecl>(
    telling: Telling,
    reason: string | readonly string[],
    decl: D,
    sent: Sent<D>,
  ): Promise<void> {
    const answer = await this.attempt(decl, sent);
    if (!('problem' in answer)) throw new Error(`${decl.label.zh}没有被拒绝 ${decl.name} was not refused`);
    if (![reason].flat().includes(answer.problem.code)) throw new Refused(decl.name, answer.problem);
    telling.refused(this.called, decl.label, answer.problem);
  }
}
