#!/usr/bin/env python3
"""Independent offline verifier of an exported ledger (守藏日志独立核验程序).

Written from docs/design/ledger-format.md alone; needs Python 3.9 or newer with its standard
library, and the openssl command. Shares no code with the product, on purpose.

  python3 verify.py <export folder> [--checkpoint FILE]... [--key VKEY]... [--require-witness]
  python3 verify.py --batch < cases.jsonl

Exit codes: 0 verified against an outside checkpoint, 1 a check failed, 2 wrong usage or unreadable
files, 3 consistent in itself but no outside checkpoint was given.
"""
import base64
import concurrent.futures
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata

MAX_BODY, MAX_DETAIL, MAX_NOTE, MAX_LINES, MAX_DEPTH = 65536, 16 * 1024 * 1024, 65536, 64, 64
SAFE = 2**53 - 1
FILES = ('entries.txt', 'details.txt', 'checkpoints.txt', 'keys.txt')
LABELS = ('input', 'before', 'after', 'reason', 'target')


class Fault(Exception):
    """A check of section 10 that failed; verification stops at the first."""

    def __init__(self, code, seq=None):
        super().__init__(code)
        self.code, self.seq = code, seq


# --- section 3: canonical JSON ---------------------------------------------------------------


class NotCanonical(Exception):
    pass


def _integer(text):
    value = int(text)
    if abs(value) > SAFE:
        raise NotCanonical('integer')
    return value


def _refuse(_text):
    raise NotCanonical('number')


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_refuse, parse_constant=_refuse)
_QUICK = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(',', ':'))
_ASTRAL = re.compile('[\U00010000-\U0010ffff]')
_STRING = json.JSONEncoder(ensure_ascii=False)


def _write(value, depth=1):
    """Canonical text, slow and exact: NFC, UTF-16 key order, depth."""
    if value is None:
        return 'null'
    if value is True:
        return 'true'
    if value is False:
        return 'false'
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        if not unicodedata.is_normalized('NFC', value):
            raise NotCanonical('NFC')
        return _STRING.encode(value)
    if depth > MAX_DEPTH:
        raise NotCanonical('depth')
    if isinstance(value, list):
        return '[' + ','.join(_write(item, depth + 1) for item in value) + ']'
    keys = sorted(value, key=lambda key: key.encode('utf-16-be', 'surrogatepass'))
    return '{' + ','.join(_write(key) + ':' + _write(value[key], depth + 1) for key in keys) + '}'


def is_quick(text):
    """Whether Python's own writer is exact for this text: NFC as a whole, code points in UTF-16 order, not deep."""
    if text.isascii():
        return text.count('[') + text.count('{') <= MAX_DEPTH
    return not _ASTRAL.search(text) and unicodedata.is_normalized('NFC', text) and text.count('[') + text.count('{') <= MAX_DEPTH


def canonical_text(value):
    text = _QUICK.encode(value)
    return text if is_quick(text) else _write(value)


def canonical_value(data):
    """The value of canonical bytes. Raises NotCanonical otherwise."""
    try:
        text = data.decode('utf-8')
        value = _DECODER.decode(text)
        again = _QUICK.encode(value) if is_quick(text) else _write(value)
    except (UnicodeError, ValueError, RecursionError) as error:
        raise NotCanonical(str(error)) from error
    if again != text:
        raise NotCanonical('form')
    return value


# --- section 2: suites, keys, signatures -----------------------------------------------------

SM2_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
SM2_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
TYPES = {
    ('intl', 'log'): b'\x01',
    ('intl', 'cosigner'): b'\x04',
    ('gm', 'log'): b'\xffSM2-SM3',
    ('gm', 'cosigner'): b'\xffSM2-SM3/cosignature-v1',
}
SPKI = {
    'intl': bytes.fromhex('302a300506032b6570032100'),
    'gm': bytes.fromhex('3059301306072a8648ce3d020106082a811ccf5501822d034200'),
}
PUBLIC_LENGTH = {'intl': 32, 'gm': 65}


def hasher(suite):
    """H of the suite over the concatenation of its arguments."""
    start = hashlib.sha256() if suite == 'intl' else hashlib.new('sm3')

    def digest(data):
        state = start.copy()
        state.update(data)
        return state.digest()

    return digest


def unbase64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, UnicodeError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def is_name(name):
    return name != '' and not any(
        char == '+' or char.isspace() or unicodedata.category(char)[0] == 'Z' or ord(char) < 32 or ord(char) == 127 for char in name
    )


