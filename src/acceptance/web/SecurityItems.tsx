import { useState } from 'react';
import { Button, Form, Input, Table } from '#/base/web/antd.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { AttachmentDrawer } from '#/base/web/AttachmentView.tsx';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { securityJudge } from '../rules/api/security.ts';
import type { ItemVerdict } from '../rules/security.ts';
import type { Round } from './SecurityPage.tsx';
import { strings } from './strings.ts';

type Item = Round['items'][number];

/** 核查项: facts, what stands against each, and what the group says. */
export function SecurityItems({ round }: { round: Round }) {
  const s = useStrings(strings);
  const words = useWords();
  const may = usePermitted();
  const [judging, setJudging] = useState<Item | null>(null);
  const [paper, setPaper] = useState<string | null>(null);
  const open = round.verdict === null && may(securityJudge.name);
  return (
    <>
      <Table<Item>
        size="small"
        rowKey="code"
        dataSource={[...round.items]}
        pagination={false}
        columns={[
          {
            key: 'item',
            title: s.item,
            width: 240,
            render: (_, item) => (
              <>
                <b>{words(item.label)}</b> <span className="sc-faint sc-num">{item.clause}</span>
              </>
            ),
          },
          { key: 'facts', title: s.facts, render: (_, item) => <Facts item={item} onPaper={setPaper} /> },
          { key: 'result', title: s.result, width: 220, render: (_, item) => <Result item={item} /> },
          {
            key: 'acts',
            title: '',
            width: 90,
            align: 'right',
            render: (_, item) =>
              open && (
                <Button size="small" aria-label={`${s.judge} ${words(item.label)}`} onClick={() => setJudging(item)}>
                  {s.judge}
                </Button>
              ),
          },
        ]}
      />
      <JudgeForm round={round} item={judging} onClose={() => setJudging(null)} />
      <AttachmentDrawer id={paper} onClose={() => setPaper(null)} />
    </>
  );
}

function Facts({ item, onPaper }: { item: Item; onPaper: (id: string) => void }) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <div className="sc-security-facts">
      {item.byHand && <span className="sc-faint">{s.byHand}</span>}
      {item.facts.map(({ label, value }) => (
        <span key={label.zh}>
          <span className="sc-faint">{words(label)}</span> <span className="sc-num">{value}</span>
        </span>
      ))}
      {item.papers.map((id, at) => (
        <Button key={id} type="link" size="small" onClick={() => onPaper(id)}>
          {s.paper(at + 1)}
        </Button>
      ))}
      {item.against !== null && <StatusTag tone="alarm">{words(item.against)}</StatusTag>}
    </div>
  );
}

function Result({ item }: { item: Item }) {
  const s = useStrings(strings);
  if (item.verdict === null) return <StatusTag tone="plain">{s.openItem}</StatusTag>;
  return (
    <>
      <StatusTag tone={item.verdict === 'pass' ? 'done' : 'alarm'}>
        {item.verdict === 'pass' ? s.pass : s.fail}
      </StatusTag>{' '}
      <span className="sc-small">
        {item.note} <span className="sc-faint">{item.judgedBy?.name}</span>
      </span>
    </>
  );
}

interface JudgeValues {
  verdict: ItemVerdict;
  note: string;
  attachments?: string[];
}

function JudgeForm({ round, item, onClose }: { round: Round; item: Item | null; onClose: () => void }) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <FormDrawer<typeof securityJudge, JudgeValues>
      decl={securityJudge}
      subject={round.id}
      open={item !== null}
      onClose={onClose}
      title={item === null ? '' : words(item.label)}
      initial={{ verdict: item?.against ? 'fail' : 'pass' }}
      toInput={({ verdict, note, attachments = [] }) => ({ code: item!.code, verdict, note, attachments })}
    >
      {item !== null && <Facts item={{ ...item, papers: [] }} onPaper={() => undefined} />}
      <RadioField
        name="verdict"
        label={s.result}
        options={[
          { value: 'pass', label: s.pass },
          { value: 'fail', label: s.fail },
        ]}
      />
      <Form.Item name="note" label={s.note} rules={[{ required: true, message: s.required }]}>
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
      <AttachmentsField name="attachments" label={s.papers} purpose="acceptance" note={s.papersNote} />
    </FormDrawer>
  );
}
