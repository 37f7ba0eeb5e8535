#!/usr/bin/env python3
"""Independent verifier of a package on a carrier (守藏信息包独立核验程序).

Written from RFC 8493 (BagIt 1.0) alone; needs Python 3.9 or newer with its standard library, and
the openssl command where Python's own has no SM3. Shares no code with the product, on purpose.

  python3 verify_bag.py <folder> [--seal SHA256]

--seal is the digest of tagmanifest-sha256.txt as it stands on the signed form (移交登记表).
Exit codes: 0 whole and as sealed, 1 something differs, 2 wrong usage, 3 whole, but no seal was given.
"""
import hashlib
import os
import re
import subprocess
import sys
from urllib.parse import unquote

CHUNK = 1 << 20


def sm3_of(path):
    try:
        return digest_of(path, 'sm3')
    except ValueError:
        out = subprocess.run(['openssl', 'dgst', '-sm3', path], check=True, capture_output=True, text=True).stdout
        return out.strip().rsplit(' ', 1)[-1].lower()


def digest_of(path, name):
    hashed = hashlib.new(name)
    with open(path, 'rb') as file:
        while chunk := file.read(CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()


def files_below(folder):
    for base, folders, names in os.walk(folder):
        for name in names + [one for one in folders if os.path.islink(os.path.join(base, one))]:
            full = os.path.join(base, name)
            yield os.path.relpath(full, folder).replace(os.sep, '/'), full


def verify(folder):
    """Faults as (what, file), the number of payload files and their bytes."""
    faults, found = [], dict(files_below(folder))
    for path, full in found.items():
        if os.path.islink(full) or not os.path.isfile(full):
            faults.append(('link 链接', path))
    declared = read(found, 'bagit.txt')
    if declared != 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n':
        faults.append(('declaration 声明', 'bagit.txt'))
    payload = {path for path in found if path.startswith('data/')}
    size = sum(os.path.getsize(found[path]) for path in payload)
    oxum = re.search(r'^Payload-Oxum: (\d+)\.(\d+)$', read(found, 'bag-info.txt'), re.M)
    if oxum and (int(oxum[1]), int(oxum[2])) != (size, len(payload)):
        faults.append(('size 数量不符', 'bag-info.txt'))
    for prefix, of_payload in (('manifest', True), ('tagmanifest', False)):
        lists = [path for path in found if re.fullmatch(prefix + r'-(sha256|sm3)\.txt', path)]
        if not lists:
            faults.append(('list missing 缺清单', prefix))
        for path in lists:
            faults += check_list(path, found, payload if of_payload else None)
    return faults, len(payload), size


def read(found, path):
    if path not in found:
        return ''
    with open(found[path], encoding='utf-8', newline='') as file:
        return file.read()


def check_list(listing, found, payload):
    name = re.search(r'-(\w+)\.txt$', listing)[1]
    faults, named = [], set()
    for line in read(found, listing).splitlines():
        row = re.fullmatch(r'([0-9a-f]{64})  (.+)', line)
        if not row:
            faults.append(('line 清单格式', f'{listing}: {line[:80]}'))
            continue
        path = unquote(row[2])
        if path in named or '..' in path.split('/') or path.startswith('/') or (payload is not None) != path.startswith('data/'):
            faults.append(('path 路径', path))
            continue
        named.add(path)
        if path not in found:
            faults.append(('missing 缺文件', path))
        elif (sm3_of(found[path]) if name == 'sm3' else digest_of(found[path], name)) != row[1]:
            faults.append(('changed 内容已变', path))
    if payload is not None:
        faults += [('unlisted 多余文件', path) for path in sorted(payload - named)]
    return faults


def main(arguments):
    seal = None
    if len(arguments) == 3 and arguments[1] == '--seal':
        seal = arguments[2].lower()
    elif len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    folder = arguments[0]
    if not os.path.isdir(folder):
        print(f'no such folder 没有此目录: {folder}', file=sys.stderr)
        return 2
    faults, count, size = verify(folder)
    tags = os.path.join(folder, 'tagmanifest-sha256.txt')
    own = digest_of(tags, 'sha256') if os.path.isfile(tags) else None
    if seal is not None and own != seal:
        faults.append(('seal 封印不符', 'tagmanifest-sha256.txt'))
    for what, path in faults[:50]:
        print(f'  {what}: {path}')
    told = f'{count} files 文件, {size} bytes 字节, seal 封印 {own}'
    if faults:
        print(f'FAILED 未通过: {len(faults)} faults 处; {told}')
        return 1
    print(f"{'VERIFIED 通过' if seal else 'WHOLE, but no seal was given 完整，未提供封印'}: {told}")
    return 0 if seal else 3


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