class Key:
    def __init__(self, name, suite, use, public, key_id):
        self.name, self.suite, self.use, self.public, self.id = name, suite, use, public, key_id

    def same(self, other):
        return (self.name, self.suite, self.use, self.public) == (other.name, other.suite, other.use, other.public)


def parse_vkey(text):
    """A verifier key from its line, or None."""
    parts = text.split('+', 2)
    if len(parts) != 3 or not is_name(parts[0]):
        return None
    name, key_id, encoded = parts
    data = unbase64(encoded)
    if data is None:
        return None
    for (suite, use), kind in TYPES.items():
        public = data[len(kind):]
        if not data.startswith(kind) or len(public) != PUBLIC_LENGTH[suite]:
            continue
        if suite == 'gm':
            x, y = int.from_bytes(public[1:33], 'big'), int.from_bytes(public[33:], 'big')
            if public[0] != 4 or x >= SM2_P or y >= SM2_P or (x * x * x - 3 * x + SM2_B - y * y) % SM2_P != 0:
                continue
        found = hashlib.sha256(name.encode() + b'\n' + data).digest()[:4]
        return Key(name, suite, use, public, found) if found.hex() == key_id else None
    return None


def _der_integer(data):
    data = data.lstrip(b'\0') or b'\0'
    data = (b'\0' if data[0] & 128 else b'') + data
    return b'\2' + bytes([len(data)]) + data


_verified = {}
_scratch = None


def _openssl(suite, public, message, signature):
    """One signature, judged by the openssl command."""
    global _scratch
    if _scratch is None:
        _scratch = tempfile.TemporaryDirectory(dir='/dev/shm' if os.access('/dev/shm', os.W_OK) else None)
    names = [os.path.join(_scratch.name, hashlib.sha256(repr((public, message, signature, i)).encode()).hexdigest()[:24]) for i in range(3)]
    options = []
    if suite == 'gm':
        both = _der_integer(signature[:32]) + _der_integer(signature[32:])
        signature = b'\x30' + bytes([len(both)]) + both
        options = ['-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678']
    for name, data in zip(names, (SPKI[suite] + public, message, signature)):
        with open(name, 'wb') as file:
            file.write(data)
    command = ['openssl', 'pkeyutl', '-verify', '-rawin', *options, '-pubin', '-keyform', 'DER', '-inkey', names[0], '-in', names[1], '-sigfile', names[2]]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    for name in names:
        os.unlink(name)
    return done.returncode == 0


def verifies(suite, public, message, signature):
    """Each distinct signature is judged once a process."""
    if len(signature) != 64:
        return False
    case = (suite, public, message, signature)
    if case not in _verified:
        _verified[case] = _openssl(*case)
    return _verified[case]


def verify_ahead(cases):
    """Judges many signatures at once; the results are then found by `verifies`."""
    todo = [case for case in dict.fromkeys(cases) if case not in _verified and len(case[3]) == 64]
    if len(todo) < 4:
        return
    verifies(*todo[0])
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for case, result in zip(todo, pool.map(lambda one: _openssl(*one), todo)):
            _verified[case] = result


# --- section 7: signed notes -----------------------------------------------------------------


class Head:
    def __init__(self, origin, size, root, text, lines):
        self.origin, self.size, self.root, self.text, self.lines = origin, size, root, text, lines


_DECIMAL = re.compile(r'0|[1-9][0-9]{0,14}')
_LINE = re.compile(r'\u2014 ([^ ]+) ([A-Za-z0-9+/]+=*)')
_CONTROL = re.compile(r'[\x00-\x09\x0b-\x1f]')


def parse_note(data):
    """A checkpoint from its bytes, or None. Judges no signature."""
    if len(data) > MAX_NOTE:
        return None
    try:
        note = data.decode('utf-8')
    except UnicodeError:
        return None
    gap = note.rfind('\n\n')
    if _CONTROL.search(note) or gap < 0 or not note.endswith('\n'):
        return None
    text, rest = note[: gap + 1], note[gap + 2:]
    lines = []
    for line in rest[:-1].split('\n'):
        match = _LINE.fullmatch(line)
        raw = unbase64(match.group(2)) if match else None
        if raw is None or len(raw) < 5:
            return None
        lines.append((match.group(1), raw[:4], raw[4:]))
    parts = text.split('\n')
    if not 1 <= len(lines) <= MAX_LINES or len(parts) != 4 or not parts[0]:
        return None
    root = unbase64(parts[2])
    if not _DECIMAL.fullmatch(parts[1]) or root is None or len(root) != 32:
        return None
    return Head(parts[0], int(parts[1]), root, text, lines)


