//! The one thing in a camera's notes that a picture needs: which way is up.

/// A note that holds nothing but the orientation.
pub(super) const MINIMAL: usize = 26;

/// The orientation, where it says something other than "as it is".
pub(super) fn orientation(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let u16_at = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let bytes = tiff.get(4..8)?.try_into().ok()?;
    let table = if little {
        u32::from_le_bytes(bytes)
    } else {
        u32::from_be_bytes(bytes)
    };
    let table = usize::try_from(table).ok()?;
    for index in 0..usize::from(u16_at(table)?) {
        let entry = table.checked_add(2 + index * 12)?;
        if u16_at(entry)? == 0x0112 {
            let value = u16_at(entry.checked_add(8)?)?;
            return u8::try_from(value).ok().filter(|way| (2..=8).contains(way));
        }
    }
    None
}

/// A note with the orientation alone.
pub(super) fn minimal(orientation: u8) -> [u8; MINIMAL] {
    let mut note = *b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    if let Some(value) = note.get_mut(18) {
        *value = orientation;
    }
    note
}
