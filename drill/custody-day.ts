/** One batch through a day: counted, handed over, locked away, swept, given back. */
import type { WriteDecl } from '#/base/rules/declare.ts';
import type { Sent } from '#/app/client.ts';
import {
  batchApprove,
  batchRequest,
  batchShow,
  countScan,
  handoverOut,
  handoverReturn,
} from '#/custody/rules/api/batches.ts';
import { findingLift, haltReport, sweepClose, sweepScan, sweepShow } from '#/custody/rules/api/sweeps.ts';
import { workStore } from '#/custody/rules/api/work.ts';
import type { Direction } from '#/custody/rules/handover.ts';
import { approvalDecide, approvalList } from '#/protection/rules/api/approvals.ts';
import { sessionStepUp } from '#/protection/rules/api/session.ts';
import type { CustodyStaff } from '../test/custody-site.ts';
import { goodPassword, type Who } from '../test/people.ts';
import type { Insistence } from './insist.ts';

/** What is going on when the kill comes. */
export const phases = ['handover', 'sweep', 'count', 'return', 'close'] as const;
export type Phase = (typeof phases)[number];

/** The act that a phase is about. */
export const actOf: Record<Phase, WriteDecl> = {
  ...{ count: countScan, handover: handoverOut, sweep: sweepScan, close: sweepClose, return: handoverReturn },
};

export interface Scans {
  /** `batch/code/direction/side` of each count that was acknowledged. */
  counts: Set<string>;
  /** Codes of the sweep, likewise. */
  swept: Set<string>;
}

export class Day {
  readonly scans: Scans = { counts: new Set(), swept: new Set() };
  readonly #here: CustodyStaff;
  readonly #insist: Insistence;
  readonly #entering: (phase: Phase | null) => void;

  constructor(here: CustodyStaff, insist: Insistence, entering: (phase: Phase | null) => void) {
    this.#here = here;
    this.#insist = insist;
    this.#entering = entering;
  }

  /** Answers the sweep that was closed. The first of `codes` bears a mark: it is halted and stays out. */
  async run(codes: readonly string[], name: string): Promise<{ batchId: string; sweepId: string }> {
    const { keeper, leader, lead, projectId } = this.#here;
    await this.#proveAgain();
    const { batchId } = await this.#insist.act(keeper, batchRequest, {
      subject: projectId,
      input: { name, codes: [...codes] },
    });
    await this.#insist.act(lead, batchApprove, { subject: batchId, version: 1, input: {} });
    await this.#count(batchId, codes, 'out');
    await this.#agreed('handover', keeper, leader, handoverOut, { subject: batchId, input: { content: '人事档案' } });
    const [marked = '', inHand = '', ...others] = codes;
    await this.#insist.act(leader, haltReport, { input: { code: marked, page: '封面', mark: '秘密' } });
    for (const code of [marked, ...others])
      await this.#insist.act(leader, workStore, { input: { code, cabinet: 'G-1' } });
    const sweepId = await this.#sweep(inHand);
    await this.#insist.act(leader, workStore, { input: { code: inHand, cabinet: 'G-1' } });
    const back = [inHand, ...others];
    await this.#count(batchId, back, 'return');
    await this.#agreed('return', leader, keeper, handoverReturn, { subject: batchId, input: { content: '人事档案' } });
    return { batchId, sweepId };
  }

  async balance(batchId: string): Promise<string[]> {
    const { counts } = await this.#insist.view(this.#here.keeper, batchShow, { subject: batchId });
    const { total, out, halted, lost } = counts;
    return total === counts.in + out + halted + lost ? [] : [`the page of a batch says ${JSON.stringify(counts)}`];
  }

  /** A weighty act wants a proof that is minutes old at the most; the archive's people prove by their card. */
  async #proveAgain(): Promise<void> {
    const { keeper, leader } = this.#here;
    const password = { factor: 'password' as const, code: goodPassword };
    await this.#insist.act(leader, sessionStepUp, { input: password });
    const code = keeper.codes.shift();
    if (code === undefined) throw new Error('the keeper’s card is used up');
    await this.#insist.act(keeper, sessionStepUp, { input: { factor: 'card', code } });
  }

  async #count(batchId: string, codes: readonly string[], direction: Direction): Promise<void> {
    const { keeper, leader } = this.#here;
    this.#entering('count');
    const side = async (who: Who, name: string): Promise<void> => {
      for (const code of codes) {
        await this.#insist.act(who, countScan, { subject: batchId, input: { direction, code } });
        this.scans.counts.add(`${batchId}/${code}/${direction}/${name}`);
      }
    };
    await Promise.all([side(keeper, 'archive'), side(leader, 'vendor')]);
    this.#entering(null);
  }

  /** One asks, the other agrees with a factor of his own, the first carries out. */
  async #agreed<D extends WriteDecl>(phase: Phase, asker: Who, second: Who, decl: D, sent: Sent<D>) {
    const approval = await this.#insist.ask(asker, decl, sent);
    const { items } = await this.#insist.view(second, approvalList, { input: {} });
    const { digest = '' } = items.find(({ id }) => id === approval) ?? {};
    const input = { decision: 'approve' as const, digest, comment: '' };
    await this.#insist.act(second, approvalDecide, { subject: approval, input });
    this.#entering(phase);
    const output = await this.#insist.act(asker, decl, { ...sent, approval });
    this.#entering(null);
    return output;
  }

  /** Both sides scan what is out, but one that stays in hand; it is named, and lifted afterwards. */
  async #sweep(inHand: string): Promise<string> {
    const { keeper, leader, projectId } = this.#here;
    const { outstanding } = await this.#insist.view(keeper, sweepShow, { subject: projectId });
    const codes = outstanding.map(({ code }) => code).filter((code) => code !== inHand);
    this.#entering('sweep');
    const scan = async (who: Who, some: readonly string[]): Promise<void> => {
      for (const code of some) {
        await this.#insist.act(who, sweepScan, { input: { code, cabinet: 'G-1' } });
        this.scans.swept.add(code);
      }
    };
    const half = codes.length >> 1;
    await Promise.all([scan(keeper, codes.slice(0, half)), scan(leader, codes.slice(half))]);
    this.#entering(null);
    const closing = { subject: projectId, input: { reasons: [{ code: inHand, reason: '扫描未完' }] } };
    const { sweepId } = await this.#agreed('close', keeper, leader, sweepClose, closing);
    const { findings } = await this.#insist.view(keeper, sweepShow, { subject: projectId });
    for (const { id } of findings)
      await this.#insist.act(keeper, findingLift, { subject: id, input: { reason: '已入柜' } });
    return sweepId;
  }
}
