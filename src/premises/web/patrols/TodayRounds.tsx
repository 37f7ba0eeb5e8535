import { wallClock } from '#/base/rules/site-time.ts';
import { Button, Empty, Table } from '#/base/web/antd.ts';
import { useStrings, useListing } from '#/base/web/locale.tsx';
import { usePrint } from '#/base/web/PrintPreview.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { usePermitted, useSession } from '#/base/web/session.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import { patrolSheet } from '../../rules/api/patrols.ts';
import type { RoundState } from '../../rules/patrol.ts';
import type { PatrolPlan } from './plan.ts';
import { strings } from './strings.ts';

const tones: Record<RoundState, Tone> = {
  done: 'done',
  later: 'plain',
  open: 'active',
  missed: 'alarm',
  idle: 'off',
};

type Round = PatrolPlan['today'][number];

/** How many rounds each side made this month, and who makes them (4.9-1, 4.9-2). */
export function Tally({ plan }: { plan: PatrolPlan }) {
  const s = useStrings(strings);
  const list = useListing();
  const { site, serverTime } = useSession();
  const month = wallClock(serverTime, site.timeZone).slice(0, 7);
  return (
    <section className="sc-tally" aria-label={s.tally(month)}>
      {plan.tally.map(({ side, due, done, missed }) => {
        const people = plan.patrollers.filter((one) => one.side === side).map(({ person }) => person.name);
        return (
          <div key={side} className="sc-panel sc-tally-side">
            <h2>
              {s.sides[side]} <span className="sc-faint sc-num">{month}</span>
            </h2>
            <dl>
              <div>
                <dt>{s.due}</dt>
                <dd className="sc-num">{due}</dd>
              </div>
              <div>
                <dt>{s.done}</dt>
                <dd className="sc-num">{done}</dd>
              </div>
              <div>
                <dt>{s.missed}</dt>
                <dd className={missed > 0 ? 'sc-num sc-tally-missed' : 'sc-num'}>{missed}</dd>
              </div>
              <div className="sc-tally-people">
                <dt>{s.patrollers}</dt>
                <dd>{people.length > 0 ? list(people) : <span className="sc-faint">{s.nobody}</span>}</dd>
              </div>
            </dl>
          </div>
        );
      })}
    </section>
  );
}

export function TodayRounds({ plan }: { plan: PatrolPlan }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const { site } = useSession();
  const { print, busy, problem, preview } = usePrint(patrolSheet);
  const clock = (at: string): string => wallClock(at, site.timeZone).slice(11, 16);
  const printSheet = ({ shift, side, from }: Round): Promise<void> =>
    print({ subject: shift.id, input: { on: wallClock(from, site.timeZone).slice(0, 10), side } });
  return (
    <>
      <ProblemAlert problem={problem} />
      <Table<Round>
        size="small"
        rowKey={({ shift, side }) => `${shift.id}/${side}`}
        pagination={false}
        dataSource={plan.today}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={s.emptyToday} /> }}
        columns={[
          {
            title: s.time,
            render: (_, { from, to }) => <span className="sc-num">{`${clock(from)}–${clock(to)}`}</span>,
          },
          { title: s.shift, render: (_, { shift }) => shift.name },
          { title: s.side, render: (_, { side }) => s.sides[side] },
          {
            title: s.state,
            render: (_, { state }) => <StatusTag tone={tones[state]}>{s.states[state]}</StatusTag>,
          },
          ...(permitted(patrolSheet.name)
            ? [
                {
                  title: '',
                  key: 'sheet',
                  align: 'right' as const,
                  render: (_: unknown, round: Round) => (
                    <Button type="link" size="small" loading={busy} onClick={() => void printSheet(round)}>
                      {s.sheet}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {preview}
    </>
  );
}
