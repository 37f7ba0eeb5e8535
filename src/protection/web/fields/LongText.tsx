/** Exact text in a box of its own; it scrolls, so the keyboard reaches it. */
export function LongText({ label, text }: { label: string; text: string }) {
  return (
    <pre
      className="sc-pre"
      role="region"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      {text}
    </pre>
  );
}

export const layOut = (json: string): string => JSON.stringify(JSON.parse(json), null, 2);
