const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `1536` → `1.5 KiB`. Takes int8 as text, exact bytes stay in the title. */
export function formatBytes(bytes: string): string {
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

export function BytesText({ bytes }: { bytes: string | null }) {
  if (bytes === null) return <span className="sc-faint">—</span>;
  return (
    <span className="sc-num" title={`${bytes} B`}>
      {formatBytes(bytes)}
    </span>
  );
}
