/**
 * `full`: what a site runs. `throwaway`: the ordinary test cluster, whose data nobody will miss;
 * never a drill, which would prove nothing with it.
 */
export type Durability = 'full' | 'throwaway';

export interface Settings {
  socketDir: string;
  port: number;
  durability: Durability;
}

/** Given on the command line, so that no file in the data folder can weaken them. */
export function fixedSettings({ socketDir, port, durability }: Settings): string[] {
  const full = durability === 'full' ? 'on' : 'off';
  const settings: Record<string, string> = {
    listen_addresses: '',
    port: String(port),
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    fsync: full,
    full_page_writes: full,
    synchronous_commit: full,
    restart_after_crash: 'on',
    // An ERROR line may quote a value of an archive; purge could not reach it there. LOG ranks above ERROR.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** postgresql.conf, written anew at every start; a site tunes in `site.conf` beside it. */
export const tunableSettings = `# Written by Shoucang at every start. Tune in site.conf, which is read last.
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
checkpoint_completion_target = 0.9
wal_compression = on
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
default_text_search_config = 'pg_catalog.simple'
logging_collector = on
log_directory = 'log'
log_filename = 'postgres-%a.log'
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_file_mode = 0600
log_line_prefix = '%m [%p] %q%u@%d '
include_if_exists = 'site.conf'
`;

/** Who may come in: over the private socket, by secret. Nobody over a network. */
export const hostAuthentication = 'local all all scram-sha-256\n';
