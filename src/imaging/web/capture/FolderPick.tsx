import { useEffect, useState } from 'react';
import { Button } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { strings } from '../strings.ts';
import { canPickFolder, type Directory, pickFolder } from './folder.ts';
import { isOpen, keepFolder, keptFolder, mayOpen } from './kept-folder.ts';

interface Props {
  folder: Directory | null;
  onFolder: (folder: Directory) => void;
  /** Null while nothing lies open. */
  onFiles: ((files: FileList) => void) | null;
}

/** The folder of the scanner software: chosen once, and again with one press after the browser was closed. */
export function FolderPick({ folder, onFolder, onFiles }: Props) {
  const s = useStrings(strings);
  const [kept, setKept] = useState<Directory | null>(null);
  useEffect(() => {
    void keptFolder().then(async (found) => {
      if (found === null) return;
      if (await isOpen(found)) onFolder(found);
      else setKept(found);
    });
    // Once: what is chosen later is chosen by hand.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- asked when the page opens
  }, []);
  const choose = async (): Promise<void> => {
    const picked = await pickFolder();
    if (picked === null) return;
    onFolder(picked);
    await keepFolder(picked);
  };
  const goOn = async (): Promise<void> => {
    if (kept !== null && (await mayOpen(kept))) onFolder(kept);
  };
  const again = folder === null && kept !== null;
  return (
    <div>
      <h3>{s.folder}</h3>
      <div className="sc-capture-acts">
        {again && (
          <Button type="primary" onClick={() => void goOn()}>
            {s.goOnWatching(kept.name)}
          </Button>
        )}
        {canPickFolder() && (
          <Button type={folder === null && !again ? 'primary' : 'default'} onClick={() => void choose()}>
            {folder === null ? s.pickFolder : s.changeFolder}
          </Button>
        )}
        <label className={`sc-file-button${onFiles === null ? ' sc-file-off' : ''}`}>
          {s.addFiles}
          <input
            type="file"
            multiple
            disabled={onFiles === null}
            onChange={(event) => {
              if (event.target.files !== null && event.target.files.length > 0) onFiles?.(event.target.files);
              event.target.value = '';
            }}
          />
        </label>
        <span>
          {folder !== null ? s.watching(folder.name) : again ? '' : canPickFolder() ? s.noFolder : s.folderUnsupported}
        </span>
      </div>
    </div>
  );
}
