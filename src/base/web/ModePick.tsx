/** What the next scan does: one of a few, in large letters, by mouse or keyboard. */
export function ModePick<M extends string>({
  label,
  modes,
  names,
  notes,
  current,
  onChange,
}: {
  label: string;
  modes: readonly M[];
  names: Readonly<Record<M, string>>;
  notes: Readonly<Record<M, string>>;
  current: M;
  onChange: (mode: M) => void;
}) {
  return (
    <div className="sc-modes" role="radiogroup" aria-label={label}>
      {modes.map((one) => (
        <button
          key={one}
          type="button"
          role="radio"
          aria-checked={one === current}
          className="sc-mode"
          onClick={() => onChange(one)}
        >
          <b>{names[one]}</b>
          <span className="sc-faint">{notes[one]}</span>
        </button>
      ))}
    </div>
  );
}
