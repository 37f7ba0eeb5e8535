import { expect, test } from 'vitest';
import { isRefusal } from '#/base/rules/refusal.ts';
import {
  doubles,
  idNumberFault,
  maskIdNumber,
  placeColumns,
  readStaffRow,
  refusePeriod,
  type StaffRow,
  staffState,
} from './staff.ts';

const today = '2026-11-26';
// Made up; the check digits are right.
const good = '11010519491231002X';
const texts = { name: '李扫描', idKind: '', idNumber: good, role: '扫描员', username: '' };
const codes = (change: object): unknown => {
  const read = readStaffRow(2, { ...texts, ...change }, today);
  return Array.isArray(read) ? read.map(({ column, refusal }) => [column, refusal.code]) : read;
};

test('an identity number has 18 digits, a day that was, and a check digit; others are refused', () => {
  expect(idNumberFault(good, today)).toBeNull();
  expect(idNumberFault('110105194912310021', today)).toBe('check');
  expect(idNumberFault('110105194902300028', today)).toBe('birth');
  expect(idNumberFault('110105209912310020', today)).toBe('birth');
  expect(idNumberFault('11010519491231002', today)).toBe('length');
  // What Excel leaves of a number that it took for one.
  expect(idNumberFault('1.10105E+17', today)).toBe('length');
  expect(maskIdNumber(good)).toBe('110***********002X');
});

test('columns are found by what they are called; a missing or a double one is refused by name', () => {
  expect(placeColumns(['序号', ' 姓 名', '身份证号码', '工种'])).toEqual({ name: 1, idNumber: 2, role: 3 });
  expect(placeColumns(['姓名', '岗位'])).toMatchObject({
    code: 'staff-heading-missing',
    params: { columns: { zh: '证件号' } },
  });
  expect(placeColumns(['姓名', '证件号', '岗位', '工种'])).toMatchObject({ code: 'staff-heading-twice' });
});

test('a row says who, with what number, as what; every fault of it is told by its column', () => {
  expect(codes({ idNumber: ' 110105 19491231 002x', role: ' 扫描员', username: 'Li.San' })).toEqual({
    ...{ row: 2, name: '李扫描', idNumber: good, role: 'scanner', username: 'li.san' },
  });
  expect(codes({ name: '', idNumber: '', role: '' })).toEqual([
    ['name', 'staff-empty'],
    ['idNumber', 'staff-empty'],
    ['role', 'staff-empty'],
  ]);
  expect(codes({ idKind: '护照', username: '李' })).toEqual([
    ['idKind', 'staff-id-kind'],
    ['username', 'staff-username'],
  ]);
  // 3.7-2, 5.6-8: neither who answers for security, nor a manager, nor an office goes by a list.
  for (const role of ['服务方安全保密专员', '服务方项目经理', '保密员', '档案保管员'])
    expect(codes({ role }), role).toEqual([['role', 'staff-role']]);
});

test('nobody is on a list twice, and no two would sign in by one name', () => {
  const row = (number: number, change: Partial<StaffRow>): StaffRow => ({
    ...{ row: number, name: '甲', idNumber: good, role: 'scanner', username: null, ...change },
  });
  const found = doubles([row(2, { username: 'a1' }), row(3, {}), row(4, { idNumber: 'x', username: 'a1' })]);
  expect(found.map(({ row: at, column, refusal }) => [at, column, refusal.params['row']])).toEqual([
    [3, 'idNumber', 2],
    [4, 'username', 2],
  ]);
});

test('a period ends within the project, and not before today', () => {
  const project = { endsOn: '2027-03-31' };
  const code = (from: string, until: string) => refusePeriod({ from, until }, project, today)?.code ?? null;
  expect(code('2026-12-01', '2027-03-31')).toBeNull();
  expect(code('2026-12-01', '2027-04-01')).toBe('staff-until-beyond');
  expect(code('2026-12-01', '2026-11-30')).toBe('staff-until');
  expect(code('2026-11-01', '2026-11-25')).toBe('staff-until');
});

test('the last day counts, the next one does not', () => {
  const state = (until: string | null, ended = false) => staffState({ from: '2026-11-01', until, ended }, today);
  expect([state(today), state('2026-11-25'), state(null), state(today, true)]).toEqual([
    ...['working', 'over', 'working', 'left'],
  ]);
  expect(staffState({ from: '2026-12-01', until: null, ended: false }, today)).toBe('coming');
  expect(isRefusal(placeColumns([]))).toBe(true);
});
