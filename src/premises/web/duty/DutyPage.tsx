import { useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Alert, Button, Empty, Form, Input, Space, Table } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { PrintViewDrawer } from '#/base/web/PrintPreview.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { dayClose, dayList, dayPrint } from '../../rules/api/duty-days.ts';
import { strings } from './strings.ts';

type Day = OutputOf<typeof dayList>['days'][number];

/** 日结簿: the days on which somebody was inside; closing one, and its booklet (4.7-2, 4.9-2). */
export function DutyPage() {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const { data, problem, refetch } = useView(dayList, {});
  const [printing, setPrinting] = useState<string | null>(null);
  return (
    <>
      <PageHeader title={words(dayList.label)} note={s.note} />
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      <Table<Day>
        rowKey="on"
        dataSource={data?.days ?? []}
        loading={data === undefined && problem === null}
        pagination={false}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={s.empty} /> }}
        columns={[
          { title: s.day, render: (_, { on }) => <span className="sc-num">{on}</span> },
          { title: s.entries, align: 'right', render: (_, { entries }) => <span className="sc-num">{entries}</span> },
          {
            title: s.inside,
            align: 'right',
            render: (_, { inside }) => <span className={inside > 0 ? 'sc-num sc-wrong' : 'sc-num'}>{inside}</span>,
          },
          {
            title: s.state,
            render: (_, { number }) => (
              <StatusTag tone={number === null ? 'attention' : 'done'}>{number === null ? s.open : s.closed}</StatusTag>
            ),
          },
          { title: s.number, render: (_, { number }) => <span className="sc-num">{number ?? '—'}</span> },
          { title: s.closedBy, render: (_, { closedBy }) => closedBy?.name ?? '—' },
          { title: s.agreedBy, render: (_, { agreedBy }) => agreedBy?.name ?? '—' },
          { title: s.closedAt, render: (_, { closedAt }) => <TimeText at={closedAt} /> },
          {
            title: '',
            key: 'acts',
            align: 'right',
            render: (_, one) => (
              <Space size={4}>
                {permitted(dayPrint.name) && (
                  <Button type="link" size="small" onClick={() => setPrinting(one.on)}>
                    {one.number === null ? s.draft : s.print}
                  </Button>
                )}
                {permitted(dayClose.name) && one.number === null && <CloseDay day={one} />}
              </Space>
            ),
          },
        ]}
      />
      <PrintViewDrawer view={dayPrint} subject={printing} onClose={() => setPrinting(null)} />
    </>
  );
}

function CloseDay({ day: { on, inside } }: { day: Day }) {
  const s = useStrings(strings);
  return (
    <ConfirmAct
      decl={dayClose}
      subject={on}
      toInput={({ remarks }: { remarks?: string }) => ({ remarks: remarks ?? '' })}
      question={
        <>
          <p>
            <strong className="sc-num">{on}</strong>　{s.question}
          </p>
          {inside > 0 && <Alert type="warning" showIcon title={s.insideWarning(inside)} />}
        </>
      }
      fields={
        <Form.Item name="remarks" label={s.remarks}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      }
      button={{ type: 'link', size: 'small' }}
    >
      {s.close}
    </ConfirmAct>
  );
}
