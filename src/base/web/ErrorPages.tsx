import { Component, type ReactNode } from 'react';
import { useNavigate, useRouteError } from 'react-router';
import { Button, Result } from './antd.ts';
import { useStrings } from './locale.tsx';
import { homePath } from './SideMenu.tsx';
import { strings } from './strings.ts';

/** The session may not call what the page needs. */
export function RefusedPage() {
  const s = useStrings(strings);
  return <Result status="warning" title={<h1>{s.refused.title}</h1>} subTitle={s.refused.body} />;
}

export function MissingPage() {
  const s = useStrings(strings);
  const navigate = useNavigate();
  return (
    <Result
      status="info"
      title={<h1>{s.missing.title}</h1>}
      subTitle={s.missing.body}
      extra={<Button onClick={() => void navigate(homePath)}>{s.missing.home}</Button>}
    />
  );
}

function CrashedPage({ error }: { error: unknown }) {
  const s = useStrings(strings);
  return (
    <Result
      status="error"
      title={<h1>{s.crashed.title}</h1>}
      subTitle={s.crashed.body}
      extra={
        <>
          <Button onClick={() => location.reload()}>{s.crashed.reload}</Button>
          <pre className="sc-crash">{error instanceof Error ? `${error.name}: ${error.message}` : String(error)}</pre>
        </>
      }
    />
  );
}

/** For the router: a page that could not be loaded or threw. */
export const RouteError = () => <CrashedPage error={useRouteError()} />;

/** For everything outside the router. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <CrashedPage error={this.state.error} />;
  }
}