def case_of(head, key, signature):
    """What has to be judged for one signature line; None when the line cannot be valid."""
    if key.use == 'log':
        return (key.suite, key.public, head.text.encode(), signature)
    if len(signature) != 72:
        return None
    time = struct.unpack('>Q', signature[:8])[0]
    if time >= 2**63:
        return None
    return (key.suite, key.public, f'cosignature/v1\ntime {time}\n{head.text}'.encode(), signature[8:])


def lines_by(head, key):
    return [signature for name, key_id, signature in head.lines if name == key.name and key_id == key.id]


def all_verify(head, key, signatures):
    cases = [case_of(head, key, signature) for signature in signatures]
    return all(case is not None and verifies(*case) for case in cases)


# --- section 4: the entry --------------------------------------------------------------------

_TOKEN = re.compile(r'[A-Za-z0-9][A-Za-z0-9._:-]{0,127}').fullmatch
_DIGEST = re.compile(r'[0-9a-f]{64}').fullmatch
_SALT = re.compile(r'[0-9a-f]{32}').fullmatch
_UUID7 = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}').fullmatch
_TIME = re.compile(
    r'[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z'
).fullmatch


def token(value):
    return type(value) is str and _TOKEN(value) is not None


def token_or_null(value):
    return value is None or token(value)


def digest(value):
    return type(value) is str and _DIGEST(value) is not None


def digest_or_null(value):
    return value is None or digest(value)


def is_time(value):
    return type(value) is str and _TIME(value) is not None


def is_text(value):
    return type(value) is str and value != ''


def text_or_null(value):
    return value is None or is_text(value)


def count(value):
    return type(value) is int and value >= 0


def fits(value, shape):
    """An object with exactly the members of the shape."""
    return type(value) is dict and value.keys() == shape.keys() and all(check(value[key]) for key, check in shape.items())


def is_roles(value):
    return type(value) is list and len(value) <= 32 and all(map(token, value))


ACTORS = {
    'person': dict(kind=is_text, person=token, account=token, party=token, partyKind=token, roles=is_roles, session=token, terminal=token_or_null),
    'system': dict(kind=is_text, process=token, job=token_or_null, onBehalfOf=token_or_null),
    'none': dict(kind=is_text),
}


def is_actor(value):
    kind = value.get('kind') if type(value) is dict else None
    if kind == 'person' and 'via' in value:
        if value['via'] != 'agent':
            return False
        value = {key: one for key, one in value.items() if key != 'via'}
    return type(kind) is str and kind in ACTORS and fits(value, ACTORS[kind])


def is_uuid7(value):
    return type(value) is str and _UUID7(value) is not None


SUBJECT = dict(type=token, id=text_or_null)
REQUIRED = dict(
    v=lambda value: type(value) is int and value == 1,
    id=is_uuid7,
    recordedAt=is_time,
    occurredAt=is_time,
    act=token,
    kind=lambda value: type(value) is str and value in KINDS,
    result=token,
    actor=is_actor,
    subject=lambda value: fits(value, SUBJECT),
    input=digest_or_null,
    before=digest_or_null,
    after=digest_or_null,
)
KINDS = ('genesis', 'act', 'copy', 'view', 'late', 'refusal', 'bucket', 'outage')
COUNTED = ('bucket', 'outage')
OPTIONAL = dict(
    approval=lambda value: fits(value, dict(by=token, digest=digest, id=token)),
    late=lambda value: fits(value, dict(by=token, formNumber=is_text, reason=digest, scan=digest)),
    copy=lambda value: fits(value, dict(bytes=count, digest=digest, target=digest)),
    counts=lambda value: type(value) is dict and 1 <= len(value) <= 32 and all(token(key) and count(value[key]) for key in value),
    window=lambda value: fits(value, {'from': is_time, 'to': is_time}) and value['from'] <= value['to'],
    genesis=lambda value: fits(value, dict(key=is_text, origin=is_text, suite=lambda one: one in ('intl', 'gm'))),
)
PLAIN = frozenset(REQUIRED)


