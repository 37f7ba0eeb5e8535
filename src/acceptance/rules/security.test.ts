/** 7.1-6: whatever happens in a project, the overall acceptance is never reached while a security item is open. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '#/base/rules/refusal.ts';
import {
  type Finding,
  type ItemVerdict,
  refuseJudgement,
  refuseOverall,
  type Round,
  securityCodes,
  type SecurityCode,
  securityItems,
  securityVerdict,
} from './security.ts';

const clear: Finding = { facts: [], against: null };
const against: Finding = { facts: [], against: { zh: '有问题', en: 'a problem' } };

/** A project as it goes on: its rounds, the items of the newest, and what the registers say. */
class Project {
  readonly rounds: Round[] = [];
  items = new Map<SecurityCode, ItemVerdict | null>();
  readonly findings = new Map<SecurityCode, Finding>(
    securityCodes.filter((code) => securityItems[code].source === 'machine').map((code) => [code, clear]),
  );
  accepted = false;

  get told(): Partial<Record<SecurityCode, Finding>> {
    return Object.fromEntries(this.findings);
  }

  open(): void {
    if (this.rounds.at(-1)?.verdict === null) return;
    this.rounds.push({ verdict: null });
    this.items = new Map(securityCodes.map((code) => [code, null]));
  }

  judge(code: SecurityCode, verdict: ItemVerdict, attachments: number): void {
    if (this.rounds.at(-1)?.verdict !== null) return;
    if (refuseJudgement(code, verdict, { attachments, finding: this.findings.get(code) ?? null })) return;
    this.items.set(code, verdict);
  }

  decide(): void {
    const round = this.rounds.at(-1);
    if (round?.verdict !== null) return;
    const verdict = securityVerdict(
      [...this.items].map(([code, one]) => ({ code, verdict: one })),
      this.told,
    );
    if (!isRefusal(verdict)) round.verdict = verdict;
  }

  overall(): void {
    if (refuseOverall(this.rounds, this.told) === null) this.accepted = true;
  }

  /** An item that was not judged, failed, lacks its papers, or has something against it in the registers. */
  get isOpen(): boolean {
    if (this.rounds.length === 0 || this.rounds.at(-1)!.verdict !== 'passed') return true;
    return securityCodes.some((code) => this.items.get(code) !== 'pass' || this.findings.get(code)?.against);
  }
}

const code = fc.constantFrom(...securityCodes);
const event: fc.Arbitrary<(project: Project) => void> = fc.oneof(
  { weight: 1, arbitrary: fc.constant((project: Project) => project.open()) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(code, fc.constantFrom<ItemVerdict>('pass', 'pass', 'pass', 'fail'), fc.constantFrom(0, 1, 1, 1))
      .map(
        ([one, verdict, papers]) =>
          (project: Project) =>
            project.judge(one, verdict, papers),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constant((project: Project) => {
      for (const one of securityCodes) project.judge(one, 'pass', 1);
    }),
  },
  { weight: 2, arbitrary: fc.constant((project: Project) => project.decide()) },
  {
    weight: 2,
    arbitrary: fc.tuple(code, fc.boolean()).map(([one, bad]) => (project: Project) => {
      if (project.findings.has(one)) project.findings.set(one, bad ? against : clear);
    }),
  },
  { weight: 3, arbitrary: fc.constant((project: Project) => project.overall()) },
);

describe('7.1-6 the overall acceptance', () => {
  test('7.1-6 is never reached while any security item is open, whatever happens before', () => {
    let reached = 0;
    fc.assert(
      fc.property(fc.array(event, { minLength: 5, maxLength: 120 }), (events) => {
        const project = new Project();
        for (const happen of events) {
          const before = project.accepted;
          happen(project);
          if (project.accepted && !before) {
            reached += 1;
            expect(project.isOpen).toBe(false);
          }
        }
      }),
      { numRuns: 12_000 },
    );
    // The property says something: some histories do come to their end.
    expect(reached).toBeGreaterThan(100);
  });

  test('7.1-6 is refused with the reason: nothing done, under way, failed, open again', () => {
    const codeOf = (rounds: readonly Round[], findings = {}) => refuseOverall(rounds, findings)?.code;
    expect(codeOf([])).toBe('security-missing');
    expect(codeOf([{ verdict: null }])).toBe('security-under-way');
    expect(codeOf([{ verdict: 'failed' }])).toBe('security-failed');
    expect(codeOf([{ verdict: 'passed' }, { verdict: null }])).toBe('security-under-way');
    expect(codeOf([{ verdict: 'passed' }], { custody: against })).toBe('security-open-again');
    expect(codeOf([{ verdict: 'failed' }, { verdict: 'passed' }], { custody: clear })).toBeUndefined();
  });
});

describe('7.1 an item', () => {
  test('7.1-2 that is entered by hand never passes without its papers', () => {
    expect(refuseJudgement('media', 'pass', { attachments: 0, finding: null })?.code).toBe('item-needs-paper');
    expect(refuseJudgement('media', 'pass', { attachments: 1, finding: null })).toBeNull();
    expect(refuseJudgement('media', 'fail', { attachments: 0, finding: null })).toBeNull();
  });

  test('7.1-3 7.1-4 that the registers speak against is refused, whoever judges it', () => {
    for (const code of ['playback', 'custody'] as const)
      expect(refuseJudgement(code, 'pass', { attachments: 3, finding: against })?.code).toBe('item-stands-against');
  });

  test('decides nothing while it was not looked at, and one that failed fails all', () => {
    const items = securityCodes.map((one) => ({ code: one, verdict: 'pass' as ItemVerdict | null }));
    expect(securityVerdict(items, {})).toBe('passed');
    expect(securityVerdict(items.slice(1), {})).toMatchObject({ code: 'items-open' });
    expect(securityVerdict([{ code: 'media', verdict: 'fail' }, ...items.slice(1)], {})).toBe('failed');
    expect(securityVerdict(items, { custody: against })).toMatchObject({ code: 'item-stands-against' });
  });
});
