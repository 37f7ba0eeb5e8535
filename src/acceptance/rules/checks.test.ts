import { describe, expect, test } from 'vitest';
import { faultNames, faultWords } from './check-faults.ts';
import {
  type Answered,
  checkCodes,
  checkItems,
  columns,
  properties,
  refuseAnswer,
  refuseUnchecked,
  resultOf,
  runVerdict,
  strangeLetter,
} from './checks.ts';

const good = { examined: 3, failed: 0, unseen: 0, applies: true };
const whole = (more: Partial<Record<string, Partial<Answered>>> = {}): Answered[] =>
  checkCodes.map((code) => ({ code, result: 'pass', answer: null, ...more[code] }));

describe('7.2 items of a check', () => {
  test('cover all four properties of DA/T 70 and all four columns of 7.2, each with its source', () => {
    for (const property of properties)
      expect(checkCodes.some((code) => checkItems[code].property === property)).toBe(true);
    for (const column of columns) expect(checkCodes.some((code) => checkItems[code].column === column)).toBe(true);
    for (const code of checkCodes) {
      expect(checkItems[code].source).toMatch(/^DA\/T \d+-\d{4} \d/);
      expect(checkItems[code].label.en).toMatch(/^[\x20-\x7e]+$/);
    }
    for (const { en } of Object.values(faultNames)) expect(en).toMatch(/^[\x20-\x7e]+$/);
  });

  test('7.2-4 what is not the machine’s is never passed by it: malware and carriers need a proof', () => {
    for (const code of checkCodes) {
      const { by } = checkItems[code];
      if (by !== 'machine') expect(resultOf(code, good)).toBe(by);
    }
    expect(resultOf('antivirus', good)).toBe('proof');
    expect(resultOf('carrier', undefined)).toBe('proof');
  });

  test('none passes by default: not looked at, nothing examined, partly unseen', () => {
    for (const code of checkCodes) expect(resultOf(code, undefined)).not.toBe('pass');
    expect(resultOf('opens', { ...good, examined: 0 })).toBe('person');
    expect(resultOf('opens', { ...good, unseen: 1 })).toBe('person');
    expect(resultOf('opens', { ...good, unseen: 1, failed: 1 })).toBe('fail');
    expect(resultOf('books', { ...good, examined: 0, applies: false })).toBe('na');
    expect(resultOf('opens', good)).toBe('pass');
  });
});

describe('the verdict of a run', () => {
  test('fails by one item, whatever waits beside it', () => {
    expect(runVerdict(whole({ digests: { result: 'fail' }, antivirus: { result: 'proof' } }))).toBe('failed');
    expect(runVerdict(whole({ antivirus: { result: 'proof', answer: 'fail' } }))).toBe('failed');
  });
  test('is open while one is unanswered, or not there', () => {
    expect(runVerdict(whole({ scope: { result: 'person' } }))).toBe('open');
    expect(runVerdict(whole().slice(1))).toBe('open');
    expect(runVerdict([])).toBe('open');
  });
  test('passes otherwise', () => {
    expect(runVerdict(whole({ books: { result: 'na' }, scope: { result: 'person', answer: 'pass' } }))).toBe('passed');
  });
});

describe('answers', () => {
  const one = (more: Partial<Answered>): Answered => ({ code: 'antivirus', result: 'proof', answer: null, ...more });
  test('7.2-4 a proof without its paper is refused', () => {
    expect(refuseAnswer(one({}), 0)?.code).toBe('check-needs-proof');
    expect(refuseAnswer(one({}), 1)).toBeNull();
    expect(refuseAnswer(one({ code: 'scope', result: 'person' }), 0)).toBeNull();
  });
  test('what was answered, or found by the machine, is not answered again', () => {
    expect(refuseAnswer(one({ answer: 'fail' }), 1)?.code).toBe('check-answered');
    expect(refuseAnswer(one({ code: 'digests', result: 'fail' }), 1)?.code).toBe('check-by-machine');
  });
});

test('7.2 the overall acceptance waits for the newest run of a package', () => {
  const of = (state: 'running' | 'examined' | 'stopped', verdict: 'passed' | 'failed' | 'open') =>
    refuseUnchecked('SIP01', { state, verdict })?.code ?? null;
  expect(refuseUnchecked('SIP01', undefined)?.code).toBe('check-missing');
  expect(of('stopped', 'open')).toBe('check-missing');
  expect(of('running', 'open')).toBe('check-running');
  expect(of('examined', 'open')).toBe('check-open');
  expect(of('examined', 'failed')).toBe('check-failed');
  expect(of('examined', 'passed')).toBeNull();
});

test('DA/T 70 1-6 letters that no list should hold', () => {
  expect(strangeLetter('关于2011年〔第3号〕文件的通知\n附件')).toBeNull();
  expect(strangeLetter('𠮷')).toBeNull();
  expect(strangeLetter('a\u0007')).toBe('U+0007');
  expect(strangeLetter('\uE815')).toBe('U+E815');
  expect(strangeLetter('\uFFFD')).toBe('U+FFFD');
  expect(strangeLetter('\u200B')).toBe('U+200B');
});

test('a failure is said in both languages', () => {
  expect(faultWords({ fault: 'gap', params: { number: 3 } })).toEqual({ zh: '缺第 3 幅', en: 'Number 3 is missing' });
});