def is_body(body):
    if type(body) is not dict:
        return False
    if body.keys() != PLAIN:
        if not PLAIN <= body.keys():
            return False
        for key in body.keys() - PLAIN:
            if key not in OPTIONAL or not OPTIONAL[key](body[key]):
                return False
    for key, check in REQUIRED.items():
        if not check(body[key]):
            return False
    kind, counted = body['kind'], body['kind'] in COUNTED
    return (
        body['occurredAt'] <= body['recordedAt']
        and (counted or (body['result'] == 'ok') == (kind != 'refusal'))
        and ('late' in body) == (kind == 'late')
        and ('copy' in body) == (kind == 'copy')
        and ('genesis' in body) == (kind == 'genesis')
        and ('window' in body) == counted
        and ('counts' in body or not counted)
    )


def commitments(body):
    found = {label: body[label] for label in ('input', 'before', 'after') if body[label] is not None}
    if 'late' in body:
        found['reason'] = body['late']['reason']
    if 'copy' in body:
        found['target'] = body['copy']['target']
    return found


# --- section 10: the checks in their order ---------------------------------------------------


def read_manifest(folder):
    try:
        with open(os.path.join(folder, 'manifest.json'), 'rb') as file:
            manifest = canonical_value(file.read())
    except (OSError, NotCanonical) as error:
        raise Fault('manifest') from error
    shape = dict(
        details=count,
        entries=count,
        exportedAt=is_time,
        files=lambda value: fits(value, {name: lambda one: fits(one, dict(bytes=count, sha256=digest)) for name in FILES}),
        format=lambda value: value == 'shoucang-ledger-export',
        origin=is_text,
        root=digest,
        suite=lambda value: value in ('intl', 'gm'),
        v=lambda value: type(value) is int and value == 1,
    )
    if not fits(manifest, shape):
        raise Fault('manifest')
    for name in FILES:
        state, length = hashlib.sha256(), 0
        try:
            with open(os.path.join(folder, name), 'rb') as file:
                while block := file.read(1 << 20):
                    state.update(block)
                    length += len(block)
        except OSError as error:
            raise Fault('manifest') from error
        if manifest['files'][name] != {'bytes': length, 'sha256': state.hexdigest()}:
            raise Fault('manifest')
    return manifest


def read_keys(folder, manifest, trusted):
    with open(os.path.join(folder, 'keys.txt'), 'rb') as file:
        data = file.read()
    try:
        text = data.decode('utf-8')
    except UnicodeError as error:
        raise Fault('keys') from error
    if not text.endswith('\n'):
        raise Fault('keys')
    keys = []
    for i, line in enumerate(text[:-1].split('\n')):
        prefix, use = ('log ', 'log') if i == 0 else ('witness ', 'cosigner')
        key = parse_vkey(line[len(prefix):]) if line.startswith(prefix) else None
        if key is None or key.suite != manifest['suite'] or key.use != use:
            raise Fault('keys')
        keys.append(key)
    log, witnesses = keys[0], keys[1:]
    if len({key.name for key in witnesses}) != len(witnesses):
        raise Fault('keys')
    logs = [key for key in trusted if key.use == 'log']
    if logs and not any(key.same(log) for key in logs):
        raise Fault('key-untrusted')
    mine = [key for key in trusted if key.use == 'cosigner']
    for key in mine:
        known = [one for one in witnesses if one.name == key.name]
        if known and not known[0].same(key):
            raise Fault('key-untrusted')
        if not known:
            witnesses.append(key)
    return log, witnesses, mine


_FRAME_HEAD = re.compile(rb'(0|[1-9][0-9]{0,14}) (0|[1-9][0-9]{0,14})([ \n])')


def read_heads(folder, manifest, log, witnesses, cosigned):
    with open(os.path.join(folder, 'checkpoints.txt'), 'rb') as file:
        data = file.read()
    found, at, broken = [], 0, False
    while at < len(data):
        match = _FRAME_HEAD.match(data, at)
        length = int(match.group(2)) if match and match.group(3) == b'\n' else None
        if length is None or length > MAX_NOTE or match.end() + length > len(data):
            broken = True
            break
        head = parse_note(data[match.end(): match.end() + length])
        if head is None or head.size != int(match.group(1)):
            broken = True
            break
        found.append(head)
        at = match.end() + length
    cases = [case_of(head, key, one) for head in found for key in (log, *witnesses) for one in lines_by(head, key)]
    verify_ahead([case for case in cases if case is not None])
    size = -1
    for head in found:
        check_signatures(head, manifest, log, witnesses, cosigned, '')
        if head.size <= size:
            raise Fault('order')
        size = head.size
    if broken:
        raise Fault('note')
    if not found or size != manifest['entries']:
        raise Fault('unsigned-tail')
    return found


