import { Drawer } from './Drawer.tsx';
import { useStrings, useWords } from './locale.tsx';
import type { MenuItem } from './room.ts';
import { strings } from './strings.ts';

function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="sc-keys">
      {keys.map((key) => (
        <kbd key={key} className="sc-key">
          {key}
        </kbd>
      ))}
    </span>
  );
}

/** `?` opens it: every shortcut of this session on one sheet. */
export function HelpSheet({
  open,
  items,
  onClose,
}: {
  open: boolean;
  items: readonly MenuItem[];
  onClose: () => void;
}) {
  const s = useStrings(strings);
  const words = useWords();
  const rows = s.help.rows;
  const general: [readonly string[], string][] = [
    [['?'], rows.help],
    [['/'], rows.search],
    [['F2'], rows.barcode],
    [['Esc'], rows.escape],
    [['Ctrl', 'Enter'], rows.submit],
    [['Tab'], rows.skip],
    [['Alt', '1–9'], rows.nth],
  ];
  const table: [readonly string[], string][] = [
    [['↑', '↓'], rows.move],
    [['Home', 'End'], rows.ends],
    [['Enter'], rows.open],
    [['Space'], rows.select],
  ];
  const go: [readonly string[], string][] = [
    [['g', 'h'], s.menu.home],
    ...items.flatMap((item): [readonly string[], string][] =>
      item.letter === undefined ? [] : [[['g', item.letter], words(item.title)]],
    ),
  ];
  const section = (title: string, lines: [readonly string[], string][]) => (
    <section>
      <h2>{title}</h2>
      <dl className="sc-shortcuts">
        {lines.map(([keys, text]) => (
          <div key={text}>
            <dt>
              <Keys keys={keys} />
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
  return (
    <Drawer open={open} onClose={onClose} title={s.help.title} size={420}>
      <div className="sc-help">
        <p className="sc-faint">{rows.scan}</p>
        {section(s.help.general, general)}
        {section(s.help.table, table)}
        {section(s.help.go, go)}
      </div>
    </Drawer>
  );
}
