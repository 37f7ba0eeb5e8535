import { createContext, useContext, useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useStrings } from './locale.tsx';
import { homePath } from './SideMenu.tsx';
import { strings } from './strings.ts';

export interface Crumb {
  title: string;
  /** Without a path it is a group, not a page. */
  path?: string;
}

/** Where the open route stands, supplied by `app` from menu and routes. */
export const CrumbContext = createContext<readonly Crumb[]>([]);

export interface PageHeaderProps {
  title: ReactNode;
  /** Title of the browser tab, when `title` is not a string. */
  documentTitle?: string;
  /** Badges beside the title. */
  tags?: ReactNode;
  /** A line under it: what this page is for, with its clause. */
  note?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
}

/** Breadcrumbs, the page's only `h1`, and its actions. */
export function PageHeader({ title, documentTitle, tags, note, actions }: PageHeaderProps) {
  const s = useStrings(strings);
  const crumbs = useContext(CrumbContext);
  const name = documentTitle ?? (typeof title === 'string' ? title : s.product);
  useEffect(() => {
    document.title = `${name} · ${s.product}`;
  }, [name, s]);
  return (
    <div className="sc-page-header">
      {crumbs.length > 0 && (
        <nav aria-label={s.crumb} className="sc-crumbs">
          <ol>
            <li>
              <Link to={homePath}>{s.menu.home}</Link>
            </li>
            {crumbs.map((crumb, index) => (
              <li key={crumb.title} aria-current={index === crumbs.length - 1 ? 'page' : undefined}>
                {crumb.path === undefined || index === crumbs.length - 1 ? (
                  crumb.title
                ) : (
                  <Link to={crumb.path}>{crumb.title}</Link>
                )}
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="sc-page-title">
        <h1>{title}</h1>
        {tags}
        {actions !== undefined && <div className="sc-page-actions">{actions}</div>}
      </div>
      {note !== undefined && <p className="sc-page-note">{note}</p>}
    </div>
  );
}
