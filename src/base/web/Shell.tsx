import { WarningFilled } from '@ant-design/icons';
import { type ComponentType, Suspense, useEffect, useRef, useState } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { Skeleton } from './antd.ts';
import { barcodeBoxId } from './BarcodeBox.tsx';
import { Brand } from './Brand.tsx';
import { HeaderBar } from './HeaderBar.tsx';
import { HelpSheet } from './HelpSheet.tsx';
import { useLanguage, useStrings } from './locale.tsx';
import { remember, remembered } from './preferences.ts';
import type { MenuItem } from './room.ts';
import { searchMark } from './search-mark.ts';
import { useSession } from './session.ts';
import { useShortcuts } from './shortcuts.ts';
import { homePath, SideMenu, visibleItems } from './SideMenu.tsx';
import { strings } from './strings.ts';
import { Watermark } from './Watermark.tsx';

function focusSearch(): void {
  const form = document.querySelector(`[${searchMark}]`);
  const field = form?.querySelector<HTMLElement>('input, textarea, [role="combobox"]');
  (field ?? document.getElementById(barcodeBoxId))?.focus();
}

/** A new page is announced by moving the focus to its start, as a full load would. */
function useFocusOnNavigation(main: { current: HTMLElement | null }): void {
  const { pathname } = useLocation();
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [pathname, main]);
}

function Banner() {
  const s = useStrings(strings);
  const { language } = useLanguage();
  const { banner } = useSession();
  if (banner === null) return null;
  return (
    <div className="sc-banner" role="alert">
      <WarningFilled aria-hidden />
      <span>
        <b>{s.banner}</b> {banner[language]}
      </span>
      <code>{banner.code}</code>
    </div>
  );
}

/** Menu, header, watermark and the page inside. */
export function Shell({
  menu,
  listeners,
  onSignOut,
}: {
  menu: readonly MenuItem[];
  listeners: readonly ComponentType[];
  onSignOut: () => void;
}) {
  const s = useStrings(strings);
  const session = useSession();
  const navigate = useNavigate();
  const main = useRef<HTMLElement>(null);
  const [help, setHelp] = useState(false);
  const [collapsed, setCollapsed] = useState(() => remembered('menu') === 'collapsed');
  const items = visibleItems(menu, session.permitted);

  useFocusOnNavigation(main);
  useShortcuts({
    help: () => setHelp(true),
    search: focusSearch,
    barcode: () => document.getElementById(barcodeBoxId)?.focus(),
    letter: (letter) => {
      const path = letter === 'h' ? homePath : items.find((item) => item.letter === letter)?.path;
      if (path !== undefined) void navigate(path);
    },
    nth: (n) => {
      const path = n === 1 ? homePath : items[n - 2]?.path;
      if (path !== undefined) void navigate(path);
    },
  });
  const collapse = (): void => {
    remember('menu', collapsed ? 'open' : 'collapsed');
    setCollapsed(!collapsed);
  };
  return (
    <div className={`sc-shell${collapsed ? ' sc-collapsed' : ''}`}>
      <a className="sc-skip" href="#main" onClick={() => main.current?.focus()}>
        {s.skip}
      </a>
      <aside className="sc-side">
        <Brand small={collapsed} />
        <SideMenu items={items} collapsed={collapsed} />
      </aside>
      <div className="sc-column">
        <HeaderBar collapsed={collapsed} onCollapse={collapse} onHelp={() => setHelp(true)} onSignOut={onSignOut} />
        <Banner />
        <main id="main" ref={main} tabIndex={-1} className="sc-main">
          <Suspense fallback={<Skeleton active />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <HelpSheet open={help} items={items} onClose={() => setHelp(false)} />
      {listeners.map((Listener) => (
        <Listener key={Listener.name} />
      ))}
      <Watermark session={session} />
    </div>
  );
}
