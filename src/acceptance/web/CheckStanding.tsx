import { useNavigate } from 'react-router';
import { Button, Space } from '#/base/web/antd.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { checkShow, checkStart } from '../rules/api/checks.ts';
import type { batchList } from '../rules/api/sampling.ts';
import { checkStrings } from './check-strings.ts';

type Batch = OutputOf<typeof batchList>['items'][number];

/** 四性检测 of a package, as its newest run stands; another one is started here. */
export function CheckStanding({ batch: { check, packageId, number, state } }: { batch: Batch }) {
  const s = useStrings(checkStrings);
  const may = usePermitted();
  const navigate = useNavigate();
  return (
    <Space size={8} wrap>
      <CheckTag check={check} />
      {check !== null && may(checkShow.name) && (
        <Button size="small" aria-label={`${s.show} ${number}`} onClick={() => void navigate(`/checks/${check.id}`)}>
          {s.show}
        </Button>
      )}
      {state === 'made' && check === null && may(checkStart.name) && (
        <StartCheck packageId={packageId} number={number} />
      )}
    </Space>
  );
}

export function StartCheck({ packageId, number, again }: { packageId: string; number: string; again?: true }) {
  const s = useStrings(checkStrings);
  const navigate = useNavigate();
  return (
    <ConfirmAct
      decl={checkStart}
      subject={packageId}
      question={s.startAsk(number)}
      toInput={() => ({})}
      button={again ? {} : { size: 'small' }}
      onDone={({ runId }) => void navigate(`/checks/${runId}`)}
    >
      {again ? s.startAgain : s.start}
    </ConfirmAct>
  );
}

export function CheckTag({
  check,
}: {
  check: Pick<NonNullable<Batch['check']>, 'state' | 'verdict' | 'failed' | 'open'> | null;
}) {
  const s = useStrings(checkStrings);
  if (check === null) return <StatusTag tone="plain">{s.none}</StatusTag>;
  if (check.state === 'running') return <StatusTag tone="active">{s.running}</StatusTag>;
  if (check.state === 'stopped') return <StatusTag tone="off">{s.stopped}</StatusTag>;
  if (check.verdict === 'passed') return <StatusTag tone="done">{s.passed}</StatusTag>;
  if (check.verdict === 'failed') return <StatusTag tone="alarm">{s.failedItems(check.failed)}</StatusTag>;
  return <StatusTag tone="attention">{s.openItems(check.open)}</StatusTag>;
}
