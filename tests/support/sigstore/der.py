"""DER (X.690), as far as certificates' extensions and time stamps need it."""


def tlv(tag, content):
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def sequence(*items):
    return tlv(0x30, b"".join(items))


def set_of(*items):
    return tlv(0x31, b"".join(sorted(items)))


def integer(value):
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(content):
    return tlv(0x04, content)


def utf8(text):
    return tlv(0x0C, text.encode())


def null():
    return b"\x05\x00"


def explicit(number, content):
    return tlv(0xA0 | number, content)


def oid(dotted):
    parts = [int(p) for p in dotted.split(".")]
    out = bytes([parts[0] * 40 + parts[1]])
    for part in parts[2:]:
        digits = [part & 0x7F]
        while part > 0x7F:
            part >>= 7
            digits.append(part & 0x7F | 0x80)
        out += bytes(reversed(digits))
    return tlv(0x06, out)


def generalized_time(when):
    return tlv(0x18, when.strftime("%Y%m%d%H%M%SZ").encode())
