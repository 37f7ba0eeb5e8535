const zh = {
  title: '录制',
  states: { off: '不录制', waiting: '等待第一段录像', recording: '正在录制', failing: '录不到' },
  failures: {
    unauthorized: '摄像机拒绝了用户名或口令',
    unreachable: '连不上摄像机',
    'not-found': '摄像机上没有该地址',
    'no-data': '摄像机没有送来图像',
    'not-video': '没有可保存的视频',
    'disk-full': '录像磁盘已满',
    'key-lost': '地址无法解密，请重新设置',
    'no-recorder': '没有录制进程在运行',
    other: '录制程序异常退出',
  },
  since: '自',
  lastPiece: '最近一段至',
  pieces: (count: number) => `今日 ${count} 段`,
  setBy: '设置人',
  why: '停止原因',
  cannot: '本机未安装 ffmpeg，不能录制；请管理员安装。',
  set: '录制…',
  change: '更换地址…',
  stop: '停止录制',
  stopQuestion: '停止后该摄像机的时段成为缺口，地址和口令不再保存。',
  address: '摄像机地址',
  addressNote:
    '例如 rtsp://用户:口令@192.168.1.64/Streaming/Channels/101；口令中的特殊字符写成 %XX。加密保存，不再显示。',
  required: '必填',
};

type RecordingWords = typeof zh;

const en = {
  title: 'Recording',
  states: { off: 'Not recorded', waiting: 'Waiting for the first piece', recording: 'Recording', failing: 'Failing' },
  failures: {
    unauthorized: 'the camera refuses user or password',
    unreachable: 'the camera cannot be reached',
    'not-found': 'the camera knows no such address',
    'no-data': 'the camera sends no picture',
    'not-video': 'there is no video that can be kept',
    'disk-full': 'the footage disk is full',
    'key-lost': 'the address cannot be opened; set it again',
    'no-recorder': 'no recorder is running',
    other: 'the recording program ended unexpectedly',
  },
  since: 'since',
  lastPiece: 'Last piece until',
  pieces: (count: number) => `${count} pieces today`,
  setBy: 'Set by',
  why: 'Stopped because',
  cannot: 'ffmpeg is not installed on this machine: nothing is recorded. The administrator installs it.',
  set: 'Record…',
  change: 'Change address…',
  stop: 'Stop recording',
  stopQuestion: "From then on the camera's hours are gaps. Address and password are forgotten.",
  address: 'Address of the camera',
  addressNote:
    'For example rtsp://user:password@192.168.1.64/Streaming/Channels/101; special characters of the password as %XX. Sealed, and never shown again.',
  required: 'Required',
} satisfies RecordingWords;

export const recordingStrings = { zh, en };
