import { Skeleton } from '#/base/web/antd.ts';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';

interface Props {
  title: string;
  note: string;
  /** How to begin anew. */
  first: string;
  /** Null while it is on its way. */
  problem: React.ComponentProps<typeof ProblemAlert>['problem'];
  onRetry: () => void;
  onGone: () => void;
}

/** In the place of what lies open, while it is not there. */
export function NotShown({ title, note, first, problem, onRetry, onGone }: Props) {
  return (
    <>
      <PageHeader title={title} note={note} />
      {problem === null ? (
        <Skeleton active />
      ) : (
        <>
          <ProblemAlert problem={problem} onRetry={onRetry} />
          {/* Submitted, taken back or halted: the next slip begins anew. */}
          <p className="sc-empty">
            <button type="button" className="sc-link" onClick={onGone}>
              {first}
            </button>
          </p>
        </>
      )}
    </>
  );
}