def check_signatures(head, manifest, log, witnesses, cosigned, prefix):
    if head.origin != manifest['origin'] or log.name != manifest['origin']:
        raise Fault(prefix + 'origin')
    mine = lines_by(head, log)
    if not mine or not all_verify(head, log, mine):
        raise Fault(prefix + 'signature')
    for witness in witnesses:
        lines = lines_by(head, witness)
        if not all_verify(head, witness, lines):
            raise Fault(prefix + 'cosignature')
        if lines:
            cosigned.add(witness.name)


def read_outside(notes, manifest, log, witnesses, cosigned):
    heads = []
    for data in notes:
        head = parse_note(data)
        if head is None:
            raise Fault('outside-note')
        check_signatures(head, manifest, log, witnesses, cosigned, 'outside-')
        heads.append(head)
    return heads


def read_frame(file, limit):
    """(number, bytes) of the next frame; None at the end; Fault when it is not one."""
    line = file.readline(limit + 40)
    if not line:
        return None
    match = _FRAME_HEAD.match(line)
    if match is None or match.group(3) != b' ':
        raise Fault('frame')
    length = int(match.group(2))
    if length > limit:
        raise Fault('frame')
    rest = line[match.end():]
    if len(rest) < length + 1:
        rest += file.read(length + 1 - len(rest))
    if len(rest) != length + 1 or rest[-1] != 10:
        raise Fault('frame')
    return int(match.group(1)), rest[:-1]


def read_detail(file):
    """The next detail frame, None at the end, False when the file is damaged here."""
    try:
        return read_frame(file, MAX_DETAIL)
    except Fault:
        return False


def check_opening(hash_of, body, data, seq):
    try:
        detail = canonical_value(data)
    except NotCanonical as error:
        raise Fault('opening', seq) from error
    if type(detail) is not dict or detail.keys() != {'id', 'salt', 'values'}:
        raise Fault('opening', seq)
    salt, values = detail['salt'], detail['values']
    if detail['id'] != body['id'] or type(salt) is not str or not _SALT(salt) or type(values) is not dict:
        raise Fault('opening', seq)
    expected = commitments(body)
    if values.keys() != expected.keys():
        raise Fault('opening', seq)
    for label, value in values.items():
        clear = b'\2' + bytes.fromhex(salt) + (label + ':' + canonical_text(value)).encode()
        if label not in LABELS or hash_of(clear).hex() != expected[label]:
            raise Fault('opening', seq)
    return len(values)


def fold(hash_of, stack):
    """Root of the tree whose full subtrees stand on the stack, largest first."""
    if not stack:
        return hash_of(b'')
    root = stack[-1]
    for left in reversed(stack[:-1]):
        root = hash_of(b'\1' + left + root)
    return root


def read_entries(folder, manifest, log, wanted, verdict):
    hash_of, stack, roots, ids, n, openings, details = hasher(manifest['suite']), [], {}, set(), 0, 0, 0
    expected = {'key': vkey_text(log), 'origin': manifest['origin'], 'suite': manifest['suite']}
    if 0 in wanted:
        roots[0] = fold(hash_of, stack)
    with open(os.path.join(folder, 'entries.txt'), 'rb') as entries, open(os.path.join(folder, 'details.txt'), 'rb') as clear:
        detail = read_detail(clear)
        while True:
            try:
                frame = read_frame(entries, MAX_BODY)
            except Fault as fault:
                raise Fault('frame', n) from fault
            if frame is None:
                break
            seq, data = frame
            if seq != n:
                raise Fault('sequence', n)
            try:
                body = canonical_value(data)
            except NotCanonical as error:
                raise Fault('canonical', n) from error
            if not is_body(body):
                raise Fault('schema', n)
            if (body['kind'] == 'genesis') != (n == 0) or (n == 0 and body['genesis'] != expected):
                raise Fault('genesis', n)
            own = bytes.fromhex(body['id'].replace('-', ''))
            if own in ids:
                raise Fault('duplicate', n)
            ids.add(own)
            if detail and detail[0] == n:
                openings += check_opening(hash_of, body, detail[1], n)
                details += 1
                detail = read_detail(clear)
            node, n = hash_of(b'\0' + data), n + 1
            width = n
            while width % 2 == 0:
                node = hash_of(b'\1' + stack.pop() + node)
                width //= 2
            stack.append(node)
            if n in wanted:
                roots[n] = fold(hash_of, stack)
    verdict.update(entries=n, openings=openings)
    if n != manifest['entries']:
        raise Fault('size')
    if detail is not None:
        raise Fault('opening')
    if details != manifest['details']:
        raise Fault('size')
    if fold(hash_of, stack).hex() != manifest['root']:
        raise Fault('root')
    return n, roots


