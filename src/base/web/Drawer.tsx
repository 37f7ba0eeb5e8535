import { Drawer as AntDrawer, type DrawerProps as AntDrawerProps } from 'antd';
import { useFocusBack } from './focus.ts';

export type DrawerProps = Omit<AntDrawerProps, 'classNames'> & { title: string };

/** A drawer whose content can be scrolled by keyboard, also when there is nothing in it to focus. */
export function Drawer({ children, title, afterOpenChange, ...rest }: DrawerProps) {
  const back = useFocusBack(rest.open === true);
  return (
    <AntDrawer
      {...rest}
      afterOpenChange={(now) => {
        afterOpenChange?.(now);
        if (!now) back();
      }}
      title={title}
      classNames={{ body: 'sc-drawer-body' }}
    >
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable */}
      <section className="sc-drawer-scroll" aria-label={title} tabIndex={0}>
        {children}
      </section>
    </AntDrawer>
  );
}
