"""Check a ledger bundle (留痕账证明包) of the palm office without the palm office.

One file: Python 3.11 and `cryptography`, nothing else. docs/ledger.md says what is checked here and why, so
that somebody else may write a second one.

    python -I verify_bundle.py case.zip --key checkpoint.pem

The key comes from the office by another way than the bundle: published, or in an envelope; --key once for
each, where there was another before. Whoever keeps a copy of the checkpoints (--checkpoints, --leaves) learns
as well whether the office itself left something out.

Exit code: 0 everything holds, 1 something does not (the first bad entry is named), 2 the question is wrong.
"""

import argparse
import base64
import hashlib
import hmac
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from unicodedata import category

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

FORMAT, TYPE = "palm-ledger-bundle/1", "palm-ledger-bundle+json"
ENTRY = b"palm-ledger/2"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
ENTRIES, CHECKPOINTS, PROOFS = "entries.jsonl", "checkpoints.jsonl", "proofs.jsonl"
EVIDENCE, SALT = "evidence/", ".salt"
HALF, LEAF, VERSION = 32, 56, 2  # bytes of half a P-256 signature, of a leaf; checkpoints with roots
BEIJING = timezone(timedelta(hours=8))
CHAINS = {"case": "办件链", "matter": "事由链"}
LEVELS = {0: "未认证", 1: "已登录", 2: "实人认证", 3: "窗口核验"}
CHANNELS = {
    "h5": "手机网页",
    "mini_program": "小程序",
    "sms": "短信",
    "counter": "窗口",
    "system": "系统",
    "outside": "外部系统",
}
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})  # of Unicode: nothing that people read
DAMAGE = (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, zlib.error)
WRONG = (AttributeError, IndexError, KeyError, OverflowError, RecursionError, TypeError, ValueError)


class Unreadable(ValueError):
    """A file that is not what it says it is; the text is for people."""