def vkey_text(key):
    return f'{key.name}+{key.id.hex()}+{base64.b64encode(TYPES[key.suite, key.use] + key.public).decode()}'


def verify(folder, outside=(), keys=(), require_witness=False):
    """The verdict on an export. `outside` holds notes as bytes, `keys` parsed verifier keys."""
    verdict = dict(code=None, seq=None, exit=1, entries=0, openings=0, outsideSize=None, signers=[])
    try:
        manifest = read_manifest(folder)
        log, witnesses, mine = read_keys(folder, manifest, keys)
        cosigned = set()
        inside = read_heads(folder, manifest, log, witnesses, cosigned)
        held = read_outside(outside, manifest, log, witnesses, cosigned)
        if any(key.name not in cosigned for key in mine):
            raise Fault('cosignature-missing')
        if require_witness and (not held or not all(any(lines_by(head, key) for key in mine) for head in held)):
            raise Fault('cosignature-missing')
        wanted = {head.size for head in [*inside, *held]}
        size, roots = read_entries(folder, manifest, log, wanted, verdict)
        for head in inside:
            if roots.get(head.size) != head.root:
                raise Fault('checkpoint-root')
        for head in held:
            if head.size > size:
                raise Fault('truncated')
            if roots.get(head.size) != head.root:
                raise Fault('outside-root')
    except Fault as fault:
        verdict.update(code=fault.code, seq=fault.seq)
        return verdict
    verdict.update(exit=0 if held else 3, outsideSize=max((head.size for head in held), default=None), signers=[log.name, *sorted(cosigned)])
    return verdict


# --- command line ----------------------------------------------------------------------------


class Usage(Exception):
    pass


def read_file(path):
    with open(path, 'rb') as file:
        return file.read()


def trusted_keys(texts):
    keys = []
    for text in texts:
        lines = read_file(text).decode().split('\n') if os.path.exists(text) else [text]
        for line in filter(None, lines):
            key = parse_vkey(re.sub('^(log|witness) ', '', line))
            if key is None:
                raise Usage(f'not a verifier key / 不是公钥: {line}')
            keys.append(key)
    return keys


def batch():
    for line in sys.stdin:
        case = json.loads(line)
        notes = [read_file(path) for path in case.get('outside', [])]
        verdict = verify(case['export'], notes, trusted_keys(case.get('keys', [])), case.get('requireWitness', False))
        print(json.dumps({key: verdict[key] for key in ('code', 'exit', 'seq')}), flush=True)
    return 0


def main(arguments):
    if arguments == ['--batch']:
        return batch()
    folder, notes, keys, require_witness, rest = None, [], [], False, list(arguments)
    while rest:
        word = rest.pop(0)
        if word in ('--checkpoint', '--key') and rest:
            (notes if word == '--checkpoint' else keys).append(rest.pop(0))
        elif word == '--require-witness':
            require_witness = True
        elif word.startswith('-') or folder is not None:
            raise Usage(f'unexpected / 多余参数: {word}')
        else:
            folder = word
    if folder is None or not os.path.isdir(folder):
        raise Usage('an export folder is needed / 需要导出目录')
    verdict = verify(folder, [read_file(path) for path in notes], trusted_keys(keys), require_witness)
    counts = f"entries 条目 {verdict['entries']}, openings 明文核对 {verdict['openings']}, signers 签名者 {', '.join(verdict['signers']) or '-'}"
    if verdict['code'] is not None:
        place = '' if verdict['seq'] is None else f" at entry 第 {verdict['seq']} 条"
        print(f"FAILED 未通过: {verdict['code']}{place}; {counts}")
    elif verdict['exit'] == 3:
        print(f'CONSISTENT IN ITSELF ONLY 仅内部一致: no outside checkpoint 未提供离机校验点; {counts}')
    else:
        print(f"VERIFIED 通过: first {verdict['outsideSize']} entries agree with the outside checkpoint 与离机校验点一致; {counts}")
    return verdict['exit']


if __name__ == '__main__':
    try:
        sys.exit(main(sys.argv[1:]))
    except Usage as problem:
        print(f'{problem}\n{__doc__}', file=sys.stderr)
        sys.exit(2)
    except OSError as problem:
        print(f'cannot read 无法读取: {problem}', file=sys.stderr)
        sys.exit(2)
