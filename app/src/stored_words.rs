//! Enumerations that are stored, sent and addressed as words.

/// Declares an enum whose values are words in the database, in forms, in URLs and in the API: `ALL` in the order that
/// people see them, `as_str`, and `parse`, which knows exactly those words.
macro_rules! stored_words {
    ($(#[$meta:meta])* $name:ident { $($(#[$case_meta:meta])* $case:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$case_meta])* $case,)+ }

        impl $name {
            /// Every value, in the order that people see them.
            pub const ALL: &'static [Self] = &[$(Self::$case,)+];

            /// The word in the database, in forms, URLs and the API.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$case => $word,)+ }
            }

            /// The value of a word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$case),)+ _ => None }
            }
        }
    };
}

pub(crate) use stored_words;
