//! Tables as text (CSV): the columns by the header, and how many rows. Rows are counted without being kept.

use std::io::{self, Read};

use super::{Inside, shown};

const CHUNK: usize = 64 * 1024;
/// The header is here or nowhere.
const HEAD: usize = 16 * 1024;
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

pub(super) fn inside(input: &mut impl Read) -> io::Result<Option<Inside>> {
    let mut head = Vec::new();
    let mut counter = Counter::default();
    let mut buffer = vec![0; CHUNK];
    loop {
        let read = input.read(&mut buffer)?;
        let bytes = buffer.get(..read).unwrap_or_default();
        if bytes.is_empty() {
            break;
        }
        let room = HEAD.saturating_sub(head.len()).min(bytes.len());
        head.extend_from_slice(bytes.get(..room).unwrap_or_default());
        counter.read(bytes);
    }
    Ok(described(&head, counter.rows()))
}

/// Counts rows: a line break inside quotes ends none, and empty lines are none.
#[derive(Default)]
struct Counter {
    rows: u64,
    quoted: bool,
    filled: bool,
}

impl Counter {
    fn read(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'"' => {
                    self.quoted = !self.quoted;
                    self.filled = true;
                }
                b'\n' | b'\r' if !self.quoted => {
                    self.rows += u64::from(self.filled);
                    self.filled = false;
                }
                _ => self.filled = true,
            }
        }
    }

    fn rows(&self) -> u64 {
        self.rows + u64::from(self.filled)
    }
}

fn described(head: &[u8], rows: u64) -> Option<Inside> {
    let text = String::from_utf8_lossy(head);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let separator = SEPARATORS
        .into_iter()
        .max_by_key(|separator| line.bytes().filter(|byte| byte == separator).count())?;
    let first = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
        .records()
        .next()?
        .ok()?;
    // A row that does not end in what was read of the file is no header, and cannot be counted.
    if head.len() == HEAD && first.as_slice().len() + first.len() >= HEAD {
        return None;
    }
    let header = is_header(&first);
    Some(Inside::Table {
        columns: u32::try_from(first.len()).ok()?,
        names: if header {
            shown(first.iter())
        } else {
            Vec::new()
        },
        rows: rows.saturating_sub(u64::from(header)),
    })
}

/// Whether the first row names the columns. Where it may be data, people's data perhaps, it is not shown.
fn is_header(row: &csv::StringRecord) -> bool {
    let mut names: Vec<_> = row.iter().map(str::trim).collect();
    let words = names
        .iter()
        .all(|name| name.chars().any(char::is_alphabetic) && !name.contains('@'));
    let numbers = |name: &&str| name.chars().filter(|letter| letter.is_numeric()).count() > 4;
    let count = names.len();
    let free = !names.iter().any(numbers);
    names.sort_unstable();
    names.dedup();
    count > 1 && words && free && names.len() == count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn look(text: &str) -> Option<(u32, Vec<String>, u64)> {
        match inside(&mut text.as_bytes()).unwrap()? {
            Inside::Table {
                columns,
                names,
                rows,
            } => Some((columns, names, rows)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_header_names_the_columns() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(
            look("\u{feff}الفئة,عدد الشكاوى\r\nمياه,12\r\n\"طرق,\nأرصفة\",3\r\n\r\n"),
            Some((2, names(&["الفئة", "عدد الشكاوى"]), 2))
        );
        assert_eq!(
            look("a;b;\"c;d\"\n1;2;3"),
            Some((3, names(&["a", "b", "c;d"]), 1))
        );
        assert_eq!(look("a\tb"), Some((2, names(&["a", "b"]), 0)));
    }

    #[test]
    fn data_are_not_shown_as_names_of_columns() {
        for text in [
            "أحمد,0599123456\nسارة,0598123456\n",
            "سارة,sara@dura.example\nأ,ب\n",
            "مياه,12\nطرق,3",
            "أ,أ\nب,ج",
            "أ,\nب,ج",
        ] {
            assert_eq!(look(text), Some((2, Vec::new(), 2)), "{text}");
        }
        assert_eq!(look("واحد\nاثنان\n"), Some((1, Vec::new(), 2)));
        assert_eq!(look("\n \n"), None);
        assert_eq!(look(""), None);
        assert_eq!(look(&"ط,".repeat(40_000)), None);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(noise in proptest::collection::vec(any::<u8>(), 0..400), text in "[\",;\t\r\nش1@a]{0,80}") {
            let _ = inside(&mut noise.as_slice());
            look(&text);
        }
    }
}
