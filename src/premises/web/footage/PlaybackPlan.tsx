import { useNavigate } from 'react-router';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Button, Empty, Form, InputNumber, Table } from '#/base/web/antd.ts';
import { DigestText } from '#/base/web/DigestText.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { useSiteTime } from '#/base/web/TimeText.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { playbackPlanShow, playbackPolicySet } from '../../rules/api/playback.ts';
import { strings } from './strings.ts';

type Plan = OutputOf<typeof playbackPlanShow>;
type Week = Plan['weeks'][number];

/** 回放抽查计划 (4.3-7): what was drawn, and what of it was seen. */
export function PlaybackPlan() {
  const s = useStrings(strings);
  const { data, problem, refetch } = useView(playbackPlanShow, {});
  return (
    <>
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      {data && <Policy policy={data.policy} />}
      {data?.weeks.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={s.noPlan} />}
      {data?.weeks.map((week) => (
        <WeekTable key={week.id} week={week} />
      ))}
    </>
  );
}

function Policy({ policy }: { policy: Plan['policy'] }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const field = (name: 'ranges' | 'minutes' | 'dueDays', most: number) => (
    <Form.Item name={name} label={s[name]} rules={[{ required: true, message: s.required }]}>
      <InputNumber min={1} max={most} precision={0} />
    </Form.Item>
  );
  return (
    <p className="sc-plan-policy">
      {s.planNote(policy.ranges, policy.minutes, policy.dueDays)}
      {permitted(playbackPolicySet.name) && (
        <ConfirmAct
          decl={playbackPolicySet}
          initial={policy}
          toInput={(values: Plan['policy']) => values}
          question={null}
          fields={
            <div className="sc-form-three">
              {field('ranges', 50)}
              {field('minutes', 120)}
              {field('dueDays', 60)}
            </div>
          }
          button={{ type: 'link', size: 'small' }}
        >
          {s.changePolicy}
        </ConfirmAct>
      )}
    </p>
  );
}

function WeekTable({ week }: { week: Week }) {
  const s = useStrings(strings);
  const navigate = useNavigate();
  const time = useSiteTime();
  const unseen = week.samples.filter(({ check }) => check === null).length;
  const open = ({ camera, from, to }: Week['samples'][number]): void =>
    void navigate(`/footage/${camera.id}/${time(from, 'day')}?${new URLSearchParams({ from, to }).toString()}`);
  return (
    <section className="sc-week" aria-label={s.weekOf(week.weekOn)}>
      <header>
        <h2>{s.weekOf(week.weekOn)}</h2>
        <StatusTag tone={unseen === 0 ? 'done' : 'attention'}>{s.dueBy(week.dueOn)}</StatusTag>
        <span className="sc-faint sc-small" title={s.seedNote}>
          {s.seed} <DigestText digest={week.seed} />
        </span>
      </header>
      <Table<Week['samples'][number]>
        size="small"
        rowKey={({ camera, from }) => `${camera.id}/${from}`}
        dataSource={week.samples}
        pagination={false}
        locale={{ emptyText: s.nothingDrawn }}
        columns={[
          { title: s.camera, render: (_, { camera }) => camera.code },
          {
            title: s.time,
            render: (_, { from, to }) => (
              <span className="sc-num">{`${time(from, 'second')}–${time(to, 'second').slice(11)}`}</span>
            ),
          },
          {
            title: s.origin,
            // Of an earlier week: it came into the register after that week was drawn.
            render: (_, { cause, from }) =>
              time(from, 'day') < week.weekOn ? `${s.causes[cause]} · ${s.cameLater}` : s.causes[cause],
          },
          {
            title: s.state,
            render: (_, { check }) =>
              check === null ? (
                <StatusTag tone="attention">{s.unseen}</StatusTag>
              ) : (
                <StatusTag tone="done">{s.seenIn(check)}</StatusTag>
              ),
          },
          {
            title: '',
            key: 'open',
            align: 'right',
            render: (_, sample) => (
              <Button type="link" size="small" onClick={() => open(sample)}>
                {s.openSample}
              </Button>
            ),
          },
        ]}
      />
    </section>
  );
}
