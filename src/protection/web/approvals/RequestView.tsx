import type { ReactNode } from 'react';
import { roleNames, type Role } from '#/base/rules/roles.ts';
import { Descriptions, Table } from '#/base/web/antd.ts';
import { DigestText } from '#/base/web/DigestText.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { TimeText } from '#/base/web/TimeText.tsx';
import { backupList } from '../../rules/api/backup.ts';
import { personNames } from '../../rules/api/people.ts';
import { layOut, LongText } from '../fields/LongText.tsx';
import { strings } from './strings.ts';

interface Request {
  act: string;
  subject: string | null;
  input: Record<string, unknown>;
  late: Record<string, unknown> | null;
}

const isId = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/.test(text);

/** Names of the people, accounts and backup targets that a request may speak of, by id. */
function useNames(act: string): ReadonlyMap<string, string> {
  const permitted = usePermitted();
  const people = useView(personNames, { input: { limit: 200 } }, { enabled: permitted(personNames.name) });
  const ofBackup = act.startsWith('protection.backup') && permitted(backupList.name);
  const backups = useView(backupList, { input: { limit: 1 } }, { enabled: ofBackup });
  const names = new Map(backups.data?.targets.map((target) => [target.id, target.name]));
  for (const one of people.data?.items ?? []) {
    names.set(one.id, `${one.name}（${one.party}）`);
    if (one.accountId !== null) names.set(one.accountId, `${one.name}（${one.party}）`);
  }
  return names;
}

/** A request in words; under it the exact text, which is what the approval binds. */
export function RequestView({ request }: { request: string }) {
  const s = useStrings(strings);
  const { act, subject, input, late } = JSON.parse(request) as Request;
  const names = useNames(act);
  const fields: Readonly<Record<string, string>> = s.fields;
  const rows = [
    ...(subject === null ? [] : [['subject', subject] as const]),
    ...Object.entries(input),
    ...Object.entries(late ?? {}),
  ].filter(([, value]) => value !== null && value !== '');
  const tables = rows.flatMap(([name, value]) => (isTable(value) ? [[name, value] as const] : []));
  return (
    <>
      <Descriptions
        column={1}
        size="small"
        bordered
        items={rows
          .filter(([, value]) => !isTable(value))
          .map(([name, value]) => ({
            key: name,
            label: fields[name] ?? name,
            children: <Value name={name} value={value} names={names} />,
          }))}
      />
      {tables.map(([name, lines]) => (
        <RowsOf key={name} title={fields[name] ?? name} rows={lines} names={names} />
      ))}
      <details className="sc-exact">
        <summary>{s.exact}</summary>
        <LongText label={s.exact} text={layOut(request)} />
      </details>
    </>
  );
}

interface ValueProps {
  name: string;
  value: unknown;
  names: ReadonlyMap<string, string>;
}

function Value({ name, value, names }: ValueProps): ReactNode {
  const s = useStrings(strings);
  const words = useWords();
  if (typeof value === 'boolean') return value ? s.yes : s.no;
  if (Array.isArray(value)) return s.files(value.length);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (name === 'dailyAtHour') return `${text.padStart(2, '0')}:00`;
  if (name === 'occurredAt') return <TimeText at={text} />;
  if (name === 'seat') return s.seats[text as keyof typeof s.seats] ?? text;
  if (text in roleNames) return words(roleNames[text as Role]);
  if (isId(text)) return names.get(text) ?? <DigestText digest={text} />;
  return <span className="sc-whole">{text}</span>;
}

type Line = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is readonly Line[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'object' && one !== null);

/** Whether a request holds a table, which wants a wider dialog. */
export const hasRows = (request: string): boolean =>
  Object.values((JSON.parse(request) as Request).input).some(isTable);

interface RowsProps {
  title: string;
  rows: readonly Line[];
  names: ReadonlyMap<string, string>;
}

/** Every row of what is asked: whoever agrees to fifty people has read fifty names. */
function RowsOf({ title, rows, names }: RowsProps) {
  const s = useStrings(strings);
  const fields: Readonly<Record<string, string>> = { ...s.fields, ...s.rowFields };
  const columns = Object.keys(rows[0] ?? {}).toSorted((a, b) => orderOf(a) - orderOf(b));
  const head = `${title}　${s.rowsOf(rows.length)}`;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long table is scrolled by keys as well
    <div className="sc-request-rows" role="region" aria-label={head} tabIndex={0}>
      <p>{head}</p>
      <Table<Line>
        size="small"
        rowKey={(row) => JSON.stringify(row)}
        dataSource={rows}
        pagination={false}
        columns={columns.map((name) => ({
          title: fields[name] ?? name,
          render: (_, row) => (row[name] === null ? '—' : <Value name={name} value={row[name]} names={names} />),
        }))}
      />
    </div>
  );
}

/** Canonical requests sort their keys; people read a row from its number and name on. */
const first = ['row', 'name', 'idNumber', 'role', 'username'];
const orderOf = (name: string): number => (first.includes(name) ? first.indexOf(name) : first.length);
