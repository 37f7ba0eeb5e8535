import { Button, Form, Input, Segmented } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { type Asked, nothingAsked, useAsked } from './asked.ts';
import { EntryResults } from './EntryResults.tsx';
import { PageResults } from './PageResults.tsx';
import { strings } from './strings.ts';

/** 检索 (细则 二): by words and days, in the catalogue or in what was read of pages. */
export function SearchPage() {
  const s = useStrings(strings);
  const { asked, ask } = useAsked();
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <SearchForm key={`form ${JSON.stringify(asked)}`} asked={asked ?? nothingAsked} onAsk={ask} />
      {asked?.scope === 'entries' && <EntryResults key={`found ${JSON.stringify(asked)}`} asked={asked} onAsk={ask} />}
      {asked?.scope === 'pages' && <PageResults key={`found ${JSON.stringify(asked)}`} asked={asked} />}
    </>
  );
}

type Typed = Pick<Asked, 'query' | 'from' | 'to'>;

function SearchForm({ asked, onAsk }: { asked: Asked; onAsk: (next: Asked) => void }) {
  const s = useStrings(strings);
  const [form] = Form.useForm<Typed>();
  const { scope, sort, query, from, to } = asked;
  // What was narrowed belongs to what was found; another search begins with everything.
  const send = (typed: Typed): void => onAsk({ ...nothingAsked, scope, sort, ...typed });
  return (
    <section className="sc-card sc-pad sc-search" role="search" aria-label={s.title}>
      <Form<Typed>
        form={form}
        name="catalogue.search"
        layout="vertical"
        initialValues={{ query, from, to }}
        onFinish={send}
      >
        <Form.Item name="query" label={s.query} className="sc-search-query">
          <Input maxLength={200} autoComplete="off" autoFocus placeholder={s.queryHint} />
        </Form.Item>
        <Form.Item name="from" label={s.from}>
          <Input maxLength={20} autoComplete="off" placeholder={s.dayHint} />
        </Form.Item>
        <Form.Item name="to" label={s.to}>
          <Input maxLength={20} autoComplete="off" placeholder={s.dayHint} />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {s.search}
        </Button>
      </Form>
      <Segmented
        aria-label={s.scope}
        value={scope}
        options={[
          { value: 'entries', label: s.entries },
          { value: 'pages', label: s.pages },
        ]}
        onChange={(next) =>
          onAsk({ ...nothingAsked, sort, ...form.getFieldsValue(), scope: next === 'pages' ? next : 'entries' })
        }
      />
    </section>
  );
}