class Key:
    """The office's public key for checkpoints. Raises Unreadable."""

    def __init__(self, pem: bytes) -> None:
        try:
            key = load_pem_public_key(pem)
        except ValueError:
            raise Unreadable("--key：不是公钥文件（PEM）") from None
        if not isinstance(key, EllipticCurvePublicKey) or key.curve.name != SECP256R1.name:
            raise Unreadable("--key：不是 EC P-256 公钥")
        self._key = key
        spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.name = hashlib.sha256(spki).hexdigest()[:16]

    def signed(self, content: bytes, mark: bytes) -> bool:
        """ES256: `mark` is r and s, 32 bytes each."""
        r, s = int.from_bytes(mark[:HALF], "big"), int.from_bytes(mark[HALF:], "big")
        try:
            self._key.verify(encode_dss_signature(r, s), content, ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return len(mark) == 2 * HALF


Keys = Mapping[str, Key]  # by their name


class Check:
    """One bundle; every line told, every fault kept in the order it was found."""

    def __init__(self, bundle: Path, keys: Keys) -> None:
        self._keys, self._files = keys, unpacked(bundle)
        self.faults: list[str] = []
        self.bad: list[str] = []  # those of them that name an entry
        self.lines: dict[int, dict[str, Any]] = {}  # checkpoints by their number, the signed ones alone
        self.good: dict[str, list[str]] = {}  # digests of the entries that stand, by chain
        self._quoted: dict[str, str] = {}  # evidence by its id, as the entries that stand quote it
        try:
            self.said = json.loads(self._files[MANIFEST])
            self._listed = {str(one["path"]): (one["size"], one["sha256"]) for one in self.said["files"]}
            self._heads = {one["subject"]: one for one in self.said["chains"]}
            self.good = {subject: [] for subject in self._heads if _subject(subject)}
            self._ends = {one: (int(head["number"]), head["digest"]) for one, head in self._heads.items()}
            self._words, self._case = dict(self.said["words"]), str(self.said["case"])
            self.as_of = int(self.said["line"])
            is_ours = self.said["format"] == FORMAT
        except WRONG:
            raise Unreadable(f"{MANIFEST} 缺失或读不懂") from None
        if not is_ours:
            raise Unreadable(f"{MANIFEST}：不认识的格式")

    def manifest(self) -> None:
        """Its signature, and the digest of each file."""
        signed = f"{MANIFEST} 的签名，检查点公钥 {'、'.join(self._keys)}"
        self._tell(signed, "" if self._is_signed() else "不是用它签的，或签名之后改动过")
        for path in sorted(set(self._listed) | (set(self._files) - {MANIFEST, SIGNATURE})):
            content = self._files.get(path)
            if content is None:
                self._tell(path, "缺失")
            elif path not in self._listed:
                self._tell(path, "不在清单内")
            elif (len(content), hashlib.sha256(content).hexdigest()) != self._listed[path]:
                self._tell(path, "与清单里的摘要不符")

    def _is_signed(self) -> bool:
        """A compact JWS (RFC 7515) whose header leaves nothing to choose."""
        try:
            header, payload, mark = self._files[SIGNATURE].decode("ascii").split(".")
            told = json.loads(_unbase64(header))
            is_ours = told == {"alg": "ES256", "kid": told["kid"], "typ": TYPE}
            is_it, key = _unbase64(payload) == self._files[MANIFEST], self._keys[told["kid"]]
            return is_ours and is_it and key.signed(f"{header}.{payload}".encode(), _unbase64(mark))
        except WRONG:
            return False

    def checkpoints(self, kept: Path | None) -> None:
        """Each line's own signature; `kept`: somebody else's copy of the whole file."""
        copy = {} if kept is None else dict(_numbered(kept.read_bytes()))
        for number, text in _numbered(self._files.get(CHECKPOINTS, b"")):
            line = _checkpoint(text, self._keys)
            if line is None:
                self._tell(f"第 {number} 个检查点", "签名不对")
                continue
            self.lines[number] = line
            told = f"第 {number} 个检查点，{line['at']}，{line['count']} 条"
            if kept is not None and number > max(copy, default=0):
                told += "（比另存的副本新，副本说不了什么）"
            elif kept is not None:
                self._tell(told, "" if copy.get(number) == text else "与另存的副本不符")
                continue
            self._tell(told)

    def entries(self) -> None:
        """Every chain from its first entry to its signed head; what follows a bad entry proves nothing."""
        places, broken = self._places(), set[str]()
        before = {one: _sha256(ENTRY, b" ", _subject(one)) for one in self.good}
        for at, stated in enumerate(self._files.get(ENTRIES, b"").split(b"\n")[:-1], start=1):
            entry = _entry(stated, self._words)
            if entry is None or entry["subject"] not in self.good:
                self._tell(f"{ENTRIES} 第 {at} 行", "读不懂，或不属于这几条链")
                continue
            subject, number = entry["subject"], entry["number"]
            due = len(self.good[subject]) + 1
            if subject in broken:
                continue
            digest = _sha256(ENTRY, before[subject], stated)
            line = self._vouched(places.get((subject, number)), subject, digest)
            if number != due:
                broken.add(subject)
                self._wrong(
                    self._nth(subject, due), f"不在这里，这个位置上是第 {number} 条：被删去，或次序调换了"
                )
            elif line is None:
                broken.add(subject)
                self._wrong(self._nth(subject, number), "检查点不认：内容被改动或重写了，或没有进过检查点")
            else:
                self._tell(f"{self._nth(subject, number)}　{entry['told']} · 检查点 {line}")
                before[subject] = digest
                self.good[subject].append(digest.hex())
                self._quoted[str(entry["evidence"])] = entry["quotes"]
        for subject in [one for one in self.good if one not in broken]:
            self._ends_at_its_head(subject)
        if not self.faults and not any(self.good.values()):
            self._tell(ENTRIES, "一条记录也没有")

    def _places(self) -> dict[tuple[str, int], dict[str, Any]]:
        """Where each entry stands in which checkpoint."""
        try:
            told = [json.loads(text) for text in self._files.get(PROOFS, b"").splitlines()]
            return {(one["subject"], one["number"]): one for one in told}
        except WRONG:
            self._tell(PROOFS, "读不懂")
            return {}

    def _vouched(self, place: Mapping[str, Any] | None, subject: str, digest: bytes) -> int | None:
        """The number of the checkpoint whose root the entry is under."""
        try:
            if place is None:
                return None
            leaf = _subject(subject) + place["number"].to_bytes(8, "big") + digest
            line, path = self.lines[place["line"]], [bytes.fromhex(one) for one in place["path"]]
            root = root_by(path, leaf, place["index"], line["count"])
            return int(line["line"]) if root is not None and root.hex() == line["root"] else None
        except WRONG:
            return None

    def _ends_at_its_head(self, subject: str) -> None:
        (number, digest), digests = self._ends[subject], self.good[subject]
        if len(digests) < number:
            cut = f"缺失：签过名的链头是第 {number} 条，链尾被截去了"
            self._wrong(f"{self._nth(subject, len(digests) + 1)}起", cut)
        elif len(digests) > number or (digests and digests[-1] != digest):
            self._wrong(self._nth(subject, len(digests)), "与签过名的链头不符")

    def evidence(self) -> None:
        """What was shown or received, against the salted digest that its entry quotes."""
        for path in sorted(self._files):
            if path.startswith(EVIDENCE) and not path.endswith(SALT):
                name, content = path.removeprefix(EVIDENCE), self._files[path]
                digest = hmac.digest(self._files.get(path + SALT, b""), content, "sha256").hex()
                is_it = digest == self._quoted.get(name)
                self._tell(f"凭证 {name}，{len(content)} 字节", "" if is_it else "与记录里的摘要不符")

    def leaves(self, kept: Path) -> None:
        """In somebody else's copy, up to the bundle's own checkpoint: nothing left out, nothing changed."""
        line = self.lines.get(self.as_of)
        count = 0 if line is None else line["from"] + line["count"]
        for subject, number, digest in leaves_of(kept.read_bytes()[: count * LEAF]):
            digests = self.good.get(subject)
            if digests is not None and number > len(digests):
                self._wrong(self._nth(subject, number), "进过检查点，证明包里没有：被隐去了")
                return
            if digests is not None and digests[number - 1] != digest:
                self._wrong(self._nth(subject, number), "与另存的副本不符：被重写了")
                return
        self._tell(
            "另存的副本里，这几条链没有别的记录", "" if line else f"证明包没有带上第 {self.as_of} 个检查点"
        )

    def summed_up(self) -> str:
        chains = "，".join(f"{self._name(one)} {len(found)} 条" for one, found in self.good.items())
        at = self.lines.get(self.as_of, {}).get("at", "没有带上")
        earlier = self.said.get("earlier", 0)
        more = f"；另有 {earlier} 条旧格式的记录，只有机关自己能核对，不在包内" if earlier else ""
        return f"{self._case}：{chains}；截至第 {self.as_of} 个检查点（{at}）{more}"

    def _name(self, subject: str) -> str:
        kind = str(self._heads[subject].get("kind"))
        return CHAINS.get(kind, kind)

    def _nth(self, subject: str, number: int) -> str:
        return f"{self._name(subject)}第 {number} 条"

    def verdict(self) -> str:
        """With the first bad entry, if it is one."""
        first = [f"第一条不对的记录是{one}" for one in self.bad[:1]] or self.faults[:1]
        return (
            f"不成立，{len(self.faults)} 处：{first[0]}" if first else "成立：每一条都在，内容未改，次序未变"
        )

    def _wrong(self, entry: str, why: str) -> None:
        self._tell(entry, why, is_entry=True)

    def _tell(self, what: str, why: str = "", *, is_entry: bool = False) -> None:
        """One line. What stands in a bundle may not move a terminal's cursor."""
        line = "".join(one for one in (f"{what}：{why}" if why else what) if category(one) not in UNSEEN)
        if why:
            self.faults.append(line)
            self.bad += [line] if is_entry else []
        print(f"  ✗ {line}" if why else f"  ✓ {line}")


def unpacked(path: Path) -> dict[str, bytes]:
    """Every file of the bundle; one that its checksum denies reads as empty, and its digest tells."""
    files = {}
    try:
        with zipfile.ZipFile(path) as bundle:
            names = bundle.namelist()
            for name in names:
                try:
                    files[name] = bundle.read(name)
                except zipfile.BadZipFile:
                    files[name] = b""
    except DAMAGE as damage:
        raise Unreadable(f"证明包打不开（{type(damage).__name__}）") from None
    if len(files) != len(names):
        raise Unreadable("证明包里有两个同名的文件")
    return files


def root_by(path: Sequence[bytes], leaf: bytes, index: int, count: int) -> bytes | None:
    """The Merkle root that the path leads to (RFC 9162 §2.1.3.2); None for one that fits no such tree."""
    if not 0 <= index < count:
        return None
    node, last = _sha256(b"\0", leaf), count - 1
    for neighbour in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            node = _sha256(b"\1", neighbour, node)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            node = _sha256(b"\1", node, neighbour)
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


def leaves_of(whole: bytes) -> Iterator[tuple[str, int, str]]:
    """Subject, number and digest of each: 16, 8 and 32 bytes."""
    for start in range(0, len(whole), LEAF):
        leaf = whole[start : start + LEAF]
        name = leaf[:16].hex()
        subject = "-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:]))
        yield subject, int.from_bytes(leaf[16:24], "big"), leaf[24:].hex()


def _numbered(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Lines of checkpoints with roots; older ones (v1) held heads, and say nothing here."""
    for text in content.splitlines():
        try:
            line = json.loads(text)
            if line.get("v") == VERSION:
                yield int(line["line"]), text
        except WRONG:
            yield 0, text


def _checkpoint(text: bytes, keys: Keys) -> dict[str, Any] | None:
    """A line that is signed over all it says; None for any other."""
    try:
        line = json.loads(text)
        mark = _unbase64(line["signature"])
        stated = {name: value for name, value in line.items() if name != "signature"}
        line["count"], line["from"], line["at"] = int(line["count"]), int(line["from"]), _clock(line["at"])
        return line if keys[line["kid"]].signed(_canonical(stated), mark) else None
    except WRONG:
        return None


def _entry(stated: bytes, words: Mapping[str, str]) -> dict[str, Any] | None:
    """An entry with its line of words; None for what is none."""
    try:
        entry = json.loads(stated)
        is_one = isinstance(entry["subject"], str) and type(entry["number"]) is int
        told = in_words(entry, words.get(entry["id"], entry["kind"]))
        return {**entry, "told": told, "quotes": str(entry["evidence_digest"])} if is_one else None
    except WRONG:
        return None


def in_words(entry: Mapping[str, Any], what: str) -> str:
    """When, what, who for whom, how sure, by which way, from what, shown what, with which outcome."""
    clerk = f"工作人员 {entry['staff']}" if entry["staff"] else ""
    told = [what, clerk]
    if entry["person"]:
        whom = "本人" if entry["person"] == entry["party"] else f"代表 {_end(entry['party'])}"
        told = [what, f"{_end(entry['person'])} {whom}" + (f"（{clerk}代为操作）" if clerk else "")]
        told.append(LEVELS.get(entry["level"], str(entry["level"])))
    told.append(CHANNELS.get(entry["channel"], str(entry["channel"])))
    for name, word in (("check", "核验"), ("device", "设备"), ("evidence", "凭证")):
        told.append(f"{word} {_end(entry[name])}" if entry[name] else "")
    told.append(" ".join(f"{name}={value}" for name, value in sorted(entry["facts"].items())))
    return f"{_clock(entry['at'])}　{' · '.join(one for one in told if one)}"


def _clock(instant: str) -> str:
    """In Beijing, where the office is."""
    return f"{datetime.fromisoformat(instant).astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def _end(identifier: str) -> str:
    """Numbers given in one hour begin alike; their ends differ."""
    return identifier[-8:]


def _subject(text: str) -> bytes:
    return bytes.fromhex(text.replace("-", ""))


def _sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def _unbase64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description="核对掌上办的留痕账证明包：每一条在不在，改没改，次序变没变。"
    )
    parser.add_argument("bundle", type=Path, help="证明包：palm ledger export 写出的 zip 文件")
    parser.add_argument(
        "--key",
        type=Path,
        required=True,
        action="append",
        help="机关公布的检查点公钥（PEM）；换过钥匙的，每把写一次",
    )
    parser.add_argument("--checkpoints", type=Path, help="别人另存的检查点文件，若有")
    parser.add_argument("--leaves", type=Path, help="别人另存的检查点明细（.leaves），若有")
    asked = parser.parse_args(arguments)
    try:
        keys = [Key(path.read_bytes()) for path in asked.key]
        check = Check(asked.bundle, {key.name: key for key in keys})
        check.manifest()
        check.checkpoints(asked.checkpoints)
        check.entries()
        check.evidence()
        if asked.leaves:
            check.leaves(asked.leaves)
    except (Unreadable, OSError) as trouble:
        print(f"✗ {trouble}", file=sys.stderr)
        return 1 if isinstance(trouble, Unreadable) else 2
    print(check.summed_up())
    print(check.verdict())
    return 1 if check.faults else 0


if __name__ == "__main__":
    sys.exit(main())
