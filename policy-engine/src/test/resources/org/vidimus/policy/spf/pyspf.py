"""Answers SPF queries with pyspf, for the differential test.

One line in, or several, and one line out; fields are separated by tabs, and values that may hold anything are in
hexadecimal:

    R name type value    the zone has this record (MX: preference and host with a space between)
    F name type          the zone fails for this question
    Q client helo mail   evaluates, prints the result and the explanation, and empties the zone
"""

import socket
import sys

import spf

records = {}
faults = set()


def lookup(name, qtype, strict=True, timeout=None, level=0):
    name = name.lower().rstrip(".")
    if (name, qtype) in faults:
        raise spf.TempError("DNS timeout")
    for kind, value in records.get(name, []):
        if kind == qtype:
            yield ((name, kind), value)


spf.DNSLookup = lookup


def data(kind, value):
    if kind == "TXT":
        return (value,)
    text = value.decode("ascii")
    if kind == "AAAA":
        return socket.inet_pton(socket.AF_INET6, text)
    if kind == "MX":
        preference, host = text.split(" ", 1)
        return (int(preference), host)
    return text


def evaluate(client, helo, mail):
    try:
        query = spf.query(i=client, s=mail, h=helo, receiver="mx.receiver.example", strict=True)
        query.set_default_explanation("DEFAULT")
        result, _, explanation = query.check()
        return result, explanation
    except Exception as failure:  # pyspf lets some out; the test says which
        return "raised", type(failure).__name__


def main():
    for line in sys.stdin:
        command, *fields = line.rstrip("\n").split("\t")
        if command == "R":
            name, kind, value = fields
            name = bytes.fromhex(name).decode("latin-1")
            records.setdefault(name, []).append((kind, data(kind, bytes.fromhex(value))))
        elif command == "F":
            name, kind = fields
            faults.add((bytes.fromhex(name).decode("latin-1"), kind))
        elif command == "Q":
            client, helo, mail = (bytes.fromhex(field).decode("latin-1") for field in fields)
            result, explanation = evaluate(client, helo, mail)
            print(result, explanation.encode("utf-8").hex(), sep="\t", flush=True)
            records.clear()
            faults.clear()


main()
