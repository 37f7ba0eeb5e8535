import '../protection.css';
import type { ReactNode } from 'react';
import { Button, Card } from '#/base/web/antd.ts';
import { OpenFrame } from '#/base/web/Brand.tsx';
import { useLanguage } from '#/base/web/locale.tsx';
import { strings } from './strings.ts';

/** Frame and card of the pages that a visitor sees. */
export function OpenCard({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) {
  const { language, setLanguage } = useLanguage();
  const other =
    language === 'zh' ? { code: 'en', name: strings.en.login.english } : { code: 'zh', name: strings.zh.login.chinese };
  return (
    <OpenFrame
      aside={
        <Button type="text" lang={other.code} onClick={() => setLanguage(other.code as 'zh' | 'en')}>
          {other.name}
        </Button>
      }
    >
      <Card className={wide ? 'sc-open-card sc-open-wide' : 'sc-open-card'}>
        <h1>{title}</h1>
        {children}
      </Card>
    </OpenFrame>
  );
}
