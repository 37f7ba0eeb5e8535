import { expect, test } from 'vitest';
import { carrierLabel, carrierSize, type CarrierStanding, carrierText, gigabytes, refuseTransfer } from './transfer.ts';

const ready: CarrierStanding = {
  ...{ target: '移交盘 01', written: 'done', number: '2026-001-SIP01', state: 'made', sampled: 'passed' },
  check: { state: 'examined', verdict: 'passed' },
  reading: { whole: true },
  transferred: null,
};

test('7.2-5 a carrier goes over only when all of it has passed; each refusal says what is missing', () => {
  const cases: [Partial<CarrierStanding>, string | null][] = [
    [{}, null],
    [{ written: 'waiting' }, 'carrier-not-written'],
    [{ state: 'withdrawn' }, 'carrier-package-withdrawn'],
    [{ sampled: null }, 'sample-undecided'],
    [{ sampled: 'failed' }, 'sample-undecided'],
    [{ check: undefined }, 'check-missing'],
    [{ check: { state: 'running', verdict: 'open' } }, 'check-running'],
    [{ check: { state: 'examined', verdict: 'open' } }, 'check-open'],
    [{ check: { state: 'examined', verdict: 'failed' } }, 'check-failed'],
    [{ reading: null }, 'carrier-unread'],
    [{ reading: { whole: null } }, 'carrier-being-read'],
    [{ reading: { whole: false } }, 'carrier-damaged'],
    [{ transferred: '2026-0001' }, 'carrier-transferred'],
  ];
  for (const [change, code] of cases)
    expect(refuseTransfer({ ...ready, ...change })?.code ?? null, JSON.stringify(change)).toBe(code);
});

test('sizes stand in GB of 10⁹ bytes with three decimals, rounded, and stay exact beyond what a number holds', () => {
  expect(gigabytes(0n)).toBe('0.000');
  expect(gigabytes(499_999n)).toBe('0.000');
  expect(gigabytes(500_000n)).toBe('0.001');
  expect(gigabytes(1_234_567_890n)).toBe('1.235');
  expect(gigabytes(999_999_500n)).toBe('1.000');
  expect(gigabytes(12_345_678_901_234_567_890n)).toBe('12345678901.235');
});

test('a carrier is named by its number, kind and size, and nothing else can be written there', () => {
  expect(['2tb', '500 GB', ' 1.5 TB', '两 TB', '2', '2 TB 盘'].map(carrierSize)).toEqual([
    ...['2 TB', '500 GB', '1.5 TB'],
    ...[null, null, null],
  ]);
  expect(
    ['ZDA-2026.01', '郑档_盘01', '', 'a b', '关于土地改革的报告（草案）', '甲'.repeat(31)].map((one) =>
      carrierLabel.test(one),
    ),
  ).toEqual([true, true, false, false, false, false]);
  expect(carrierText('disk', '2 TB').zh).toBe('移动硬盘 2 TB');
  expect(carrierText('online', null).zh).toBe('在线');
});
