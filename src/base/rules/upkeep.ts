/**
 * The closed list of writes that are not acts, with the tables they touch. None carries a business
 * fact; the house test holds the list.
 */
export const upkeepTables = {
  'session.touch': ['session'],
  'session.end': ['session'],
  'login.challenge': ['login_challenge'],
  'login.lockout': ['lockout'],
  'webauthn.challenge': ['session'],
  'grant.sweep': ['stream_grant'],
  'idempotency.sweep': ['idempotency'],
  'upload.store': ['object', 'attachment', 'upload'],
  'image.hand': ['upload', 'treatment', 'page_text'],
  'job.progress': ['job_progress'],
  'ledger.seal': [
    'ledger_leaf',
    'ledger_node',
    'ledger_batch',
    'ledger_checkpoint',
    'ledger_cosignature',
    'ledger_state',
    'ledger_witness',
  ],
  'clock.watch': ['clock_watch'],
  'footage.examine': ['footage'],
  'search.project': ['search_state', 'search_unit', 'search_entry', 'search_page'],
  lease: ['lease'],
  'task.lease': ['task', 'work_unit', 'task_event'],
} as const satisfies Record<string, readonly string[]>;

export type UpkeepName = keyof typeof upkeepTables;
