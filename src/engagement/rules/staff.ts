/** Lists of staff (人员名单, 3.2 to 3.5): what a row must say, and what is wrong with one. */
import type { Words } from '#/base/rules/declare.ts';
import { listed, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { roleNames, type WorkingRole, workingRoles } from '#/base/rules/roles.ts';

/** One list is agreed to by one person who reads every row of it. */
export const mostStaff = 50;

export const staffColumns = ['name', 'idKind', 'idNumber', 'role', 'username'] as const;
export type StaffColumn = (typeof staffColumns)[number];

export const staffColumnNames: Record<StaffColumn, Words> = {
  name: { zh: '姓名', en: 'Name' },
  idKind: { zh: '证件类型', en: 'Kind of document' },
  idNumber: { zh: '证件号', en: 'Document number' },
  role: { zh: '岗位', en: 'Role' },
  username: { zh: '登录名', en: 'Login name' },
};

/** What headings are called elsewhere. */
const headings: Record<StaffColumn, readonly string[]> = {
  name: ['姓名', '人员姓名', 'name'],
  idKind: ['证件类型', '证件种类'],
  idNumber: ['证件号', '证件号码', '身份证号', '身份证号码', '公民身份号码', 'id number'],
  role: ['岗位', '工种', '岗位名称', 'role'],
  username: ['登录名', '用户名', '账号', 'username'],
};

const needed: readonly StaffColumn[] = ['name', 'idNumber', 'role'];

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();

/** Which column says what, or which headings are missing or stand twice. */
export function placeColumns(names: readonly string[]): Partial<Record<StaffColumn, number>> | Refusal {
  const found: Partial<Record<StaffColumn, number>> = {};
  for (const column of staffColumns) {
    const at = names.flatMap((name, index) => (headings[column].includes(plain(name)) ? [index] : []));
    if (at.length > 1) return refuse('staff-heading-twice', { column: staffColumnNames[column] });
    if (at[0] !== undefined) found[column] = at[0];
  }
  const missing = needed.filter((column) => found[column] === undefined);
  return missing.length === 0
    ? found
    : refuse('staff-heading-missing', {
        columns: listed(missing.map((column) => staffColumnNames[column])),
      });
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checks = '10X98765432';

/** 3.2-3: an identity number of a citizen, by GB 11643-1999: day of birth and check digit. `today` as YYYY-MM-DD. */
export function idNumberFault(number: string, today: string): 'length' | 'birth' | 'check' | null {
  if (!/^\d{17}[\dX]$/.test(number)) return 'length';
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const instant = new Date(`${birth}T00:00:00Z`);
  const real = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(birth);
  if (!real || birth < '1900-01-01' || birth > today) return 'birth';
  const sum = weights.reduce((all, weight, at) => all + weight * Number(number[at]), 0);
  return checks[sum % 11] === number[17] ? null : 'check';
}

export const writeIdNumber = (text: string): string => plain(text).toUpperCase();

/** As it may be seen: 410***********0011. */
export const maskIdNumber = (number: string): string =>
  number.length < 8 ? number : `${number.slice(0, 3)}${'*'.repeat(number.length - 7)}${number.slice(-4)}`;

export const workingRoleOf = (text: string): WorkingRole | null =>
  workingRoles.find((role) => [roleNames[role].zh, roleNames[role].en, role].map(plain).includes(plain(text))) ?? null;

/** A row as it was read. */
export type StaffTexts = Record<StaffColumn, string>;

export interface StaffRow {
  row: number;
  name: string;
  idNumber: string;
  role: WorkingRole;
  username: string | null;
}

export interface StaffTrouble {
  row: number;
  column: StaffColumn;
  refusal: Refusal;
}

/** What can be said of a row by itself. Whoever is known already is looked up afterwards. */
export function readStaffRow(row: number, texts: StaffTexts, today: string): StaffRow | StaffTrouble[] {
  const troubles: StaffTrouble[] = [];
  const say = (column: StaffColumn, refusal: Refusal): void => void troubles.push({ row, column, refusal });
  const name = texts.name.normalize('NFC').trim();
  if (name === '') say('name', refuse('staff-empty'));
  else if (name.length > 50) say('name', refuse('staff-name-long', { length: name.length }));
  const kind = plain(texts.idKind);
  if (!['', '身份证', '居民身份证', '中华人民共和国居民身份证'].includes(kind))
    say('idKind', refuse('staff-id-kind', { kind: texts.idKind }));
  const idNumber = writeIdNumber(texts.idNumber);
  const fault = idNumber === '' ? null : idNumberFault(idNumber, today);
  if (idNumber === '') say('idNumber', refuse('staff-empty'));
  else if (fault) say('idNumber', refuse(`staff-id-${fault}`));
  const role = workingRoleOf(texts.role);
  if (texts.role.trim() === '') say('role', refuse('staff-empty'));
  else if (!role)
    say('role', refuse('staff-role', { role: texts.role, roles: listed(workingRoles.map((one) => roleNames[one])) }));
  const username = plain(texts.username);
  if (username !== '' && !/^[a-z0-9][a-z0-9._-]{1,31}$/.test(username))
    say('username', refuse('staff-username', { username: texts.username }));
  if (troubles.length > 0 || !role) return troubles;
  return { row, name, idNumber, role, username: username === '' ? null : username };
}

/** Nobody stands in a list twice, and no two of it would sign in by one name. */
export function doubles(rows: readonly StaffRow[]): StaffTrouble[] {
  const first = (column: 'idNumber' | 'username', at: number): StaffTrouble[] => {
    const one = rows[at];
    if (!one || one[column] === null) return [];
    const other = rows.slice(0, at).find((former) => former[column] === one[column]);
    return other ? [{ row: one.row, column, refusal: refuse('staff-twice', { row: other.row }) }] : [];
  };
  return rows.flatMap((_, at) => [...first('idNumber', at), ...first('username', at)]);
}

/** One end for all (固定截止日期), not beyond the project's. */
export function refusePeriod(
  { from, until }: { from: string; until: string },
  project: { endsOn: string },
  today: string,
): Refusal | null {
  if (until < from || until < today) return refuse('staff-until', {}, 'input.until');
  return until > project.endsOn ? refuse('staff-until-beyond', { day: project.endsOn }, 'input.until') : null;
}

/** How somebody stands in a project. */
export const staffStates = ['coming', 'working', 'over', 'left'] as const;
export type StaffState = (typeof staffStates)[number];

export const staffStateNames: Record<StaffState, Words> = {
  coming: { zh: '未上岗', en: 'To come' },
  working: { zh: '在岗', en: 'At work' },
  over: { zh: '已到期', en: 'Over' },
  left: { zh: '已离场', en: 'Left' },
};

/** The last day passes by itself; leaving is an act, by which nothing may be in hand. */
export function staffState(one: { from: string; until: string | null; ended: boolean }, today: string): StaffState {
  if (one.ended) return 'left';
  if (one.from > today) return 'coming';
  return one.until !== null && one.until < today ? 'over' : 'working';
}
