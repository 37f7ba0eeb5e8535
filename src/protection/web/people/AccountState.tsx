import { Space } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import type { personList } from '../../rules/api/people.ts';
import { strings } from './strings.ts';

export type Person = RowOf<typeof personList>;

const accountTones: Record<'none' | 'pending' | 'active' | 'suspended' | 'disabled', Tone> = {
  none: 'off',
  pending: 'attention',
  active: 'done',
  suspended: 'alarm',
  disabled: 'off',
};

/** State of a person's account, in word, pattern and colour. */
export function AccountState({ person }: { person: Person }) {
  const s = useStrings(strings).people;
  const state = person.account?.state ?? 'none';
  return (
    <Space size={4}>
      <StatusTag tone={accountTones[state]}>{s.states[state as keyof typeof s.states]}</StatusTag>
      {person.account?.lockedUntil && <StatusTag tone="alarm">{s.locked}</StatusTag>}
    </Space>
  );
}
