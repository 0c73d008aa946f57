//! What may be wrong with a line of the directory's CSV file, and the words for it.

use csv::{Error, ErrorKind};

use crate::i18n::Words;
use crate::organizations::types::Kind;

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1; the header is the first.
    pub line: usize,
    /// The column; empty where the whole line is wrong.
    pub column: String,
    /// The reason.
    pub fault: Fault,
}

/// A reason why a line is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// More lines than this.
    TooManyLines(usize),
    /// Nothing below the header.
    NoLines,
    /// The header names a column that does not exist.
    UnknownColumn,
    /// The header lacks a column that must be there.
    NoColumn,
    /// As many values as this line has, and as the header has.
    Values(usize, usize),
    /// The same slug stands in this line.
    Repeated(usize),
    /// Not a slug.
    Slug,
    /// Nothing in it.
    Empty,
    /// More characters than this.
    TooLong(usize),
    /// Not a kind of organization.
    Kind,
    /// Not the slug of a governorate.
    Governorate,
    /// Not a web address.
    Website,
    /// Degrees that lie elsewhere.
    Elsewhere,
    /// Not a number.
    Number,
    /// A number that is not between these.
    Beyond(i64, i64),
    /// Nothing that could be read.
    Unreadable,
}

impl Mistake {
    pub(super) fn at(line: usize, column: &str, fault: Fault) -> Self {
        Self {
            line,
            column: column.to_owned(),
            fault,
        }
    }

    /// What the parser found.
    pub(super) fn of(line: usize, error: &Error) -> Self {
        let fault = match error.kind() {
            ErrorKind::UnequalLengths {
                expected_len, len, ..
            } => Fault::Values(size(*len), size(*expected_len)),
            _ => Fault::Unreadable,
        };
        Self {
            line,
            column: String::new(),
            fault,
        }
    }

    /// The sentence about it.
    pub fn say(&self, t: Words) -> String {
        let why = self.fault.say(t);
        if self.column.is_empty() {
            t.organizations_csv_line(self.line, why)
        } else {
            t.organizations_csv_column(&self.column, self.line, why)
        }
    }
}

impl Fault {
    fn say(&self, t: Words) -> String {
        match self {
            Self::TooManyLines(most) => t.organizations_csv_too_many_lines(*most),
            Self::NoLines => t.organizations_csv_no_lines().to_owned(),
            Self::UnknownColumn => t.organizations_csv_unknown_column().to_owned(),
            Self::NoColumn => t.organizations_csv_no_column().to_owned(),
            Self::Values(found, expected) => t.organizations_csv_values(*expected, *found),
            Self::Repeated(line) => t.organizations_csv_repeated(*line),
            Self::Slug => t.organizations_csv_slug().to_owned(),
            Self::Empty => t.organizations_csv_empty().to_owned(),
            Self::TooLong(limit) => t.problem_too_long(*limit),
            Self::Kind => {
                let codes: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
                t.organizations_csv_kind(codes.join(" | "))
            }
            Self::Governorate => t.organizations_csv_governorate().to_owned(),
            Self::Website => t.organizations_csv_website().to_owned(),
            Self::Elsewhere => t.organizations_csv_elsewhere().to_owned(),
            Self::Number => t.organizations_csv_number().to_owned(),
            Self::Beyond(least, most) => {
                t.organizations_csv_beyond(least.to_string(), most.to_string())
            }
            Self::Unreadable => t.organizations_csv_unreadable().to_owned(),
        }
    }
}
