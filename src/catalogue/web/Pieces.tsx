import type { Piece } from '../rules/highlight.ts';

/** A text with what was looked for marked. */
export function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map(({ text, hit }, at) =>
        // Pieces of one text never change their places.
        // eslint-disable-next-line react/no-array-index-key
        hit ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
      )}
    </>
  );
}
