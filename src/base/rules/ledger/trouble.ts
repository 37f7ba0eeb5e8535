/** Why the ledger takes no entries now, and the words for it. */
import type { Words } from '../declare.ts';
import { refuse, type Refusal } from '../refusal.ts';

export type SequencerTrouble =
  /** Key file missing, damaged, or another log's. */
  | 'key-missing'
  /** The second sink cannot be written: disk full, path gone. */
  | 'sink-out'
  /** The sink holds more than the database: the database was rolled back. */
  | 'sink-ahead'
  /** Sink and database contradict each other. */
  | 'sink-differs'
  /** Stored parts of the tree contradict each other. */
  | 'tree-damaged'
  /** An entry was changed between commit and sealing. */
  | 'entry-damaged'
  /** No sequencer at work, or a fault it has no word for. */
  | 'sequencer-out';

export type LedgerTrouble =
  | SequencerTrouble
  /** Before the opening ceremony. */
  | 'not-open'
  /** The database does not answer. */
  | 'database-out'
  /** An entry waits longer than the limit for its seal: a long write transaction holds it back. */
  | 'seal-lag'
  /** A sealed entry waits longer than the limit for the second sink. */
  | 'sink-lag';

export const troubleWords: Readonly<Record<LedgerTrouble, Words>> = {
  'key-missing': { zh: '签名密钥缺失或损坏', en: 'the signing key is missing or damaged' },
  'sink-out': { zh: '第二份副本写不进去', en: 'the second copy cannot be written' },
  'sink-ahead': {
    zh: '第二份副本比数据库多：数据库被倒退过',
    en: 'the second copy holds more: the database was rolled back',
  },
  'sink-differs': { zh: '第二份副本与数据库不一致', en: 'second copy and database differ' },
  'tree-damaged': { zh: '日志树损坏', en: 'the tree is damaged' },
  'entry-damaged': { zh: '有条目在封存前被改动', en: 'an entry was changed before its seal' },
  'sequencer-out': { zh: '封存进程未运行', en: 'nothing seals' },
  'not-open': { zh: '日志未启用', en: 'the ledger is not open' },
  'database-out': { zh: '数据库无应答', en: 'the database does not answer' },
  'seal-lag': { zh: '有条目久未封存', en: 'an entry waits for its seal' },
  'sink-lag': { zh: '第二份副本落后', en: 'the second copy lags behind' },
};

/** The refusal of every write meanwhile. */
export const ledgerOut = (trouble: LedgerTrouble): Refusal => refuse('ledger-out', { why: troubleWords[trouble] });
