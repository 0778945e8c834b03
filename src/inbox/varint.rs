//! Numbers in as few bytes as they need, for records that never leave the process.

/// Writes seven bits a byte; the last one has its highest bit clear. The lowest bit is the sign.
pub(super) fn put(into: &mut Vec<u8>, number: i64) {
    let mut rest = (number << 1 ^ number >> 63).cast_unsigned();
    while let low @ 0x80.. = rest {
        into.push(low.to_le_bytes()[0] | 0x80);
        rest >>= 7;
    }
    into.push(rest.to_le_bytes()[0]);
}

/// Reads what [`put`] wrote; nothing if it is cut.
pub(super) fn get(from: &mut &[u8]) -> Option<i64> {
    let (mut number, mut shift) = (0_u64, 0);
    loop {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed());
        }
        shift += 7;
    }
}
