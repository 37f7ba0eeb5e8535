/** Providers around every page: language, density, theme with nonce, queries, scanner. */
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect, type ReactNode } from 'react';
import { App, ConfigProvider, Empty } from './antd.ts';
import { BarcodeProvider } from './barcode.tsx';
import { pageNonce } from './csp.ts';
import { DensityProvider, useDensity } from './density.tsx';
import { LanguageProvider, useLanguage, useStrings } from './locale.tsx';
import { strings } from './strings.ts';
import { themeFor } from './theme.ts';

function Themed({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  const { density } = useDensity();
  const s = useStrings(strings);
  useEffect(() => {
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  return (
    <ConfigProvider
      locale={language === 'zh' ? zhCN : enUS}
      theme={themeFor(density)}
      csp={{ nonce: pageNonce() }}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
      form={{ requiredMark: true, scrollToFirstError: { block: 'center', focus: true } }}
      renderEmpty={() => <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={s.table.emptyYet} />}
    >
      <App notification={{ placement: 'bottomRight' }} component={false}>
        {children}
      </App>
    </ConfigProvider>
  );
}

export function Frame({ queries, children }: { queries: QueryClient; children: ReactNode }) {
  return (
    <LanguageProvider>
      <DensityProvider>
        <QueryClientProvider client={queries}>
          <Themed>
            <BarcodeProvider>{children}</BarcodeProvider>
          </Themed>
        </QueryClientProvider>
      </DensityProvider>
    </LanguageProvider>
  );
}
