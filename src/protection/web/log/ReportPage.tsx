import { wallClock } from '#/base/rules/site-time.ts';
import { Button, Card, Form, Select } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { usePrint } from '#/base/web/PrintPreview.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useSiteZone } from '#/base/web/TimeText.tsx';
import { reportMonthly } from '../../rules/api/log.ts';
import { strings } from './strings.ts';

const offered = 24;

/** `YYYY-MM`, this month first, then backwards. */
function monthsBack(thisMonth: string): string[] {
  const [year = 0, month = 0] = thisMonth.split('-').map(Number);
  return Array.from({ length: offered }, (_, back) => {
    const at = year * 12 + month - 1 - back;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}

/** 月度审计报告 (5.5-5): made and stored as a print each time it is asked for. */
export function ReportPage() {
  const s = useStrings(strings).report;
  const zone = useSiteZone();
  const months = monthsBack(wallClock(new Date().toISOString(), zone).slice(0, 7));
  const { print, busy, problem, preview } = usePrint(reportMonthly);
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <Card className="sc-report">
        <ProblemAlert problem={problem} />
        <Form
          layout="inline"
          requiredMark={false}
          initialValues={{ month: months[1] }}
          onFinish={({ month }: { month: string }) => void print({ input: { month } })}
        >
          <Form.Item name="month" label={s.month}>
            <Select
              options={months.map((value, back) => ({ value, label: back === 0 ? `${value} ${s.unfinished}` : value }))}
            />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>
            {s.make}
          </Button>
        </Form>
        <ul className="sc-report-parts">
          {s.parts.map((part) => (
            <li key={part}>{part}</li>
          ))}
        </ul>
        <p className="sc-faint sc-small">{s.kept}</p>
      </Card>
      {preview}
    </>
  );
}
