/** Reads a list of staff that was uploaded, and looks its people up: the same for trial and registration. */
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { PartyKind } from '#/base/rules/roles.ts';
import type { TableRow } from '#/base/rules/tables-in/table.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { findAttachment } from '#/base/server/store/attachments.ts';
import { openTable, type Table } from '#/base/server/tables-in/open.ts';
import { findHeld, knownPerson, refuseRole, usernamesTaken } from '#/protection/server/door.ts';
import {
  doubles,
  mostStaff,
  placeColumns,
  readStaffRow,
  type StaffColumn,
  staffColumns,
  type StaffRow,
  type StaffTexts,
  type StaffTrouble,
} from '../rules/staff.ts';

export interface StaffPerson extends StaffRow {
  known: boolean;
}

export interface ReadList {
  people: StaffPerson[];
  troubles: StaffTrouble[];
}

export interface Place {
  projectId: string;
  party: { id: string; kind: PartyKind };
  today: string;
}

const limits = { fileBytes: 5 * 1024 * 1024, unpackedBytes: 50 * 1024 * 1024, rows: mostStaff, columns: 60 };

/** Only whoever uploaded it submits it: nobody feeds in what another has sent. */
export async function readStaffList(
  db: Db | Tx,
  objects: ObjectStore,
  { attachmentId, personId }: { attachmentId: string; personId: string },
  place: Place,
): Promise<ReadList | Refusal> {
  const file = await findAttachment(db, attachmentId);
  const usable = file?.purpose === 'staff' && file.state === 'stored' && file.created_by === personId;
  if (!usable || file.sha256 === null || file.file_name === null)
    return refuse('staff-not-a-list', {}, 'input.attachmentId');
  const opened = await openTable(await objects.get(file.sha256), { name: file.file_name, limits });
  if (isRefusal(opened)) return { ...opened, field: 'input.attachmentId' };
  await using table = opened;
  const read = await readRows(table, place.today);
  if (isRefusal(read)) return { ...read, field: 'input.attachmentId' };
  const twice = doubles(read.rows);
  const looked = await lookUp(db, read.rows, place);
  const troubles = [...read.troubles, ...twice, ...looked.troubles].sort((a, b) => a.row - b.row);
  return { people: looked.people, troubles };
}

async function readRows(
  table: Table,
  today: string,
): Promise<{ rows: StaffRow[]; troubles: StaffTrouble[] } | Refusal> {
  const columns = placeColumns((table.columns ?? []).map(({ name }) => name));
  if (isRefusal(columns)) return columns;
  const rows: StaffRow[] = [];
  const troubles: StaffTrouble[] = [];
  for await (const next of table.rows()) {
    if (isRefusal(next)) return next;
    const broken = brokenCells(next, columns);
    const read = broken.length > 0 ? broken : readStaffRow(next.row, textsOf(next, columns), today);
    if (Array.isArray(read)) troubles.push(...read);
    else rows.push(read);
  }
  return rows.length + troubles.length === 0 ? refuse('staff-none') : { rows, troubles };
}

type Columns = Partial<Record<StaffColumn, number>>;

const textsOf = ({ cells }: TableRow, columns: Columns): StaffTexts => {
  const text = (column: StaffColumn): string => {
    const at = columns[column];
    return at === undefined ? '' : (cells[at] ?? '');
  };
  return {
    name: text('name'),
    idKind: text('idKind'),
    idNumber: text('idNumber'),
    role: text('role'),
    username: text('username'),
  };
};

/** What the reader could not make out of the cells that are asked for: a number rounded by Excel, a formula that failed. */
const brokenCells = ({ row, troubles }: TableRow, columns: Columns): StaffTrouble[] =>
  troubles.flatMap(({ column: at, refusal }) => {
    const column = staffColumns.find((one) => columns[one] === at);
    return column === undefined ? [] : [{ row, column, refusal }];
  });

async function lookUp(
  db: Db | Tx,
  rows: readonly StaffRow[],
  place: Place,
): Promise<{ people: StaffPerson[]; troubles: StaffTrouble[] }> {
  const taken = await usernamesTaken(
    db,
    rows.flatMap(({ username }) => (username === null ? [] : [username])),
  );
  const people: StaffPerson[] = [];
  const troubles: StaffTrouble[] = [];
  for (const one of rows) {
    const { known, trouble } = await lookUpOne(db, one, taken, place);
    people.push({ ...one, known });
    if (trouble) troubles.push({ row: one.row, ...trouble });
  }
  return { people, troubles };
}

async function lookUpOne(
  db: Db | Tx,
  one: StaffRow,
  taken: ReadonlySet<string>,
  { projectId, party, today }: Place,
): Promise<{ known: boolean; trouble: Omit<StaffTrouble, 'row'> | null }> {
  const person = await knownPerson(db, one.idNumber);
  const nameTaken = one.username !== null && taken.has(one.username) && person?.username !== one.username;
  const said = (column: StaffColumn, refusal: Refusal | null) => ({
    ...{ known: person !== null, trouble: refusal && { column, refusal } },
  });
  if (person === null)
    return said('username', nameTaken ? refuse('staff-username-taken', { username: one.username ?? '' }) : null);
  if (person.name !== one.name) return said('name', refuse('staff-name-differs'));
  if (person.partyId !== party.id) return said('idNumber', refuse('staff-other-party'));
  if (one.username !== null && person.username !== null && person.username !== one.username)
    return said('username', refuse('staff-username-other'));
  if (nameTaken) return said('username', refuse('staff-username-taken', { username: one.username ?? '' }));
  const refused = refuseRole(person, one.role, today, null);
  if (refused) return said('role', refused);
  const held = await findHeld(db, person.id, one.role, projectId);
  const still = held && (held.valid_until === null || held.valid_until >= today);
  return said('role', still ? refuse('role-held') : null);
}
